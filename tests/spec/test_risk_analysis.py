"""The risk analysis that binds (recommendation 2), told in days: what it lacks, what answers a risk, what is late."""

from datetime import date

import pytest

from relaas.casework.risk_analysis import Cause, DueKind, Lack, LackKind
from relaas.casework.risk_law import State
from relaas.procedure.library import standard_library
from relaas.story.access import Verb
from relaas.story.access_library import standard_access
from tests.support.risk_story import COLLEAGUE, GUARDIAN, RECEPTION, TEAM, Told, dutch_law

MEETING, ESTABLISHED = date(2026, 2, 2), date(2026, 2, 3)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def established() -> Told:
    """On 3 February 2026: the trafficker's reach is acute, the pull serious, the family low; nothing else is seen."""
    told = Told()
    told.whole_team(MEETING)
    told.every_domain(MEETING, traffickers_reach="acute", pull_and_debt="serious", family="low")
    told.establish(ESTABLISHED)
    return told


def lacks(told: Told, state: State, on: date) -> set[tuple[LackKind, str]]:
    return {(lack.kind, lack.subject) for lack in told.analysis.lacks(state, on)}


def open_on(told: Told, on: date) -> list[str]:
    return [one.domain for one in told.analysis.unanswered_on(on)]


@pytest.mark.letter("r2-team")
class TestTheTeam:
    def test_of_nobody_lacks_everything_at_once(self, told: Told) -> None:
        found = lacks(told, State.ASSESSED, MEETING)
        assert {subject for kind, subject in found if kind is LackKind.DISCIPLINE} == {
            "care", "guardianship", "detection", "behaviour"
        }  # fmt: skip
        assert {subject for kind, subject in found if kind is LackKind.DOMAIN} == set(told.law.domains)
        assert {kind for kind, _ in found} >= {LackKind.QUORUM, LackKind.ORGANISATIONS}

    def test_is_whole_with_every_discipline_and_a_level_in_every_domain(self, told: Told) -> None:
        told.whole_team(MEETING)
        told.every_domain(MEETING)
        assert lacks(told, State.ASSESSED, MEETING) == set()

    def test_does_not_count_who_was_not_there(self, told: Told) -> None:
        told.whole_team(MEETING)
        told.every_domain(MEETING)
        told.member(MEETING, "Psycholoog", "behaviour", "Praktijk", present=False)
        assert lacks(told, State.ASSESSED, MEETING) == {(LackKind.DISCIPLINE, "behaviour"), (LackKind.QUORUM, "")}

    def test_does_not_count_who_has_a_conflict_of_interest(self, told: Told) -> None:
        told.whole_team(MEETING)
        told.every_domain(MEETING)
        told.member(MEETING, "Rechercheur", "detection", "Politie", conflict=True)
        assert lacks(told, State.ASSESSED, MEETING) == {(LackKind.DISCIPLINE, "detection"), (LackKind.QUORUM, "")}

    def test_counts_somebody_who_is_named_twice_once(self, told: Told) -> None:
        told.whole_team(MEETING)
        told.member(MEETING, "PSYCHOLOOG", "behaviour", "praktijk")
        assert len(told.analysis.members) == 4

    def test_of_one_organisation_lacks_two_more(self, told: Told) -> None:
        for name, discipline in (("A", "care"), ("B", "guardianship"), ("C", "detection"), ("D", "behaviour")):
            told.member(MEETING, name, discipline, "Opvang")
        told.every_domain(MEETING)
        assert told.analysis.lacks(State.ASSESSED, MEETING) == (Lack(kind=LackKind.ORGANISATIONS, short=2),)

    def test_meets_again_for_a_new_analysis(self, established: Told) -> None:
        assert lacks(established, State.ASSESSED, date(2026, 5, 1)) >= {
            (LackKind.QUORUM, ""), (LackKind.DOMAIN, "family")
        }  # fmt: skip

    def test_needs_findings_and_reasons_under_each_level(self, told: Told) -> None:
        told.whole_team(MEETING)
        told.every_domain(MEETING)
        told.level(MEETING, "family", "low", reasons=" ")
        told.level(MEETING, "trauma", "low", rests_on=0)
        assert lacks(told, State.ASSESSED, MEETING) == {(LackKind.REASONS, "family"), (LackKind.FINDINGS, "trauma")}


