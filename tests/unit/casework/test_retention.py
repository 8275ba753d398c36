"""How long a case is kept: what its terms run from, what starts them anew, and what their ends do."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relaas.casework.retention import Retention, RetentionState, retention_of
from relaas.casework.retention_law import NO_LAW, Event, RetentionLaw, load_retention
from relaas.kernel.faults import LawFaults

INVENTED = Path(__file__).parents[2] / "integration" / "law"
OPENED, ANSWERED = date(2020, 1, 10), date(2020, 3, 1)


@pytest.fixture(scope="module")
def law() -> RetentionLaw:
    return load_retention(INVENTED)


@pytest.fixture(scope="module")
def dutch() -> RetentionLaw:
    return load_retention()


def kept(law: RetentionLaw, today: date, *, roles: tuple[str, ...] = ("asker",), **events: date) -> Retention:
    happened = {Event.OPENED: OPENED, Event.INFORMATION: OPENED} | {Event(name): day for name, day in events.items()}
    return retention_of(law=law, events=happened, roles=roles, today=today)


class TestATerm:
    def test_does_not_begin_before_what_it_runs_from_has_happened(self, law: RetentionLaw) -> None:
        answer = kept(law, date(2099, 1, 1))
        assert answer.state is RetentionState.RUNNING
        assert {clock.begun_on for clock in answer.kinds[0].clocks} == {None}

    def test_ends_after_its_last_day(self, law: RetentionLaw) -> None:
        assert kept(law, date(2021, 3, 1), ended=ANSWERED).state is RetentionState.RUNNING
        expired = kept(law, date(2021, 3, 2), ended=ANSWERED)
        assert (expired.state, expired.since) == (RetentionState.EXPIRED, date(2021, 3, 2))
        assert expired.kinds[0].rule == "question-expires"

    def test_is_started_anew_by_new_information(self, law: RetentionLaw) -> None:
        answer = kept(law, date(2021, 3, 2), ended=ANSWERED, information=date(2020, 12, 1))
        assert answer.state is RetentionState.RUNNING
        clock = answer.kinds[0].clocks[0]
        assert (clock.begun_on, clock.restarted_by) == (date(2020, 12, 1), Event.INFORMATION)

    def test_of_what_expired_is_stopped_by_new_information_too(self, law: RetentionLaw) -> None:
        late = date(2021, 5, 1)
        assert kept(law, late, ended=ANSWERED).state is RetentionState.EXPIRED
        assert kept(law, late, ended=ANSWERED, information=late).state is RetentionState.RUNNING

    def test_after_another_runs_from_its_end(self, law: RetentionLaw) -> None:
        assert kept(law, date(2022, 3, 1), ended=ANSWERED).state is RetentionState.EXPIRED
        erasable = kept(law, date(2022, 3, 2), ended=ANSWERED)
        assert erasable.state is RetentionState.MAY_BE_ERASED
        assert erasable.has_ended("question-goes")


class TestACase:
    def test_is_as_far_as_the_kind_of_data_that_is_least_far(self, law: RetentionLaw) -> None:
        both = kept(law, date(2023, 1, 11), roles=("asker", "answerer"))
        assert both.state is RetentionState.RUNNING
        assert [kind.kind for kind in both.held_up_by] == ["question"]
        assert [kind.kind for kind in both.overdue] == ["reply"]

    def test_must_be_erased_when_part_must_and_all_may(self, law: RetentionLaw) -> None:
        both = kept(law, date(2023, 3, 2), roles=("asker", "answerer"), ended=ANSWERED)
        assert both.state is RetentionState.MUST_BE_ERASED

    def test_closes_when_all_in_it_has_expired_except_to_who_is_named(self, law: RetentionLaw) -> None:
        assert not kept(law, date(2021, 1, 11), roles=("asker", "answerer")).is_closed
        closed = kept(law, date(2021, 3, 2), roles=("asker", "answerer"), ended=ANSWERED)
        assert closed.is_closed
        assert closed.open_to == {"keeper"}

    def test_without_any_rule_is_kept(self) -> None:
        answer = kept(NO_LAW, date(2099, 1, 1))
        assert answer.state is RetentionState.RUNNING
        assert not answer.is_closed


class TestTheRulesOfTheNetherlands:
    def test_destroy_an_investigation_five_years_after_it_was_removed(self, dutch: RetentionLaw) -> None:
        ended = {"roles": ("police",), "ended": date(2016, 3, 17), "information": date(2016, 3, 17)}
        assert kept(dutch, date(2016, 9, 17), **ended).state is RetentionState.RUNNING
        assert kept(dutch, date(2016, 9, 18), **ended).state is RetentionState.EXPIRED
        assert kept(dutch, date(2021, 9, 17), **ended).state is RetentionState.EXPIRED
        assert kept(dutch, date(2021, 9, 18), **ended).state is RetentionState.MUST_BE_ERASED

    def test_keep_what_nobody_knows_the_term_of(self, dutch: RetentionLaw) -> None:
        answer = kept(dutch, date(2099, 1, 1), roles=("police", "ind"), ended=date(2016, 3, 17))
        assert answer.state is RetentionState.RUNNING
        assert [kind.state for kind in answer.held_up_by] == [RetentionState.UNKNOWN]

    def test_assume_nothing_without_a_reason(self, dutch: RetentionLaw) -> None:
        assert all(source.reason for source in dutch.sources.values() if source.state == "assumed")


class TestARetentionFile:
    TEXT = (INVENTED / "retention" / "request.yaml").read_text(encoding="utf-8")

    def faults(self, folder: Path, *changes: tuple[str, str]) -> str:
        text = self.TEXT
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / "retention").mkdir()
        (folder / "retention" / "own.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(LawFaults) as caught:
            load_retention(folder)
        return str(caught.value)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("kind: question", "kind: questoin", 'no kind of data is called "questoin"'),
            ("after: question-expires", "after: question-expire", 'no rule is called "question-expire"'),
            ("after: question-expires", "after: question-goes", "runs after itself"),
            ("from: ended", "length: P1D", "doubled|twice"),
            ("    erased_by: [keeper]\n", "", "erased_by"),
            ("rests_on: [invented]", "rests_on: [heard]", 'no source is called "heard"'),
            ("by-mistake:", "reply-goes:", "name of a rule too"),
        ],
    )
    def test_that_contradicts_itself_is_refused(self, tmp_path: Path, old: str, new: str, said: str) -> None:
        assert re.search(said, self.faults(tmp_path, (old, new)))

    def test_that_leaves_a_kind_without_rule_says_why(self, tmp_path: Path) -> None:
        change: Any = ("  reply:\n    title", "  other: {title: {nl: x, en: x}, held_by: asker}\n  reply:\n    title")
        assert "open_question" in self.faults(tmp_path, change)

    def test_is_one(self, tmp_path: Path) -> None:
        (tmp_path / "retention").mkdir()
        for name in ("a.yaml", "b.yaml"):
            (tmp_path / "retention" / name).write_text(self.TEXT, encoding="utf-8")
        with pytest.raises(LawFaults, match="more than one"):
            load_retention(tmp_path)
