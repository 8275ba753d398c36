"""A correction is an act: nothing is rubbed out, and what counts changes from now on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from relaas.application.correcting import CorrectionRefused, WhyNotCorrected, correct_act
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.recording import ActRefused, CaseMovedOn, record_act
from relaas.application.seeing import known_on, see_case
from relaas.application.work import my_work
from relaas.kernel.when import When
from tests.integration.conftest import moment
from tests.support.seen import seen_now

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def number(open_request: Callable[..., str], ask: Callable[..., Any]) -> str:
    opened = open_request()
    ask(opened)
    return opened


@pytest.fixture
def correct(people: dict[str, Any], number: str, now: Any) -> Callable[..., Any]:
    def corrected(of: int, *, by: str = "asker", **more: Any) -> Any:
        given = {
            "actor": people[by],
            "number": number,
            "of": of,
            "reason": "Vergissing.",
            "seen": seen_now(actor=people[by], number=number, now=now),
            "idempotency_key": f"correct-{of}",
            "now": now,
        }
        return correct_act(**{**given, **more})

    return corrected


class TestAnAnnulment:
    def test_makes_the_act_count_as_never_done_and_keeps_it_in_sight(
        self, number: str, correct: Any, people: Any, today: date
    ) -> None:
        correct(1)
        page = see_case(actor=people["asker"], number=number, today=today)
        assert page.situation.statuses["request"] == ("none",)
        assert [(row.act, row.annuls, row.annulled_by, row.is_annulled) for row in page.history] == [
            ("ask", None, 2, True),
            (None, 1, None, False),
        ]

    def test_takes_the_work_off_the_list(self, number: str, correct: Any, people: Any, today: date) -> None:
        assert len(my_work(actor=people["answerer"], today=today).tasks) == 1
        correct(1)
        assert my_work(actor=people["answerer"], today=today).tasks == ()

    def test_happens_once_by_the_same_request(self, correct: Any) -> None:
        assert (correct(1).again, correct(1).again) == (False, True)

    def test_leaves_what_was_known_before_as_it_was(self, number: str, people: Any, correct: Any, today: date) -> None:
        correct(1, now=moment(today, 15))
        page = known_on(actor=people["asker"], number=number, moment=moment(today, 14), today=today)
        assert page.situation.statuses["request"] == ("asked",)


class TestAReplacement:
    def test_says_what_happened_instead(self, number: str, correct: Any, people: Any, today: date) -> None:
        correct(1, act="ask", on=When.exact(today), answers={"urgent": False}, form={"question": "Anders."})
        page = see_case(actor=people["asker"], number=number, today=today)
        assert page.situation.facts["urgent"] == (False,)
        assert page.situation.duties[0].due_on == When.exact(today + timedelta(days=14))

    def test_is_judged_as_if_the_corrected_act_had_never_been(self, number: str, correct: Any, today: date) -> None:
        with pytest.raises(ActRefused):
            correct(1, act="remind", on=When.exact(today))
        done = correct(1, act="remind", on=When.exact(today), against_rules=True)
        assert done.against_rules

    def test_can_itself_be_corrected(self, number: str, correct: Any, people: Any, today: date) -> None:
        correct(1, act="ask", on=When.exact(today), answers={"urgent": False}, form={"question": "Anders."})
        correct(2)
        assert see_case(actor=people["asker"], number=number, today=today).situation.statuses["request"] == ("none",)


class TestACorrection:
    def test_is_refused_to_who_did_not_record_the_act(self, correct: Any) -> None:
        with pytest.raises(CorrectionRefused) as caught:
            correct(1, by="answerer")
        assert caught.value.why is WhyNotCorrected.NOT_YOURS

    def test_is_refused_twice_for_one_act(self, correct: Any) -> None:
        correct(1)
        with pytest.raises(CorrectionRefused) as caught:
            correct(1, idempotency_key="again")
        assert caught.value.why is WhyNotCorrected.ALREADY_CORRECTED

    def test_of_a_mere_annulment_is_refused(self, correct: Any) -> None:
        correct(1)
        with pytest.raises(CorrectionRefused) as caught:
            correct(2)
        assert caught.value.why is WhyNotCorrected.NOTHING_LEFT

    def test_of_an_act_that_is_not_there_is_refused(self, correct: Any) -> None:
        with pytest.raises(CorrectionRefused) as caught:
            correct(7)
        assert caught.value.why is WhyNotCorrected.NO_SUCH_ACT

    def test_needs_a_reason_and_the_day_of_what_happened_instead(self, correct: Any) -> None:
        with pytest.raises(FormInvalid) as caught:
            correct(1, reason="", act="remind")
        assert caught.value.faults == (
            FormFault(field="on", kind=FaultKind.REQUIRED),
            FormFault(field="reason", kind=FaultKind.REQUIRED),
        )

    def test_is_refused_when_the_case_moved_on(self, number: str, correct: Any, people: Any, now: Any) -> None:
        before = seen_now(actor=people["asker"], number=number, now=now)
        record_act(
            actor=people["answerer"], number=number, act="answer_it", on=When.exact(now.date()), answers={}, form={},
            seen=seen_now(actor=people["answerer"], number=number, now=now), idempotency_key="answered", now=now,
        )  # fmt: skip
        with pytest.raises(CaseMovedOn):
            correct(1, seen=before)
