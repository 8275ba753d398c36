"""The risk analysis through its use cases: what it refuses and lets through, who sees it, and what is late with whom.

Day 0 is the first signal; the reflection period is granted on day 6 and the team meets on day 20.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from relaas.application.actors import actors_of
from relaas.application.door import NotGranted
from relaas.application.forms import FaultKind, FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.recording import record_act
from relaas.application.risk import answering
from relaas.application.risk.analysing import TEAM, AnalysisMovedOn, NoSuchEntry, Written
from relaas.application.risk.answering import (
    AcceptanceImpossible,
    ConflictOfInterest,
    NothingMoreToSay,
    NothingToAccept,
    NotTheOwner,
    OtherSignatoryNeeded,
)
from relaas.application.risk.assessing import Found, assess, put_member
from relaas.application.risk.late import see_late_risks
from relaas.application.risk.page import RiskPage, see_risk
from relaas.application.risk.resting import AnalysisLacks
from relaas.application.running import PROGRAM
from relaas.application.work import my_work
from relaas.casework.risk_analysis import DueKind, LackKind
from relaas.casework.risk_law import State
from relaas.kernel.when import When
from tests.functional.path import PATH
from tests.support.seen import seen_now
from tests.support.told_case import World, make_actors, open_integral, record_step, record_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

MEETING, ESTABLISHED, ANSWERED = 20, 21, 22
DOMAINS = (
    *("traffickers_reach", "pull_and_debt", "disappearance", "self_harm_and_health", "trauma", "family"),
    *("reception_safety", "digital_contact"),
)
SERIOUS = {"traffickers_reach": "acute", "family": "low"}


@pytest.fixture
def world() -> World:
    """A child in reflection; reception has a second person."""
    from relaas.storage.models.people import Organisation
    from tests.functional.world import add_person

    actors = make_actors()
    colleague = add_person(
        username="reception_2", role="reception", organisation=Organisation.objects.get(slug="reception")
    )
    actors["reception_2"] = actors_of(colleague, date(2026, 1, 5))[0]
    world = World(actors, open_integral(actors))
    record_until(world, 6)
    return world


class Team:
    """What people do in the analysis of one case, each on a day."""

    def __init__(self, world: World) -> None:
        self.world, self.asked = world, 0

    def sees(self, role: str = "risk_team", *, day: int = MEETING) -> RiskPage:
        at = self.world.at(day, 18)
        return see_risk(actor=self.world.actors[role], number=self.world.number, today=at.date(), now=at)

    def by(self, role: str, day: int, scope: str, **given: Any) -> dict[str, Any]:
        """Who, where, what they saw, and when."""
        self.asked += 1
        common = {
            "actor": self.world.actors[role], "number": self.world.number, "now": self.world.at(day),
            "idempotency_key": f"asked-{self.asked}",
        }  # fmt: skip
        if "seen" not in given:
            common["seen"] = self.sees(role, day=day).marks.get(scope, "0-none")
        return common | given

    def key(self, username: str, day: int = MEETING) -> str:
        """The key by which somebody on the case is chosen."""
        person = self.world.actors[username].person_id
        return next(one.key for one in self.sees(day=day).colleagues if one.person == person)

    def member(
        self, username: str, discipline: str, *, day: int = MEETING, conflict: str = "", **given: Any
    ) -> Written:
        where = self.by("risk_team", day, TEAM)
        return put_member(
            **where, colleague=self.key(username, day), discipline=discipline, has_conflict=bool(conflict),
            conflict=conflict, is_present=True,
        )  # fmt: skip

    def whole_team(self) -> None:
        for username, discipline in (
            ("reception", "care"), ("guardian", "guardianship"), ("police", "detection"), ("doctor", "behaviour")
        ):  # fmt: skip
            self.member(username, discipline)

    def judge(self, domain: str, level: str, *, day: int = MEETING, **given: Any) -> Written:
        found = given.pop("found", (Found(words="Verzonnen.", evidence="observation", where="Mentor, dag 19"),))
        where = self.by("risk_team", day, domain, **given)
        return assess(**where, domain=domain, level=level, reasons="Verzonnen reden.", found=found)

    def every_domain(self, **levels: str) -> None:
        for domain in DOMAINS:
            self.judge(domain, levels.get(domain, "none"))

    def act(self, role: str, act: str, day: int, **form: Any) -> Any:
        actor, now = self.world.actors[role], self.world.at(day)
        self.asked += 1
        return record_act(
            actor=actor, number=self.world.number, act=act, on=When.exact(now.date()), answers={}, form=form,
            seen=seen_now(actor=actor, number=self.world.number, now=now), idempotency_key=f"act-{self.asked}", now=now,
        )  # fmt: skip

    def establish(self, day: int = ESTABLISHED) -> Any:
        return self.act("risk_team", "establish_risks", day, risks="Verzonnen.")

    def answer(self, day: int = ANSWERED) -> Any:
        when = self.world.at(day).date()
        return self.act("reception", "answer_risks", day, measures="Verzonnen.", owner="Mentor", ready_on=when)

    def measure(self, domain: str, *, day: int = ANSWERED, until: int = 30, **given: Any) -> str:
        given.setdefault("owner", self.key("reception", day))
        given.setdefault("escalates_to", self.key("reception_2", day))
        where = self.by("reception", day, domain)
        until_on = self.world.first_day + timedelta(days=until)
        return answering.add_measure(**where, domain=domain, words="Ander nummer.", until=until_on, **given).entry

    def accept(self, domain: str, *, role: str = "reception", day: int = ANSWERED, conflict: bool = False) -> str:
        where = self.by(role, day, domain)
        return answering.accept(**where, domain=domain, reasons="Verzonnen reden.", has_conflict=conflict).entry

    def sign(self, acceptance: str, role: str, *, day: int = ANSWERED, conflict: bool = False) -> Written:
        return answering.sign(**self.by(role, day, acceptance), acceptance=acceptance, has_conflict=conflict)

    def prove(self, measure: str, *, role: str = "reception", day: int) -> Written:
        where = self.by(role, day, measure)
        return answering.prove(**where, measure=measure, words="Gewisseld.", seen_by="Mentor")


@pytest.fixture
def team(world: World) -> Team:
    return Team(world)


@pytest.fixture
def established(team: Team) -> Team:
    team.whole_team()
    team.every_domain(**SERIOUS)
    team.establish()
    return team


def lacking(refused: AnalysisLacks) -> set[tuple[LackKind, str]]:
    return {(lack.kind, lack.subject) for lack in refused.lacks}


@pytest.mark.letter("r2-team")
class TestEstablishing:
    def test_is_refused_with_everything_that_is_missing_at_once(self, team: Team) -> None:
        team.member("reception", "care")
        team.judge("family", "low")
        with pytest.raises(AnalysisLacks) as refused:
            team.establish()
        assert {kind for kind, _ in lacking(refused.value)} == {
            LackKind.DISCIPLINE, LackKind.QUORUM, LackKind.ORGANISATIONS, LackKind.DOMAIN
        }  # fmt: skip
        assert (LackKind.DOMAIN, "family") not in lacking(refused.value)

    def test_is_an_act_of_the_case_and_an_entry_of_the_analysis_together(self, established: Team) -> None:
        from relaas.storage.models import RecordedAct, RiskEntry

        act = RecordedAct.objects.get(act="establish_risks")
        assert RiskEntry.objects.get(kind="established").act == act.sequence
        assert list(established.sees(day=ESTABLISHED).analysis.risks) == ["traffickers_reach", "family"]

    def test_cannot_be_recorded_as_a_fact_against_the_rules_either(self, team: Team) -> None:
        actor, now = team.world.actors["risk_team"], team.world.at(ESTABLISHED)
        with pytest.raises(AnalysisLacks):
            record_act(
                actor=actor, number=team.world.number, act="establish_risks", on=When.exact(now.date()), answers={},
                form={"risks": "Verzonnen."}, seen=seen_now(actor=actor, number=team.world.number, now=now),
                idempotency_key="as-fact", against_rules="Is toch gebeurd.", now=now,
            )  # fmt: skip

    def test_does_not_count_somebody_with_a_conflict_of_interest(self, team: Team) -> None:
        team.whole_team()
        team.every_domain()
        team.member("police", "detection", conflict="Kent de verdachte.")
        with pytest.raises(AnalysisLacks) as refused:
            team.establish()
        assert lacking(refused.value) == {(LackKind.DISCIPLINE, "detection"), (LackKind.QUORUM, "")}

    def test_that_is_annulled_makes_it_a_draft_again(self, established: Team) -> None:
        from relaas.application.correcting import correct_act
        from relaas.application.seeing import see_case

        actor, now = established.world.actors["risk_team"], established.world.at(ESTABLISHED, 15)
        case = see_case(actor=actor, number=established.world.number, today=now.date(), now=now)
        of = next(row.number for row in case.history if row.act == "establish_risks")
        correct_act(
            actor=actor, number=established.world.number, of=of, reason="Nog niet klaar.", seen=case.seen,
            idempotency_key="annul", now=now,
        )  # fmt: skip
        assert established.sees(day=ESTABLISHED).analysis.established is None

    def test_is_asked_of_every_case_that_goes_the_usual_path(self, world: World) -> None:
        """The path of the tests records the act on day 30, with a whole analysis under it."""
        for place, step in enumerate(PATH[7:9], start=100):
            record_step(world, step, place)


class TestTheTeam:
    def test_says_everything_that_is_wrong_with_a_member_at_once(self, team: Team) -> None:
        with pytest.raises(FormInvalid) as refused:
            put_member(
                **team.by("risk_team", MEETING, TEAM), colleague="", discipline="geen", has_conflict=True, conflict=" ",
                is_present=None,
            )  # fmt: skip
        assert {fault.field for fault in refused.value.faults} == {
            "name", "organisation", "discipline", "conflict", "is_present"
        }  # fmt: skip

    def test_cannot_be_written_by_others(self, team: Team) -> None:
        for role in ("reception", "guardian", "ind", "child"):
            with pytest.raises(NotGranted):
                put_member(
                    **team.by(role, MEETING, TEAM, seen="0-none"), colleague="", name="X", organisation="Y",
                    discipline="care", has_conflict=False, conflict="", is_present=True,
                )  # fmt: skip

    def test_takes_somebody_who_does_not_work_with_the_program(self, team: Team) -> None:
        put_member(
            **team.by("risk_team", MEETING, TEAM), colleague="", name="Psycholoog", organisation="Praktijk",
            discipline="behaviour", has_conflict=False, conflict="", is_present=True,
        )  # fmt: skip
        (member,) = team.sees().analysis.members
        assert (member.name, member.person) == ("Psycholoog", None)


class TestAssessing:
    def test_needs_a_finding(self, team: Team) -> None:
        with pytest.raises(FormInvalid) as refused:
            team.judge("family", "low", found=())
        assert [(fault.field, fault.kind) for fault in refused.value.faults] == [("words", FaultKind.REQUIRED)]

    def test_needs_no_new_finding_for_another_level(self, team: Team) -> None:
        team.judge("family", "low")
        team.judge("family", "serious", found=())
        judged = team.sees().analysis.judged("family")
        assert judged is not None
        assert judged.level == "serious"

    def test_rests_on_no_finding_of_the_account_that_one_does_not_see(self, team: Team) -> None:
        found = (Found(words="Verzonnen.", evidence="finding", cites="01J00000000000000000000000"),)
        with pytest.raises(FormInvalid) as refused:
            team.judge("family", "low", found=found)
        assert [fault.field for fault in refused.value.faults] == ["cites"]

    def test_knows_only_the_domains_of_the_law(self, team: Team) -> None:
        with pytest.raises(NoSuchEntry):
            team.judge("geen", "low")

    def test_of_two_people_at_once_one_is_told_that_it_moved_on(self, team: Team) -> None:
        seen = team.sees().marks["family"]
        team.judge("family", "low", seen=seen)
        with pytest.raises(AnalysisMovedOn) as refused:
            team.judge("family", "acute", seen=seen)
        assert refused.value.seen == team.sees().marks["family"]
        team.judge("trauma", "low", seen="0-none")

    def test_sent_twice_is_written_once(self, team: Team) -> None:
        seen = team.sees().marks["family"]
        first = team.judge("family", "low", seen=seen, idempotency_key="same")
        again = team.judge("family", "low", seen=seen, idempotency_key="same")
        assert (first.entry, again.again) == (again.entry, True)

    def test_refuses_the_key_of_somebody_else(self, established: Team) -> None:
        measure = established.measure("family")
        where = established.by("guardian", ANSWERED, measure, idempotency_key=f"asked-{established.asked}")
        with pytest.raises(KeyReused):
            answering.withdraw(**where, answer=measure, reasons="Verzonnen.")

    def test_a_finding_about_health_is_shown_to_who_may_see_it_and_the_level_to_all(self, team: Team) -> None:
        health = Found(words="Slikt medicijnen.", evidence="observation", where="Arts", tells_health=True)
        team.judge("self_harm_and_health", "serious", found=(health,))
        seen = {role: [one.words for one in team.sees(role).analysis.findings] for role in ("doctor", "guardian")}
        assert seen == {"doctor": ["Slikt medicijnen."], "guardian": []}
        assert team.sees("guardian").health_withheld is not None
        assert team.sees("doctor").health_withheld is None
        judged = team.sees("guardian").analysis.judged("self_harm_and_health")
        assert judged is not None


@pytest.mark.letter("r2-measures")
class TestAnswering:
    def test_is_not_closed_while_a_risk_has_no_answer(self, established: Team) -> None:
        established.measure("traffickers_reach")
        with pytest.raises(AnalysisLacks) as refused:
            established.answer()
        assert lacking(refused.value) == {(LackKind.ANSWER, "family")}
        established.measure("family")
        established.answer()

    def test_needs_owner_day_and_who_hears_when_it_is_late(self, established: Team) -> None:
        with pytest.raises(FormInvalid) as refused:
            established.measure("family", until=ANSWERED - 1, owner="", escalates_to="")
        assert {(fault.field, fault.kind) for fault in refused.value.faults} == {
            ("owner", FaultKind.REQUIRED), ("until", FaultKind.IN_THE_PAST)
        }  # fmt: skip
        with pytest.raises(FormInvalid) as refused:
            established.measure("family", escalates_to="")
        assert [fault.field for fault in refused.value.faults] == ["escalates_to"]

    def test_asks_nobody_to_hear_of_it_where_the_owner_works_alone(self, established: Team) -> None:
        established.measure("family", owner=established.key("guardian"), escalates_to="")

    @pytest.mark.parametrize("domain", ["traffickers_reach", "disappearance"])
    def test_refuses_to_accept_what_cannot_be_accepted(self, established: Team, domain: str) -> None:
        with pytest.raises(AcceptanceImpossible):
            established.accept(domain)

    def test_refuses_to_accept_where_no_risk_is_established(self, established: Team) -> None:
        with pytest.raises(NothingToAccept):
            established.accept("trauma")

    def test_takes_an_acceptance_that_two_organisations_signed(self, established: Team) -> None:
        established.measure("traffickers_reach")
        accepted = established.accept("family")
        with pytest.raises(AnalysisLacks):
            established.answer()
        for role in ("reception", "reception_2"):
            with pytest.raises(OtherSignatoryNeeded):
                established.sign(accepted, role)
        established.sign(accepted, "guardian")
        with pytest.raises(NothingMoreToSay):
            established.sign(accepted, "risk_team")
        established.answer()

    def test_lets_nobody_with_a_conflict_of_interest_sign(self, established: Team) -> None:
        accepted = established.accept("family")
        with pytest.raises(ConflictOfInterest):
            established.sign(accepted, "guardian", conflict=True)
        established.member("guardian", "guardianship", day=ANSWERED, conflict="Is familie.")
        with pytest.raises(ConflictOfInterest):
            established.sign(accepted, "guardian")

    def test_is_shown_by_the_owner_only(self, established: Team) -> None:
        measure = established.measure("traffickers_reach")
        with pytest.raises(NotTheOwner):
            established.prove(measure, role="guardian", day=25)
        established.prove(measure, role="reception_2", day=25)
        with pytest.raises(NothingMoreToSay):
            established.prove(measure, day=25)

    def test_keeps_the_measures_from_being_proven_until_all_that_are_due_have_proof(self, established: Team) -> None:
        reach, family = established.measure("traffickers_reach", until=30), established.measure("family", until=60)
        established.answer()
        established.act("risk_team", "find_able", 25, support="Pauzes en een eigen tolk.")
        with pytest.raises(AnalysisLacks) as refused:
            established.act("reception", "prove_measures", 31, proof="Verzonnen.")
        assert [(lack.kind, lack.entry) for lack in refused.value.lacks] == [(LackKind.PROOF, reach)]
        established.prove(reach, day=31)
        established.act("reception", "prove_measures", 31, proof="Verzonnen.")
        assert family in {one.entry for one in established.sees(day=31).analysis.measures}

    def test_reviews_only_what_was_shown_to_be_done(self, established: Team) -> None:
        measure = established.measure("traffickers_reach")
        where: Callable[[int], dict[str, Any]] = lambda day: established.by("risk_team", day, measure)  # noqa: E731
        with pytest.raises(NothingMoreToSay):
            answering.review(**where(25), measure=measure, effect="worked", reasons="Verzonnen.")
        established.prove(measure, day=25)
        answering.review(**where(26), measure=measure, effect="not_worked", reasons="Weer gebeld.")
        assert "traffickers_reach" in {one.domain for one in established.sees(day=26).analysis.unanswered_on(
            established.world.at(26).date())}  # fmt: skip


@pytest.mark.letter("r2-measures")
class TestWhatIsLate:
    """A measure of reception about the trafficker's reach, by day 30."""

    def work(self, team: Team, role: str, day: int) -> list[tuple[DueKind, int, bool]]:
        today = team.world.at(day).date()
        found = my_work(actor=team.world.actors[role], today=today).risks
        return [(one.kind, one.days, one.is_named) for one in found]

    @pytest.fixture(autouse=True)
    def granted_now(self, monkeypatch: pytest.MonkeyPatch, world: World) -> None:
        """My work asks the grants of the moment at which it is asked."""
        monkeypatch.setattr("relaas.application.work.timezone.now", lambda: world.at(40))

    def test_is_with_its_owner_then_with_who_was_named_then_with_the_inspectorate(self, established: Team) -> None:
        established.measure("traffickers_reach", until=30)
        assert self.work(established, "reception", 25) == [(DueKind.MEASURE, 5, False)]
        assert self.work(established, "reception_2", 32) == []
        assert self.work(established, "reception_2", 33) == [(DueKind.MEASURE, -3, True)]
        assert self.work(established, "guardian", 60) == []
        world = established.world
        for day, late in ((43, 0), (44, 1)):
            at = world.at(day)
            page = see_late_risks(actor=world.actors["inspectorate"], today=at.date(), now=at)
            assert (len(page.rows), page.cases) == (late, late)

    def test_is_nowhere_once_it_is_shown_to_be_done(self, established: Team) -> None:
        measure = established.measure("traffickers_reach", until=30)
        established.prove(measure, day=31)
        assert self.work(established, "reception", 40) == []

    def test_is_seen_across_cases_by_who_supervises_only(self, established: Team) -> None:
        at = established.world.at(44)
        for role in ("reception", "risk_team", "police", "privacy_officer"):
            with pytest.raises(NotGranted):
                see_late_risks(actor=established.world.actors[role], today=at.date(), now=at)

    def test_counts_the_acceptances_in_force(self, established: Team) -> None:
        established.sign(established.accept("family"), "guardian")
        at = established.world.at(30)
        page = see_late_risks(actor=established.world.actors["inspectorate"], today=at.date(), now=at)
        assert (page.acceptances, page.rows) == (1, ())

    def test_an_expired_acceptance_comes_back_to_who_proposed_it_without_a_job(self, established: Team) -> None:
        established.sign(established.accept("family"), "guardian")
        last = established.sees(day=ANSWERED).analysis.acceptances[0].last_day
        assert last is not None
        days = (last - established.world.first_day).days
        assert self.work(established, "reception", days) == []
        assert self.work(established, "reception", days + 1) == [(DueKind.ANSWER, -1, False)]

    def test_is_made_anew_from_the_entries(self, established: Team) -> None:
        from relaas.application.rebuilding import rebuild_lists
        from relaas.storage.models.risk import RiskDue

        established.measure("traffickers_reach", until=30)
        now = established.world.at(30)
        RiskDue.objects.all().delete()
        assert rebuild_lists(actor=PROGRAM, tell=lambda _: None, only_check=True, now=now).differed == (
            established.world.number,
        )
        rebuild_lists(actor=PROGRAM, tell=lambda _: None, now=now)
        assert RiskDue.objects.count() == 1
        assert rebuild_lists(actor=PROGRAM, tell=lambda _: None, only_check=True, now=now).differed == ()


