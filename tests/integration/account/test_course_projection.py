"""Who sees what of the course of a case, in each phase; what is not seen leaves no gap, no count and no name.

The child of the example: first signal on 5 January 2026, reflection from 11 January up to and including 11 April, the
story on 20 October, the investigation begun on 31 October, prosecution decided on 22 November 2026.
"""

from __future__ import annotations

from typing import Any

import pytest

from relaas.application.case_page import CasePage
from relaas.application.door import NotGranted
from relaas.application.law import access_law, library
from relaas.application.placed import NotFound
from relaas.application.seeing import explain, known_on, see_case
from relaas.application.work import list_cases
from relaas.casework.course_kinds import course_kinds
from relaas.procedure.drawing.timeline import timeline_text
from relaas.procedure.explanation import Because, Why
from tests.functional.path import PATH
from tests.support.told_case import (
    TOLD_ON_DAY,
    World,
    make_actors,
    open_integral,
    record_step,
    record_until,
    told_world,
)

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.letter("r3-filter"),
]
IN_REFLECTION, INVESTIGATED, PROSECUTED = 10, 305, 330
OF_THE_INVESTIGATION = ("pass_on_lead", "start_investigation", "decide_to_prosecute")


@pytest.fixture
def world() -> World:
    """Until the reflection period."""
    actors = make_actors()
    world = World(actors, open_integral(actors))
    record_until(world, 6)
    return world


@pytest.fixture
def told() -> World:
    return told_world()


def go_on(world: World, *, after: int, until: int) -> None:
    """Record the acts of the path that come after a day, up to and including another."""
    for place, step in enumerate(PATH):
        if after < step.day <= until:
            record_step(world, step, 100 + place)


def seen_by(world: World, role: str, *, day: int) -> CasePage:
    at = world.at(day, hour=18)
    return see_case(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def kinds(page: CasePage) -> set[str]:
    of_tracks = access_law().information.tracks
    return {of_tracks[track] for track in page.situation.statuses}


def acts(page: CasePage) -> list[str | None]:
    return [row.act for row in page.history]


def why(world: World, role: str, kind: str, subject: str, *, day: int) -> Because:
    at = world.at(day, hour=18)
    found = explain(actor=world.actors[role], number=world.number, kind=kind, subject=subject, today=at.date(), now=at)
    return found.because


def flat(because: Because) -> list[Because]:
    return [because, *(deeper for inner in because.because for deeper in flat(inner))]


class TestDuringTheReflectionPeriod:
    """15 January 2026."""

    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            ("child", {"procedure", "decisions", "whereabouts", "risk_and_safety"}),
            ("guardian", {"procedure", "decisions", "signals", "whereabouts", "risk_and_safety"}),
            ("lawyer", {"procedure", "decisions", "risk_and_safety"}),
            ("police", {"procedure", "signals", "whereabouts", "investigation"}),
            ("ind", {"procedure", "decisions", "signals", "whereabouts"}),
            ("prosecutor", {"procedure", "investigation"}),
            ("doctor", {"procedure", "risk_and_safety"}),
            ("chain", {"procedure", "signals"}),
            ("inspectorate", {"procedure", "risk_and_safety"}),
            ("privacy_officer", {"procedure"}),
            ("dtv", set()),
            ("district_court", set()),
        ],
    )
    def test_each_role_sees_the_tracks_of_its_kinds(self, world: World, role: str, expected: set[str]) -> None:
        assert kinds(seen_by(world, role, day=IN_REFLECTION)) == expected

    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            (
                "guardian",
                [
                    *("record_birth_date", "record_signal", "place_in_protected_reception", "inform_child"),
                    *("assess_possible_victim", "wish_reflection", "grant_reflection"),
                ],
            ),
            # The police do not see risk and protection; what they granted themselves they do.
            (
                "police",
                [
                    *("record_birth_date", "record_signal", "place_in_protected_reception", "inform_child"),
                    *("assess_possible_victim", "wish_reflection", "grant_reflection"),
                ],
            ),
            (
                "ind",
                [
                    *("record_birth_date", "record_signal", "place_in_protected_reception", "inform_child"),
                    *("assess_possible_victim", "wish_reflection"),
                ],
            ),
            ("doctor", ["record_birth_date", "inform_child", "wish_reflection", "grant_reflection"]),
            ("prosecutor", ["record_birth_date", "inform_child", "wish_reflection"]),
            ("dtv", []),
        ],
    )
    def test_each_role_sees_the_acts_of_its_kinds(self, world: World, role: str, expected: list[str]) -> None:
        assert acts(seen_by(world, role, day=IN_REFLECTION)) == expected

    def test_the_rapporteur_gets_no_case_at_all(self, world: World) -> None:
        with pytest.raises(NotFound):
            seen_by(world, "rapporteur", day=IN_REFLECTION)

    def test_a_role_that_may_read_nothing_yet_is_told_so_per_kind_and_with_the_ground(self, world: World) -> None:
        page = seen_by(world, "dtv", day=IN_REFLECTION)
        assert [one.category for one in page.withheld] == [
            *("identity", "procedure", "decisions", "signals", "risk_and_safety", "whereabouts", "investigation"),
        ]
        assert {one.why.nl for one in page.withheld} == {access_law().authority_of("dtv").withheld.nl}  # type: ignore[union-attr]
        assert (page.history, page.situation.terms, page.situation.duties) == ((), (), ())
        assert (page.situation.certainty, page.situation.uncertain, page.situation.counters) == ((), None, {})

    def test_what_a_role_owes_it_sees_with_its_term_whatever_the_kind(self, world: World) -> None:
        """The team owes the risk analysis; the police, who do not see risks, are not told that it does."""
        team, police = (seen_by(world, role, day=IN_REFLECTION) for role in ("risk_team", "police"))
        assert [duty.acts for duty in team.must] == [("establish_risks",)]
        assert "risk_analysis" in {term.term for term in team.situation.terms}
        assert ("establish_risks",) not in {duty.acts for duty in police.situation.duties}
        assert "risk_analysis" not in {term.term for term in police.situation.terms}


