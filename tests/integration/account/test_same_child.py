"""Two cases of one child: found in any spelling by one role alone, joined by a person, and undone again."""

from datetime import date, timedelta
from typing import Any

import pytest

from relaas.application.case_page import CasePage
from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.joined import CaseJoined
from relaas.application.matching.candidates import CandidatesPage, see_candidates, see_matching
from relaas.application.matching.deciding import NotJoined, SameCase, WrittenAnew, look_done, undo_join
from relaas.application.placed import NotFound
from relaas.application.readers import readings_of
from relaas.application.rebuilding import rebuild_lists
from relaas.application.running import PROGRAM
from relaas.application.seeing import see_case
from relaas.application.story.identity import write_identity
from relaas.application.work import my_work
from relaas.kernel.moments import amsterdam_date
from relaas.matching.evidence import Finding
from relaas.storage.models import AccessEntry, BlindIndexEntry, Case, CaseLink, MatchDue, Placement, RecordedAct
from relaas.storage.sealing import CaseCipher
from tests.support.same_child import child, decide_now, officer_of, signal
from tests.support.told_case import FIRST_DAY, make_actors, moment

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.letter("r1-signals"),
]
BORN = date(2010, 3, 5)
DAY = FIRST_DAY + timedelta(days=40)
NOW = moment(DAY, 14)


@pytest.fixture
def actors() -> dict[str, Any]:
    return make_actors()


@pytest.fixture
def two(actors: dict[str, Any]) -> tuple[str, str]:
    """An older and a newer case of one child, in Ethiopic and Latin letters, each with a signal."""
    older = child(actors, "ሰላም ተኽለ", day=0, born=BORN, nationalities=["Eritrea"])
    newer = child(actors, "Selam Tekle", day=30, born=BORN, nationalities=["Eritrea"])
    signal(actors, older, on=FIRST_DAY + timedelta(days=1), words="Eerste signaal, verzonnen.")
    signal(actors, newer, on=FIRST_DAY + timedelta(days=31), words="Tweede signaal, verzonnen.", by="kmar")
    return older, newer


def candidates(actors: dict[str, Any], number: str) -> CandidatesPage:
    return see_candidates(actor=officer_of(actors), number=number, today=DAY, now=NOW)


def findings(page: CandidatesPage) -> list[set[Finding]]:
    return [{reason.finding for reason in one.evidence.reasons} for one in page.candidates]


def acts_of(number: str) -> list[tuple[str, str, date | None, int | None]]:
    rows = RecordedAct.objects.filter(case__number=number).order_by("sequence")
    return [(row.act, row.role, row.latest_on, row.annuls) for row in rows]


def owed(actors: dict[str, Any], number: str, *, today: date, role: str = "police") -> list[str]:
    page = my_work(actor=actors[role], today=today, limit=200)
    return [act for task in page.tasks if task.number == number for act in task.acts]


def case_for(actors: dict[str, Any], number: str, role: str) -> CasePage:
    return see_case(actor=actors[role], number=number, today=DAY, now=NOW)


