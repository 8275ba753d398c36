"""A history: the order of its entries, corrections, and what was known when."""

from __future__ import annotations

from datetime import UTC, date, datetime

from relaas.kernel.when import When
from relaas.procedure.history import Entry, History


def entry(name: str, on: When, *, recorded_at: datetime | None = None, annuls: str | None = None) -> Entry:
    return Entry(id=name, act=name, by="frog", on=on, recorded_at=recorded_at, annuls=annuls)


def day(number: int) -> When:
    return When.exact(date(2016, 5, number))


def order(*entries: Entry) -> str:
    return "".join(found.id for found in History.of(entries).entries)


class TestTheOrderOfAHistory:
    def test_is_that_of_the_dates_and_not_of_recording(self) -> None:
        assert order(entry("b", day(9)), entry("c", day(12)), entry("a", day(2))) == "abc"

    def test_is_that_of_recording_on_one_day(self) -> None:
        assert order(entry("b", day(9)), entry("a", day(9)), entry("c", day(9))) == "bac"

    def test_is_that_of_recording_where_the_dates_cannot_decide(self) -> None:
        assert order(entry("m", When.month(2016, 5)), entry("d", day(9)), entry("u", When.unknown())) == "mdu"

    def test_puts_what_was_certainly_earlier_before_it_whatever_stands_between(self) -> None:
        assert order(entry("x", day(10)), entry("u", When.unknown()), entry("c", day(1))) == "cxu"


class TestACorrection:
    def test_takes_away_what_it_annuls_and_itself_when_it_has_no_act(self) -> None:
        annulment = Entry(id="n", act=None, by="frog", on=day(5), annuls="a")
        history = History.of([entry("a", day(1)), entry("b", day(2)), annulment])
        assert [found.id for found in history.effective()] == ["b"]

    def test_with_an_act_stands_for_what_really_happened(self) -> None:
        history = History.of([entry("a", day(3)), entry("b", day(1), annuls="a")])
        assert [found.id for found in history.effective()] == ["b"]


class TestWhatWasKnown:
    def test_leaves_out_what_was_recorded_later(self) -> None:
        may, june = datetime(2016, 5, 20, tzinfo=UTC), datetime(2016, 6, 20, tzinfo=UTC)
        history = History.of(
            [entry("a", day(1)), entry("b", day(2), recorded_at=may), entry("c", day(3), recorded_at=june)]
        )
        assert [found.id for found in history.known_at(may).entries] == ["a", "b"]

    def test_an_annulment_that_was_not_yet_recorded_annuls_nothing(self) -> None:
        later = datetime(2016, 6, 20, tzinfo=UTC)
        annulment = Entry(id="n", act=None, by="frog", on=day(5), recorded_at=later, annuls="a")
        history = History.of([entry("a", day(1)), annulment])
        known = history.known_at(datetime(2016, 6, 1, tzinfo=UTC))
        assert [found.id for found in known.effective()] == ["a"]
