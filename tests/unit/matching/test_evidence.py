"""What speaks for and against two cases being about one child; and what never makes a candidate."""

from datetime import date

import pytest

from relaas.matching.evidence import _WEIGHTS, Aspect, Claimed, Finding, Reason, Side, evidence_between

BORN = date(2010, 3, 5)


def found(one: Claimed, other: Claimed) -> set[Finding]:
    return {reason.finding for reason in evidence_between(one, other).reasons}


class TestADateOfBirth:
    @pytest.mark.parametrize(
        ("one", "other", "finding", "side"),
        [
            (BORN, BORN, Finding.BIRTH_SAME, Side.FOR),
            (BORN, date(2010, 5, 3), Finding.BIRTH_SWAPPED, Side.FOR),
            (date(2010, 1, 1), date(2010, 1, 1), Finding.BIRTH_FIRST_OF_JANUARY, Side.FOR),
            (BORN, date(2010, 1, 1), Finding.BIRTH_SAME_YEAR, Side.FOR),
            (BORN, date(2008, 1, 1), Finding.BIRTH_NEAR, Side.NEITHER),
            (BORN, date(2002, 7, 7), Finding.BIRTH_FAR, Side.AGAINST),
        ],
    )
    def test_says_what_it_can(self, one: date, other: date, finding: Finding, side: Side) -> None:
        assert found(Claimed(born_on=one), Claimed(born_on=other)) == {finding}
        assert Reason(finding).side is side

    def test_that_is_not_known_says_nothing(self) -> None:
        assert found(Claimed(born_on=BORN), Claimed()) == set()


class TestWhatIsCompared:
    def test_documents_are_the_same_however_they_are_written_and_never_speak_against(self) -> None:
        assert found(Claimed(documents=["ER 12-34"]), Claimed(documents=["er1234"])) == {Finding.DOCUMENT_SAME}
        assert Reason(Finding.DOCUMENT_OTHER).side is Side.NEITHER

    def test_a_photograph_speaks_for_when_it_is_the_same(self) -> None:
        assert found(Claimed(photo="Map 3"), Claimed(photo="map 3")) == {Finding.PHOTO_SAME}
        assert found(Claimed(photo="Map 3"), Claimed(photo="Map 4")) == set()

    def test_each_finding_has_an_aspect_and_a_weight(self) -> None:
        assert set(_WEIGHTS) == set(Finding)
        assert {Reason(one).aspect for one in Finding} == set(Aspect)


class TestACandidate:
    def test_is_never_made_by_nationality_language_and_age(self) -> None:
        one = Claimed(names=["Selam Tekle"], born_on=BORN, nationalities=["Eritrea"], languages=["ti"])
        other = Claimed(names=["Robiel Kidane"], born_on=BORN, nationalities=["Eritrea"], languages=["ti"])
        assert not evidence_between(one, other).is_candidate

    def test_is_put_before_another_by_what_speaks_for_it(self) -> None:
        one = Claimed(names=["Selam Tekle"], born_on=BORN)
        same, cousin = (
            Claimed(names=["ሰላም ተኽለ"], born_on=BORN),
            Claimed(names=["Selam Tekle"], born_on=date(2001, 1, 1)),
        )
        assert evidence_between(one, same).order > evidence_between(one, cousin).order

    def test_shows_the_weightiest_reason_first(self) -> None:
        one = Claimed(names=["Selam Tekle"], documents=["1"], nationalities=["Eritrea"])
        other = Claimed(names=["Selam Tekhle"], documents=["1"], nationalities=["Eritrea"])
        reasons = [reason.finding for reason in evidence_between(one, other).on(Side.FOR)]
        assert reasons == [Finding.DOCUMENT_SAME, Finding.NAMES_ALIKE, Finding.NATIONALITY_SHARED]