@pytest.mark.letter("r2-measures")
class TestARisk:
    def test_that_was_established_is_open_until_something_answers_it(self, established: Told) -> None:
        assert open_on(established, ESTABLISHED) == ["traffickers_reach", "pull_and_debt", "family"]
        assert lacks(established, State.ANSWERED, ESTABLISHED) == {
            (LackKind.ANSWER, "traffickers_reach"), (LackKind.ANSWER, "pull_and_debt"), (LackKind.ANSWER, "family")
        }  # fmt: skip

    def test_has_the_term_of_the_regime_for_its_first_answer(self, established: Told) -> None:
        assert {one.due_on for one in established.analysis.unanswered_on(ESTABLISHED)} == {None}
        assert established.analysis.dues() == ()

    def test_is_answered_by_a_measure(self, established: Told) -> None:
        established.measure(date(2026, 2, 5), "pull_and_debt", until=date(2026, 2, 20))
        assert open_on(established, date(2026, 2, 5)) == ["traffickers_reach", "family"]

    def test_that_is_written_graver_later_is_open_a_week(self, established: Told) -> None:
        established.level(date(2026, 3, 2), "digital_contact", "serious")
        (risk,) = [one for one in established.analysis.unanswered_on(date(2026, 3, 2)) if one.cause is Cause.RAISED]
        assert (risk.domain, risk.due_on) == ("digital_contact", date(2026, 3, 9))

    def test_is_not_closed_by_writing_it_lower(self, established: Told) -> None:
        established.level(date(2026, 3, 2), "traffickers_reach", "none")
        assert "traffickers_reach" in open_on(established, date(2026, 3, 2))

    def test_is_lower_once_the_analysis_is_established_anew(self, established: Told) -> None:
        established.level(date(2026, 3, 2), "traffickers_reach", "none")
        established.establish(date(2026, 3, 3))
        assert "traffickers_reach" not in open_on(established, date(2026, 3, 3))


@pytest.mark.letter("r2-measures")
class TestAnAcceptance:
    """Of the low risk in the family, proposed on 5 February and signed by another organisation on the 9th."""

    def test_answers_nothing_with_one_signature(self, established: Told) -> None:
        established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        assert "family" in open_on(established, date(2026, 2, 5))

    def test_answers_nothing_with_two_of_one_organisation(self, established: Told) -> None:
        accepted = established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        established.sign(date(2026, 2, 9), accepted, COLLEAGUE)
        assert "family" in open_on(established, date(2026, 2, 9))

    def test_holds_for_three_months_and_not_a_day_longer(self, established: Told) -> None:
        accepted = established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        established.sign(date(2026, 2, 9), accepted, GUARDIAN)
        assert "family" not in open_on(established, date(2026, 5, 9))
        assert "family" in open_on(established, date(2026, 5, 10))

    def test_that_expired_leaves_the_risk_open_owned_and_late(self, established: Told) -> None:
        accepted = established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        established.sign(date(2026, 2, 9), accepted, GUARDIAN)
        (risk,) = [one for one in established.analysis.unanswered_on(date(2026, 5, 12)) if one.domain == "family"]
        assert (risk.cause, risk.owner, risk.since) == (Cause.EXPIRED, RECEPTION, date(2026, 5, 10))
        assert risk.days_overdue_on(date(2026, 5, 12)) == 3

    def test_is_counted_while_it_lasts(self, established: Told) -> None:
        accepted = established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        assert len(established.analysis.accepted_on(date(2026, 2, 5))) == 0
        established.sign(date(2026, 2, 9), accepted, GUARDIAN)
        assert len(established.analysis.accepted_on(date(2026, 2, 9))) == 1
        assert len(established.analysis.accepted_on(date(2026, 5, 10))) == 0

    def test_does_not_cover_a_risk_that_became_graver(self, established: Told) -> None:
        accepted = established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        established.sign(date(2026, 2, 9), accepted, GUARDIAN)
        established.level(date(2026, 3, 2), "family", "acute")
        (risk,) = [one for one in established.analysis.unanswered_on(date(2026, 6, 1)) if one.domain == "family"]
        assert (risk.cause, risk.due_on) == (Cause.RAISED, date(2026, 3, 9))

    @pytest.mark.parametrize("domain", ["traffickers_reach", "disappearance"])
    def test_of_the_traffickers_reach_or_a_disappearance_counts_for_nothing(self, told: Told, domain: str) -> None:
        told.every_domain(MEETING, **{domain: "low"})
        told.establish(ESTABLISHED)
        accepted = told.accept(date(2026, 2, 5), domain, "low", RECEPTION)
        told.sign(date(2026, 2, 9), accepted, GUARDIAN)
        assert open_on(told, date(2026, 2, 9)) == [domain]