class TestCandidates:
    def test_are_found_in_another_script_with_the_reasons(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        page = candidates(actors, two[1])
        assert [one.number for one in page.candidates] == [two[0]]
        assert findings(page) == [{Finding.NAMES_ALIKE, Finding.BIRTH_SAME, Finding.NATIONALITY_SHARED}]
        assert page.candidates[0].claimed.names == ("ሰላም ተኽለ",)
        assert page.candidates[0].is_older

    def test_are_never_found_by_nationality_alone(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        other = child(actors, "Robiel Kidane", day=32, born=BORN, nationalities=["Eritrea"], languages=["ti"])
        assert candidates(actors, other).candidates == ()

    def test_are_found_by_the_same_document_whatever_the_name(self, actors: dict[str, Any]) -> None:
        older = child(actors, "Amal Nur", documents=["ER 12-34"])
        newer = child(actors, "Samira Idris", day=3, documents=["er1234"])
        page = candidates(actors, newer)
        assert [one.number for one in page.candidates] == [older]
        assert Finding.DOCUMENT_SAME in findings(page)[0]

    def test_are_put_in_order_by_what_speaks_for_them(self, actors: dict[str, Any]) -> None:
        brother = child(actors, "Hagos Tekle", day=1, born=date(2008, 6, 1))
        same = child(actors, "Salam Tekhle", day=2, born=BORN.replace(month=5, day=3))
        newer = child(actors, "ሰላም ተኽለ", day=3, born=BORN)
        found = [one.number for one in candidates(actors, newer).candidates]
        assert found[0] == same
        assert Finding.BIRTH_SWAPPED in findings(candidates(actors, newer))[0]
        assert brother not in found[:1]

    def test_are_for_the_matching_role_only(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        for role, actor in actors.items():
            if role != "matching_officer":
                with pytest.raises(NotGranted):
                    see_candidates(actor=actor, number=two[1], today=DAY, now=NOW)
                with pytest.raises(NotGranted):
                    see_matching(actor=actor, today=DAY, now=NOW)

    def test_are_not_shown_of_a_case_that_the_officer_has_not(self, actors: dict[str, Any], two: Any) -> None:
        Placement.objects.filter(case__number=two[0], role="matching_officer").delete()
        assert candidates(actors, two[1]).candidates == ()
        with pytest.raises(NotFound):
            candidates(actors, two[0])

    def test_open_the_likeliest_twenty_and_nothing_else(
        self, actors: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(24):
            child(actors, f"Mohamed Ahmed {'abcdefghijklmnopqrstuvwx'[number]}aden", day=number % 5, key=f"m{number}")
        newest = child(actors, "محمد أحمد", day=9)
        opened: list[str] = []
        real = CaseCipher.open

        def counted(self: CaseCipher, **given: Any) -> Any:
            opened.append(f"{self.case_id} {given['kind']}")
            return real(self, **given)

        monkeypatch.setattr(CaseCipher, "open", counted)
        before = AccessEntry.objects.count()
        candidates(actors, newest)
        assert len(opened) == 21
        assert all(one.endswith("identity") for one in opened)
        lines = AccessEntry.objects.filter(action="see_candidates")
        assert AccessEntry.objects.count() - before == 21
        assert lines.values("case").distinct().count() == 21

    def test_keep_no_name_in_the_index(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        rows = BlindIndexEntry.objects.filter(case__number=two[1], kind="name_key")
        assert rows.count() > 3
        assert all(len(bytes(row.value)) == 4 for row in rows)


class TestTheListOfCasesToLookAt:
    def test_holds_each_case_until_somebody_looked(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        page = see_matching(actor=officer_of(actors), today=DAY, now=NOW)
        assert [one.number for one in page.due] == [two[1], two[0]]
        look_done(actor=officer_of(actors), number=two[0], version=1, idempotency_key="looked", now=NOW)
        page = see_matching(actor=officer_of(actors), today=DAY, now=NOW)
        assert [one.number for one in page.due] == [two[1]]

    def test_holds_it_again_when_it_is_written_anew_who_the_child_is(self, actors: dict[str, Any], two: Any) -> None:
        look_done(actor=officer_of(actors), number=two[0], version=1, idempotency_key="looked", now=NOW)
        write_identity(
            actor=actors["guardian"], number=two[0], patch={"photo": "Map 3"}, idempotency_key="photo", now=NOW
        )
        assert MatchDue.objects.get(case__number=two[0]).version == 2

    def test_is_not_left_on_what_was_written_anew_meanwhile(self, actors: dict[str, Any], two: Any) -> None:
        with pytest.raises(WrittenAnew):
            look_done(actor=officer_of(actors), number=two[0], version=2, idempotency_key="looked", now=NOW)


class TestDecidingThatItIsNotTheSameChild:
    def test_is_remembered_until_either_is_written_anew(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        decide_now(actors, two[1], two[0], "not_same", now=NOW)
        assert candidates(actors, two[1]).candidates == ()
        assert candidates(actors, two[0]).candidates == ()
        write_identity(
            actor=actors["guardian"], number=two[0], patch={"languages": ["ti"]}, idempotency_key="anew", now=NOW
        )
        assert [one.number for one in candidates(actors, two[1]).candidates] == [two[0]]

    def test_or_that_it_cannot_be_said_yet_leaves_the_candidate(self, actors: dict[str, Any], two: Any) -> None:
        decide_now(actors, two[1], two[0], "cannot_say", now=NOW, reason="Wacht op de foto, verzonnen.")
        (candidate,) = candidates(actors, two[1]).candidates
        assert candidate.undecided_since == NOW
        assert candidate.why_undecided == "Wacht op de foto, verzonnen."

    def test_needs_a_reason(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        with pytest.raises(FormInvalid):
            decide_now(actors, two[1], two[0], "not_same", now=NOW, reason=" ")

    def test_is_refused_on_what_was_written_anew_meanwhile(self, actors: dict[str, Any], two: Any) -> None:
        with pytest.raises(WrittenAnew):
            decide_now(actors, two[1], two[0], "same", now=NOW, versions=(1, 2))

    def test_of_a_case_with_itself_is_refused(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        with pytest.raises(SameCase):
            decide_now(actors, two[1], two[1], "same", now=NOW)

    def test_is_for_the_matching_role_only(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        with pytest.raises(NotGranted):
            decide_now({"matching_officer": actors["guardian"]}, two[1], two[0], "same", now=NOW)
        assert not CaseLink.objects.exists()


class TestJoining:
    def test_records_the_signal_in_the_older_case_on_its_day(self, actors: dict[str, Any], two: Any) -> None:
        older, newer = two
        decided = decide_now(actors, newer, older, "same", now=NOW)
        assert (decided.joined, decided.into) == (newer, older)
        assert acts_of(older)[-1] == ("record_new_signal", "kmar", FIRST_DAY + timedelta(days=31), None)
        assert acts_of(newer) == [("record_signal", "kmar", FIRST_DAY + timedelta(days=31), None)]
        (link,) = CaseLink.objects.all()
        assert link.acts == [len(acts_of(older))]
        row = next(row for row in case_for(actors, older, "kmar").history if row.act == "record_new_signal")
        assert row.form == {"indications": "Tweede signaal, verzonnen."}

    def test_joins_the_newer_to_the_older_from_whichever_it_was_decided(self, actors: Any, two: Any) -> None:
        decided = decide_now(actors, two[0], two[1], "same", now=NOW)
        assert (decided.joined, decided.into) == (two[1], two[0])

    def test_takes_its_duties_from_the_lists_from_that_day_on(self, actors: dict[str, Any], two: Any) -> None:
        assert owed(actors, two[1], today=DAY) != []
        decide_now(actors, two[1], two[0], "same", now=NOW)
        assert owed(actors, two[1], today=DAY) == []
        assert owed(actors, two[1], today=DAY - timedelta(days=1)) != []
        assert rebuild_lists(tell=lambda _: None, actor=PROGRAM, only_check=True, now=NOW).differed == ()

    def test_lets_no_act_be_recorded_there_and_says_where(self, actors: dict[str, Any], two: Any) -> None:
        older, newer = two
        decide_now(actors, newer, older, "same", now=NOW)
        with pytest.raises(CaseJoined) as refused:
            signal(actors, newer, on=DAY, words="Te laat.", act="record_new_signal")
        assert refused.value.into is not None
        assert refused.value.into.number == older
        with pytest.raises(CaseJoined):
            write_identity(actor=actors["guardian"], number=newer, patch={"photo": "x"}, idempotency_key="x", now=NOW)

    def test_is_told_to_who_works_on_both(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        older, newer = two
        decide_now(actors, newer, older, "same", now=NOW)
        joined = case_for(actors, newer, "guardian").joinings
        assert joined.is_joined
        assert joined.into is not None
        assert joined.into.number == older
        assert [one.number for one in case_for(actors, older, "guardian").joinings.joined] == [newer]
        Placement.objects.filter(case__number=older, role="lawyer").delete()
        assert case_for(actors, newer, "lawyer").joinings.into is None

    def test_places_who_gave_the_signal_on_the_older_case_and_nobody_else(self, actors: Any, two: Any) -> None:
        older, newer = two
        Placement.objects.filter(case__number=older, role__in=["kmar", "doctor"]).delete()
        decide_now(actors, newer, older, "same", now=NOW)
        placed = Placement.objects.filter(case__number=older)
        assert placed.get(role="kmar").from_on == DAY
        assert not placed.filter(role="doctor").exists()
        case_for(actors, older, "kmar")

    def test_shows_what_the_joined_case_is_like_as_the_older_one(self, actors: dict[str, Any], two: Any) -> None:
        older, newer = two
        decide_now(actors, newer, older, "same", now=NOW)
        third = child(actors, "Selam Tekle", day=35, born=BORN, key="third")
        page = candidates(actors, third)
        assert [one.number for one in page.candidates] == [older]

    def test_is_logged_in_both_cases_for_who_looks_after_them(self, actors: dict[str, Any], two: Any) -> None:
        candidates(actors, two[1])
        decide_now(actors, two[1], two[0], "same", now=NOW)
        for number in two:
            for role in ("guardian", "privacy_officer"):
                page = readings_of(actor=actors[role], number=number, today=DAY, now=NOW)
                uses = [one for one in page.readings if one.role == "matching_officer"]
                assert any(one.action == "see_candidates" and one.purpose == "matching" for one in uses)
            assert any(one.action == "decide_match" and one.detail == "same" for one in uses)

    def test_twice_is_once(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        first = decide_now(actors, two[1], two[0], "same", now=NOW)
        assert decide_now(actors, two[1], two[0], "same", now=NOW) == first
        assert CaseLink.objects.count() == 1
        with pytest.raises(CaseJoined):
            decide_now(actors, two[1], two[0], "same", now=NOW, idempotency_key="another")


class TestUndoing:
    @pytest.fixture
    def joined(self, actors: dict[str, Any], two: tuple[str, str]) -> tuple[str, str]:
        Placement.objects.filter(case__number=two[0], role="kmar").delete()
        decide_now(actors, two[1], two[0], "same", now=moment(DAY - timedelta(days=2)))
        return two

    def undo(self, actors: dict[str, Any], number: str, **more: Any) -> None:
        undo_join(
            actor=officer_of(actors), number=number, now=NOW,
            **{"reason": "De tante zei nee, verzonnen.", "idempotency_key": "undo", **more},
        )  # fmt: skip

    def test_brings_the_case_and_its_duties_back(self, actors: dict[str, Any], joined: tuple[str, str]) -> None:
        self.undo(actors, joined[1])
        assert owed(actors, joined[1], today=DAY) != []
        signal(actors, joined[1], on=DAY, words="Weer een, verzonnen.", act="record_new_signal")
        assert not case_for(actors, joined[1], "guardian").joinings.is_joined
        assert MatchDue.objects.filter(case__number=joined[1]).exists()

    def test_annuls_the_signal_in_the_older_case_and_keeps_both(self, actors: dict[str, Any], joined: Any) -> None:
        before = acts_of(joined[0])
        self.undo(actors, joined[1])
        assert acts_of(joined[0])[:-1] == before
        assert acts_of(joined[0])[-1] == ("", "kmar", FIRST_DAY + timedelta(days=31), len(before))
        row = case_for(actors, joined[0], "guardian").history[-2]
        assert row.is_annulled

    def test_ends_the_placement_that_the_joining_added(self, actors: dict[str, Any], joined: Any) -> None:
        case_for(actors, joined[0], "kmar")
        self.undo(actors, joined[1])
        with pytest.raises(NotFound):
            case_for(actors, joined[0], "kmar")

    def test_leaves_lists_and_grants_as_their_acts_say(self, actors: dict[str, Any], joined: Any) -> None:
        self.undo(actors, joined[1])
        assert rebuild_lists(tell=lambda _: None, actor=PROGRAM, only_check=True, now=NOW).differed == ()

    def test_lets_it_be_joined_again(self, actors: dict[str, Any], joined: tuple[str, str]) -> None:
        self.undo(actors, joined[1])
        decide_now(actors, joined[1], joined[0], "same", now=NOW, idempotency_key="again")
        assert acts_of(joined[0])[-1][0] == "record_new_signal"

    def test_twice_is_once_and_of_what_is_not_joined_is_refused(self, actors: dict[str, Any], joined: Any) -> None:
        self.undo(actors, joined[1])
        self.undo(actors, joined[1])
        with pytest.raises(NotJoined):
            self.undo(actors, joined[1], idempotency_key="other")
        assert CaseLink.objects.filter(decision="undone").count() == 1


class TestTheTable:
    def test_only_grows(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        from django.db import IntegrityError, transaction

        decide_now(actors, two[1], two[0], "cannot_say", now=NOW)
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            CaseLink.objects.update(decision="same")
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            CaseLink.objects.all().delete()

    def test_says_the_day_of_joining(self, actors: dict[str, Any], two: tuple[str, str]) -> None:
        from relaas.storage.links import joined_on

        decide_now(actors, two[1], two[0], "same", now=NOW)
        assert joined_on(Case.objects.get(number=two[1]).pk) == amsterdam_date(NOW)