class TestInTheProcedure:
    def test_the_guardian_cannot_tell_that_an_investigation_began(self, told: World) -> None:
        """Nothing on the guardian's page changes when the police begin to investigate: no row, no number, no mark."""
        go_on(told, after=TOLD_ON_DAY, until=289)
        before = seen_by(told, "guardian", day=INVESTIGATED)
        go_on(told, after=289, until=299)
        assert seen_by(told, "guardian", day=INVESTIGATED) == before
        assert acts(seen_by(told, "police", day=INVESTIGATED))[-1] == "start_investigation"

    @pytest.mark.parametrize("role", ["child", "guardian", "lawyer", "doctor", "reception", "story_team"])
    def test_who_may_not_see_the_investigation_finds_no_trace_of_it(self, told: World, role: str) -> None:
        go_on(told, after=TOLD_ON_DAY, until=321)
        page = seen_by(told, role, day=PROSECUTED)
        hidden = set(OF_THE_INVESTIGATION) - ({"pass_on_lead"} if role == "story_team" else set())
        law = library().regime("integral")
        titles = {law.acts[act].title.nl for act in hidden} | {law.tracks["investigation"].title.nl}
        said = " ".join(timeline_text(page.situation, language="nl"))
        assert not hidden & set(acts(page))
        assert not [title for title in titles if title in said]
        assert not {"lead_decision", "prosecution_decision", "residence_after_prosecution"} & {
            term.term for term in page.situation.terms
        }
        assert not [duty for duty in page.situation.duties if set(duty.acts) & {"dismiss", "convict"}]
        assert [row.number for row in page.history] == list(range(1, len(page.history) + 1))
        assert page.seen.startswith(f"{len(page.history)}-")

    def test_the_child_is_certain_of_its_residence_without_seeing_the_prosecution(self, told: World) -> None:
        """Certainty and the right to stay are of residence; that the decision to prosecute gave them is not told."""
        go_on(told, after=TOLD_ON_DAY, until=321)
        page = seen_by(told, "child", day=PROSECUTED)
        assert [str(certainty) for certainty in page.situation.certainty] == ["durable"]
        assert page.situation.rights["durable_stay"]
        reasons = flat(why(told, "child", "right", "durable_stay", day=PROSECUTED))
        assert [reason.kind for reason in reasons if reason.subject in ("investigation", "decide_to_prosecute")] == []
        assert Why.WITHHELD in {reason.kind for reason in reasons}

    def test_the_prosecutor_sees_the_investigation_and_not_the_risks(self, told: World) -> None:
        go_on(told, after=TOLD_ON_DAY, until=321)
        page = seen_by(told, "prosecutor", day=PROSECUTED)
        assert set(OF_THE_INVESTIGATION) <= set(acts(page))
        assert not {"establish_risks", "answer_risks", "prove_measures", "record_signal"} & set(acts(page))

    def test_what_was_known_then_is_shown_to_who_may_see_it_now(self, told: World) -> None:
        at = told.at(TOLD_ON_DAY, hour=18)
        then = known_on(actor=told.actors["ind"], number=told.number, moment=told.at(10), today=at.date(), now=at)
        assert "grant_reflection" in acts(then), "in October the immigration service may see what touches protection"
        assert "story" in then.situation.statuses