@pytest.mark.letter("r2-measures")
class TestAMeasure:
    """Of reception, about the trafficker's reach, by 20 February 2026."""

    @pytest.fixture
    def measured(self, established: Told) -> tuple[Told, str]:
        return established, established.measure(date(2026, 2, 5), "traffickers_reach", until=date(2026, 2, 20))

    def test_that_is_due_and_not_proven_keeps_the_measures_from_being_proven(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        told.measure(date(2026, 2, 5), "pull_and_debt", until=date(2026, 4, 1))
        told.measure(date(2026, 2, 5), "family", until=date(2026, 4, 1))
        assert lacks(told, State.PROVEN, date(2026, 2, 19)) == set()
        assert lacks(told, State.PROVEN, date(2026, 2, 20)) == {(LackKind.PROOF, "traffickers_reach")}
        told.prove(date(2026, 2, 20), measure)
        assert lacks(told, State.PROVEN, date(2026, 2, 20)) == set()

    def test_is_late_the_day_after(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        assert told.analysis.overdue_on(date(2026, 2, 20)) == ()
        (late,) = told.analysis.overdue_on(date(2026, 2, 26))
        assert (late.entry, late.days_overdue_on(date(2026, 2, 26))) == (measure, 6)

    def test_goes_to_the_named_person_and_then_to_who_supervises(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        (due,) = told.analysis.dues()
        assert (due.kind, due.entry, due.owner, due.escalates_to) == (DueKind.MEASURE, measure, RECEPTION, COLLEAGUE)
        assert (due.due_on, due.escalates_on, due.supervised_on) == (
            date(2026, 2, 20), date(2026, 2, 23), date(2026, 3, 6)
        )  # fmt: skip

    def test_is_no_more_due_once_it_is_proven(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        told.prove(date(2026, 2, 18), measure)
        assert told.analysis.dues() == ()

    def test_that_did_not_work_answers_its_risk_no_more(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        told.prove(date(2026, 2, 18), measure)
        told.review(date(2026, 3, 10), measure, "not_worked")
        assert "traffickers_reach" not in open_on(told, date(2026, 3, 9))
        (risk,) = [one for one in told.analysis.unanswered_on(date(2026, 3, 10)) if one.domain == "traffickers_reach"]
        assert (risk.cause, risk.owner, risk.due_on) == (Cause.ENDED, RECEPTION, date(2026, 3, 17))

    def test_that_worked_in_part_still_answers_it(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        told.prove(date(2026, 2, 18), measure)
        told.review(date(2026, 3, 10), measure, "partly")
        assert "traffickers_reach" not in open_on(told, date(2026, 3, 10))

    def test_that_was_taken_back_leaves_the_risk_open(self, measured: tuple[Told, str]) -> None:
        told, measure = measured
        told.withdraw(date(2026, 2, 10), measure)
        assert "traffickers_reach" in open_on(told, date(2026, 2, 10))


class TestWhatIsDue:
    def test_foretells_that_an_acceptance_will_expire(self, established: Told) -> None:
        """Nobody has to look on that day: the row is written with the signature."""
        accepted = established.accept(date(2026, 2, 5), "family", "low", RECEPTION)
        established.sign(date(2026, 2, 9), accepted, GUARDIAN)
        standing = {due.kind: due for due in established.analysis.dues()}
        assert (standing[DueKind.ACCEPTANCE].since, standing[DueKind.ACCEPTANCE].until) == (
            date(2026, 2, 9), date(2026, 5, 9)
        )  # fmt: skip
        answer = standing[DueKind.ANSWER]
        assert (answer.since, answer.due_on, answer.owner) == (date(2026, 5, 10), date(2026, 5, 9), RECEPTION)


class TestTheLaw:
    def test_gives_a_week_for_a_new_answer_as_the_regime_does_for_the_first(self) -> None:
        (first,) = standard_library().regime("integral").terms["measures"].length
        assert dutch_law().answer.within == first.length

    def test_accepts_neither_the_traffickers_reach_nor_a_disappearance(self) -> None:
        assert {name for name, domain in dutch_law().domains.items() if not domain.acceptable} == {
            "traffickers_reach", "disappearance"
        }  # fmt: skip

    def test_names_acts_that_a_regime_has_and_proofs_that_todays_law_asks(self) -> None:
        library, law = standard_library(), dutch_law()
        assert law.acts.keys() <= library.regime("integral").acts.keys()
        today = library.regime("trafficking-2016")
        assert law.proofs.missing.keys() == today.tracks[law.proofs.track].statuses.keys()
        named = {act for groups in law.proofs.missing.values() for group in groups for act in group}
        assert named <= today.acts.keys()

    def test_lets_nobody_write_whom_the_law_of_access_does_not(self) -> None:
        law, access = dutch_law(), standard_access()
        writers = {
            role
            for authority in access.authorities.values()
            for role in authority.roles
            if any(Verb.WRITE in rule.may and "risk_and_safety" in rule.of for rule in authority.rules.values())
        }
        roles = law.roles
        assert {*roles.assess, *roles.answer, *roles.own, *roles.sign, *roles.review} <= writers

    def test_has_the_team_establish_and_others_answer(self) -> None:
        assert TEAM.role in dutch_law().roles.assess
        assert set(standard_library().regime("integral").acts["answer_risks"].by) <= set(dutch_law().roles.answer)
