"""Who reads the signals of a case, and how those who take part judge together."""

from datetime import date, timedelta
from time import time
from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.placed import NotFound
from relaas.application.recording import record_act
from relaas.application.signals.assessment import AssessmentPage, see_assessment
from relaas.application.signals.content import Known
from relaas.application.signals.signals_page import SignalsPage, see_signals
from relaas.kernel.when import When
from relaas.storage.models import AccessEntry, Case, Signal
from tests.support.behind_lock import pass_as_application_role
from tests.support.seen import seen_now
from tests.support.signals import SIGNALLED_ON, report
from tests.support.told_case import moment

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.letter("r1-signals"),
]
NOON = moment(SIGNALLED_ON)
READERS = {
    "police",
    "kmar",
    "ind",
    "coa",
    "reception",
    "guardian",
    "comensha",
    "care_coordinator",
    "chain",
    "risk_team",
}
# Who takes part: Monday 16 March 2026 is the day of the first signal.
TAKING_PART = ("police", "kmar", "ind", "coa", "reception", "guardian", "comensha")


@pytest.fixture
def case(actors: dict[str, Any]) -> str:
    return report(
        actors["coa"],
        at=NOON,
        signs={"REC-car": "seen", "AM08-1b-debt": "child"},
        heard="Proeftekst: moet geld terugbetalen.",
        heard_from=Known.CHILD,
        claimed={"names": ["Selam"]},
    ).number


def signals(actor: Any, number: str, at: Any = NOON) -> SignalsPage:
    return see_signals(actor=actor, number=number, today=at.date(), now=at)


def assessment(actor: Any, number: str, day: date) -> AssessmentPage:
    return see_assessment(actor=actor, number=number, today=day, now=moment(day, 20))


def do(actor: Any, number: str, act: str, day: date, **form: str) -> None:
    at = moment(day, 12)
    record_act(
        actor=actor,
        number=number,
        act=act,
        on=When.exact(day),
        answers={},
        form=form,
        seen=seen_now(actor=actor, number=number, now=at),
        idempotency_key=f"{actor.role}-{act}-{day}",
        now=at,
    )


class TestTheSignalsOfACase:
    def test_are_read_by_who_assesses_and_protects(self, actors: dict[str, Any], case: str) -> None:
        for role, actor in actors.items():
            if role in READERS:
                assert len(signals(actor, case).signals) == 1
            else:
                with pytest.raises((NotGranted, NotFound)):
                    signals(actor, case)

    def test_say_what_was_seen_and_what_was_heard_from_whom(self, actors: dict[str, Any], case: str) -> None:
        (one,) = signals(actors["chain"], case).signals
        assert [(sign.code, sign.known) for sign in one.signs] == [
            ("REC-car", Known.SEEN),
            ("AM08-1b-debt", Known.CHILD),
        ]
        assert one.content is not None
        assert (one.content.heard_from, one.role, one.recorded_at) == (Known.CHILD, "coa", NOON)

    def test_say_nothing_of_who_the_child_is(self, actors: dict[str, Any], case: str) -> None:
        assert "Selam" not in str(signals(actors["chain"], case))

    def test_recorded_as_an_act_only_show_their_words_to_who_recorded_them(
        self, actors: dict[str, Any], case: str
    ) -> None:
        do(actors["reception"], case, "record_new_signal", SIGNALLED_ON, indications="Proeftekst: kanariegeel.")
        at = NOON + timedelta(hours=3)
        assert signals(actors["reception"], case, at).signals[1].own_words == "Proeftekst: kanariegeel."
        assert "kanariegeel" not in str(signals(actors["chain"], case, at))

    def test_are_read_with_a_line_in_the_log(self, actors: dict[str, Any], case: str) -> None:
        signals(actors["chain"], case)
        line = AccessEntry.objects.order_by("-pk").first()
        assert line is not None
        assert (line.action, line.categories, line.grounds) == ("see_signals", "signals", "chain-signals")
        assert line.parts == Signal.objects.get().pk

    @pytest.mark.postgresql
    def test_are_given_by_the_database_to_the_same_only(self, actors: dict[str, Any], case: str) -> None:
        from relaas.storage.second_lock import narrow_to

        case_id = Case.objects.get(number=case).pk
        for role, actor in actors.items():
            at = NOON + timedelta(hours=1)
            opened = pass_as_application_role(
                mandate_id=actor.mandate_id, at=at, today=at.date(), writes=False, signed_at=time()
            )
            with opened:
                narrow_to(case_id=case_id)
                assert Signal.objects.count() == (role in READERS), role