class TestAfterEighteenAndAfterTheEnd:
    def test_the_guardian_sees_signals_until_the_eighteenth_birthday(self, told: World) -> None:
        born = told.born_on
        days = [(born.replace(year=born.year + 18) - told.first_day).days + more for more in (-1, 0)]
        assert ["signals" in kinds(seen_by(told, "guardian", day=day)) for day in days] == [True, False]

    def test_a_role_keeps_seeing_what_it_recorded_itself(self, told: World) -> None:
        born = told.born_on
        birthday = (born.replace(year=born.year + 18) - told.first_day).days
        page = seen_by(told, "chain", day=birthday)
        assert kinds(page) == set()
        assert acts(page) == ["assess_possible_victim"]


class TestAReason:
    def test_that_may_not_be_seen_is_one_step_that_says_nothing(self, told: World) -> None:
        """The lawyer may know why the story was planned, not that whereabouts were looked at."""
        reasons = why(told, "lawyer", "act", "grant_protection", day=INVESTIGATED)
        assert [reason.kind for reason in reasons.because].count(Why.WITHHELD) == 1
        assert "whereabouts" not in {reason.subject for reason in flat(reasons)}

    @pytest.mark.parametrize(("kind", "subject"), [("status", "investigation"), ("term", "lead_decision")])
    def test_for_what_may_not_be_seen_is_refused_alike_whether_or_not_it_is_there(
        self, told: World, kind: str, subject: str
    ) -> None:
        answers = set()
        for until in (TOLD_ON_DAY, 289):
            go_on(told, after=TOLD_ON_DAY, until=until)
            with pytest.raises(NotGranted) as caught:
                why(told, "guardian", kind, subject, day=INVESTIGATED)
            answers.add((str(caught.value), caught.value.why.nl))
        assert len(answers) == 1


class TestTheListOfCases:
    def test_shows_statuses_certainty_and_the_next_term_as_far_as_they_may_be_seen(self, world: World) -> None:
        def row(role: str) -> Any:
            at = world.at(IN_REFLECTION)
            return list_cases(actor=world.actors[role], today=at.date(), now=at).cases[0]

        assert "signal" in row("police").statuses
        assert not {"signal", "investigation"} & set(row("lawyer").statuses)
        assert row("guardian").next_term == "risk_analysis"
        assert row("police").next_term == "reflection_period", "the first that the police may see"
        assert (row("police").certainty, row("dtv").statuses, row("dtv").next_term) == ((), {}, None)


class TestTheKindsOfTheParts:
    @pytest.mark.parametrize("name", ["integral", "today-2016", "today-2023", "reply-2015"])
    def test_leave_nothing_without_a_kind(self, name: str) -> None:
        found = course_kinds(regime=library().regime(name), information=access_law().information)
        parts = (found.tracks, found.acts, found.pending, found.facts, found.terms, found.rights)
        assert all(kind for part in parts for kind in part.values())
        assert not [kind for part in parts for kinds in part.values() for kind in kinds if not kind]

    def test_name_only_acts_and_rights_that_some_law_has(self) -> None:
        regimes, course = library().regimes.values(), access_law().information.course
        assert set(course.acts) <= {act for regime in regimes for act in regime.acts}
        assert set(course.rights) <= {right for regime in regimes for right in regime.rights}
