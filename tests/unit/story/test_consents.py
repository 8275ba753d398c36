"""Whose word the law asks: of a child under twelve the guardian's, then of both, from sixteen the child's own."""

from datetime import date, datetime

import pytest

from relaas.kernel.moments import AMSTERDAM
from relaas.story.access_library import standard_access
from relaas.story.consents import EVER, Word, allowed_during, asked_on
from relaas.story.intervals import Interval

BORN = date(2012, 6, 1)  # twelve on 1 June 2024, sixteen on 1 June 2028


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def word(party: str, since: str, until: str | None = None, *, consent: str = "medical") -> Word:
    return Word(consent=consent, party=party, said=Interval(moment(since), until and moment(until)))  # type: ignore[arg-type]


def allowed(*words: Word, name: str = "medical", born_on: date | None = BORN) -> list[tuple[str, str | None]]:
    found = allowed_during(
        name=name, consent=standard_access().information.consents[name], words=words, born_on=born_on
    )
    return [(one.from_at.date().isoformat(), one.until_at and one.until_at.date().isoformat()) for one in found]


class TestMedicalInformation:
    def test_needs_only_the_guardian_before_the_twelfth_birthday_and_then_the_child_too(self) -> None:
        assert allowed(word("guardian", "2024-01-01")) == [("2024-01-01", "2024-06-01")]

    def test_needs_both_between_twelve_and_sixteen(self) -> None:
        assert allowed(word("guardian", "2025-01-01"), word("child", "2025-03-01")) == [("2025-03-01", None)]

    def test_needs_only_the_child_from_sixteen_on(self) -> None:
        assert allowed(word("child", "2025-03-01")) == [("2028-06-01", None)]

    def test_ends_with_the_withdrawal_of_either(self) -> None:
        both = (word("guardian", "2025-01-01", "2025-05-01"), word("child", "2025-03-01"))
        assert allowed(*both) == [("2025-03-01", "2025-05-01"), ("2028-06-01", None)]

    def test_needs_everybodys_word_while_the_age_is_not_known(self) -> None:
        assert allowed(word("guardian", "2025-01-01"), born_on=None) == []
        given = (word("guardian", "2025-01-01"), word("child", "2025-02-01"))
        assert allowed(*given, born_on=None) == [("2025-02-01", None)]

    def test_is_not_opened_by_another_consent(self) -> None:
        assert allowed(word("guardian", "2024-01-01", consent="registration")) == []


class TestAnObjection:
    def test_lets_the_lawyer_read_until_the_child_objects_and_again_when_it_takes_that_back(self) -> None:
        objected = word("child", "2026-02-01", "2026-03-01", consent="lawyer_reads")
        first, second = allowed(objected, name="lawyer_reads")
        assert (first[1], second) == ("2026-02-01", ("2026-03-01", None))

    def test_of_somebody_else_does_not_count(self) -> None:
        assert allowed(word("guardian", "2026-02-01", consent="lawyer_reads"), name="lawyer_reads") == [
            (EVER.from_at.date().isoformat(), None)
        ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2024-05-31T23:59", ("guardian",)),
        ("2024-06-01T00:00", ("child", "guardian")),
        ("2028-06-01T00:00", ("child",)),
    ],
)
def test_whose_word_is_asked_changes_at_midnight_of_the_birthday(at: str, expected: tuple[str, ...]) -> None:
    consent = standard_access().information.consents["medical"]
    assert asked_on(consent=consent, born_on=BORN, at=moment(at)) == expected