class TestTheAssessment:
    def test_shows_who_gave_a_view_and_who_did_not(self, actors: dict[str, Any], case: str) -> None:
        do(actors["reception"], case, "give_view", date(2026, 3, 17), view="possible_victim", reasons="Proeftekst.")
        page = assessment(actors["chain"], case, date(2026, 3, 18))
        given = {one.role: one.view and one.view.form["view"] for one in page.participants}
        assert given == {**dict.fromkeys(TAKING_PART), "reception": "possible_victim"}
        assert page.chairs == ("chain",)
        assert set(page.can_do) == {"ask_more_information", "assess_possible_victim", "assess_not_now"}

    def test_keeps_the_latest_view_of_each(self, actors: dict[str, Any], case: str) -> None:
        do(actors["ind"], case, "give_view", date(2026, 3, 17), view="not_now", reasons="Proeftekst: eerst.")
        do(actors["ind"], case, "give_view", date(2026, 3, 18), view="more_needed", reasons="Proeftekst: later.")
        (only,) = assessment(actors["guardian"], case, date(2026, 3, 19)).rounds[-1].views
        assert only.form["reasons"] == "Proeftekst: later."

    def test_is_closed_to_who_reports_without_reading(self, actors: dict[str, Any], case: str) -> None:
        with pytest.raises(NotGranted):
            assessment(actors["doctor"], case, date(2026, 3, 18))

    def test_begins_a_round_anew_with_a_new_signal_and_keeps_the_old_one(
        self, actors: dict[str, Any], case: str
    ) -> None:
        # Decided "not now" on 20 March 2026; a new signal on 2 April begins a round in which nobody gave a view yet.
        do(actors["coa"], case, "give_view", date(2026, 3, 17), view="not_now", reasons="Proeftekst.")
        do(actors["chain"], case, "assess_not_now", date(2026, 3, 20), reasons="Proeftekst: te weinig bekend.")
        report(actors["doctor"], at=moment(date(2026, 4, 2)), number=case, key="report-2")
        first, second = assessment(actors["coa"], case, date(2026, 4, 3)).rounds
        assert first.decision is not None
        assert (first.decision.form["reasons"], len(first.views)) == ("Proeftekst: te weinig bekend.", 1)
        assert (second.begun.act, second.views, second.decision) == ("record_new_signal", (), None)

    def test_is_done_again_when_somebody_who_takes_part_asks_so(self, actors: dict[str, Any], case: str) -> None:
        do(actors["chain"], case, "assess_not_now", date(2026, 3, 20), reasons="Proeftekst.")
        assert "reopen_assessment" in assessment(actors["guardian"], case, date(2026, 3, 21)).can_do
        do(actors["guardian"], case, "reopen_assessment", date(2026, 3, 23), reasons="Proeftekst: nachtmerries.")
        page = assessment(actors["guardian"], case, date(2026, 3, 24))
        assert page.rounds[-1].begun.form["reasons"] == "Proeftekst: nachtmerries."
        # Its own two weeks begin on 23 March: due on 6 April 2026.
        due = {act: duty.due_on for duty in page.case.situation.duties for act in duty.acts}
        assert due["assess_possible_victim"].latest == date(2026, 4, 6)

    def test_is_not_begun_anew_by_a_signal_after_a_decision_for_the_child(
        self, actors: dict[str, Any], case: str
    ) -> None:
        do(actors["chain"], case, "assess_possible_victim", date(2026, 3, 20), reasons="Proeftekst.")
        report(actors["police"], at=moment(date(2026, 4, 2)), number=case, key="report-2")
        (only,) = assessment(actors["chain"], case, date(2026, 4, 3)).rounds
        assert only.decision is not None

    @pytest.mark.letter("r1-inform")
    def test_shows_all_who_take_part_what_is_owed_by_whom(self, actors: dict[str, Any], case: str) -> None:
        for role in TAKING_PART:
            page = assessment(actors[role], case, SIGNALLED_ON)
            owed = {act: duty.by for duty in page.case.situation.duties for act in duty.acts}
            assert owed["inform_child"] == ("police", "kmar")
            assert owed["assess_possible_victim"] == ("chain",)