class TestTheLog:
    def test_has_a_line_for_reading_and_for_writing_without_a_word_of_it(self, established: Team) -> None:
        from relaas.storage.models.access_log import AccessEntry

        established.measure("traffickers_reach")
        lines = AccessEntry.objects.filter(action__in=("see_risk", "write_risk"))
        assert {line.categories for line in lines} >= {"risk_and_safety"}
        assert {line.detail for line in lines} >= {"", "member", "level", "measure"}

    def test_tells_in_words_nothing_outside_the_seal(self, established: Team) -> None:
        from relaas.storage.models import RiskEntry

        for row in RiskEntry.objects.all():
            assert b"Verzonnen" not in bytes(row.ciphertext)
            assert b"family" not in bytes(row.ciphertext)


class TestWhoSees:
    @pytest.mark.parametrize("role", ["police", "prosecutor", "ind", "chain", "privacy_officer", "dtv"])
    def test_not_who_may_not_read_of_risk_and_protection(self, established: Team, role: str) -> None:
        with pytest.raises(NotGranted):
            established.sees(role, day=ESTABLISHED)

    @pytest.mark.parametrize("role", ["reception", "guardian", "lawyer", "inspectorate", "doctor"])
    def test_who_may_and_what_is_missing_is_the_same_for_all(self, established: Team, role: str) -> None:
        assert (
            established.sees(role, day=ESTABLISHED).lacks[State.ANSWERED]
            == (established.sees(day=ESTABLISHED).lacks[State.ANSWERED])
        )
