"""Recording an act: judged on its day, refused with reasons, kept as a fact when it happened against the rules."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.placed import NotFound
from relaas.application.recording import ActRefused, CaseMovedOn, NoSuchAct, record_act
from relaas.application.seeing import known_on, see_case
from relaas.kernel.when import When
from relaas.procedure.evaluator import ObstacleKind
from relaas.procedure.situation import BreachKind
from relaas.storage.models import RecordedAct
from tests.integration.conftest import moment
from tests.support.seen import NOTHING_SEEN, seen_now

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def number(open_request: Callable[..., str]) -> str:
    return open_request()


@pytest.fixture
def record(people: dict[str, Any], number: str, now: Any) -> Callable[..., Any]:
    def recorded(act: str, by: str, *, on: date | When, seen: str | None = None, **more: Any) -> Any:
        given = {
            "actor": people[by],
            "number": number,
            "act": act,
            "on": on if isinstance(on, When) else When.exact(on),
            "answers": {},
            "form": {},
            "seen": seen or seen_now(actor=people[by], number=number, now=now),
            "idempotency_key": f"{act}-{by}",
            "now": now,
        }
        return record_act(**{**given, **more})

    return recorded


class TestAnAct:
    def test_changes_what_is_so_and_who_owes_what(self, number: str, ask: Any, people: Any, today: date) -> None:
        assert ask(number).sequence == 1
        page = see_case(actor=people["answerer"], number=number, today=today)
        assert page.situation.statuses["request"] == ("asked",)
        assert [duty.acts for duty in page.must] == [("answer_it",)]
        assert {item.act for item in page.may} == {"answer_it", "remind"}
        assert len(page.history) == 1

    def test_is_recorded_once_by_the_same_request(self, number: str, ask: Any) -> None:
        first, again = ask(number), ask(number)
        assert (again.sequence, again.again) == (first.sequence, True)
        assert RecordedAct.objects.count() == 1

    def test_is_not_recorded_with_a_key_that_recorded_another(
        self, number: str, ask: Any, record: Any, today: date
    ) -> None:
        ask(number)
        with pytest.raises(KeyReused):
            record("remind", "asker", on=today, idempotency_key="ask-1")

    def test_that_the_law_does_not_know_is_refused(self, record: Any, today: date) -> None:
        with pytest.raises(NoSuchAct):
            record("dance", "asker", on=today)

    def test_of_a_day_known_by_its_month_counts_as_far_as_it_can_have_been(
        self, number: str, ask: Any, people: Any, today: date
    ) -> None:
        ask(number, on=When.month(2026, 5))
        (row,) = see_case(actor=people["asker"], number=number, today=today).history
        assert row.on == When(earliest=date(2026, 5, 1), latest=today)

    def test_of_an_unknown_day_can_be_recorded(self, number: str, ask: Any, people: Any, today: date) -> None:
        ask(number, on=When.unknown())
        page = see_case(actor=people["asker"], number=number, today=today)
        assert page.history[0].on == When(earliest=None, latest=today)
        assert set(page.situation.statuses["request"]) == {"asked", "lapsed"}

    def test_is_judged_on_its_own_day_and_not_on_that_of_recording(
        self, number: str, ask: Any, record: Any, today: date, people: Any
    ) -> None:
        """Answered in time, recorded after the request had lapsed: the law lets it count."""
        asked_on = today - timedelta(days=200)
        ask(number, on=asked_on)
        record("answer_it", "answerer", on=asked_on + timedelta(days=3))
        situation = see_case(actor=people["asker"], number=number, today=today).situation
        assert situation.statuses["request"] == ("answered",)
        assert situation.breaches == ()


class TestAnActTheLawDoesNotAllow:
    def test_is_refused_with_every_reason_and_its_source(self, record: Any, today: date) -> None:
        with pytest.raises(ActRefused) as caught:
            record("answer_it", "answerer", on=today)
        assert [item.kind for item in caught.value.obstacles] == [ObstacleKind.STATUS]
        assert caught.value.rests_on == ("invented",)
        assert caught.value.can_be_recorded_as_fact
        assert not RecordedAct.objects.exists()

    def test_can_be_recorded_as_a_fact_and_is_then_a_breach(
        self, record: Any, today: date, people: Any, number: str
    ) -> None:
        done = record("answer_it", "answerer", on=today, against_rules="Het is toch gebeurd.")
        assert done.against_rules
        page = see_case(actor=people["answerer"], number=number, today=today)
        assert page.history[0].against_rules
        assert page.history[0].reason == "Het is toch gebeurd."
        assert [breach.kind for breach in page.situation.breaches] == [BreachKind.AGAINST_RULES]

    def test_is_not_recorded_as_a_fact_without_a_reason(self, record: Any, today: date) -> None:
        with pytest.raises(FormInvalid) as caught:
            record("answer_it", "answerer", on=today, against_rules="  ")
        assert caught.value.faults == (FormFault(field="reason", kind=FaultKind.REQUIRED),)

    @pytest.mark.parametrize(("act", "kind"), [("ask", ObstacleKind.ROLE), ("let_lapse", ObstacleKind.BY_LAW)])
    def test_is_never_a_fact_when_it_was_not_theirs_to_do(self, record: Any, today: date, act: str, kind: Any) -> None:
        asked = {"answers": {"urgent": True}, "form": {"question": "?"}} if act == "ask" else {}
        with pytest.raises(ActRefused) as caught:
            record(act, "answerer", on=today, against_rules="Toch.", **asked)
        assert kind in {item.kind for item in caught.value.obstacles}
        assert not caught.value.can_be_recorded_as_fact

    def test_that_is_allowed_after_all_is_recorded_as_allowed(self, number: str, ask: Any) -> None:
        assert not ask(number, against_rules="Voor de zekerheid.").against_rules


class TestAForm:
    def test_is_refused_with_all_its_faults_at_once(self, number: str, ask: Any, today: date) -> None:
        with pytest.raises(FormInvalid) as caught:
            ask(
                number,
                on=today + timedelta(days=1),
                answers={"urgent": "yes", "colour": "red"},
                form={"question": "", "pages": "two", "written_on": "yesterday"},
            )
        assert caught.value.faults == (
            FormFault(field="on", kind=FaultKind.IN_THE_FUTURE),
            FormFault(field="urgent", kind=FaultKind.NOT_YES_OR_NO),
            FormFault(field="question", kind=FaultKind.REQUIRED),
            FormFault(field="pages", kind=FaultKind.NOT_A_NUMBER),
            FormFault(field="written_on", kind=FaultKind.NOT_A_DATE),
            FormFault(field="colour", kind=FaultKind.UNKNOWN_FIELD),
        )

    def test_keeps_dates_and_numbers_as_they_were(self, number: str, ask: Any, people: Any, today: date) -> None:
        form = {"question": "Waarom?", "pages": 3, "written_on": date(2026, 5, 1)}
        ask(number, form=form)
        (row,) = see_case(actor=people["asker"], number=number, today=today).history
        assert row.form == form
        assert row.answers == {"urgent": True}

    def test_is_shown_to_the_organisation_that_wrote_it_only(
        self, number: str, ask: Any, people: Any, today: date, record: Any
    ) -> None:
        """The notice is the same where nothing was written: that something exists is not told either."""
        ask(number)
        record("remind", "asker", on=today)
        for row in see_case(actor=people["colleague"], number=number, today=today).history:
            assert not row.is_withheld

    def test_of_another_organisation_is_withheld_whether_or_not_anything_was_written(
        self, open_request: Any, ask: Any, people: Any, today: date
    ) -> None:
        number = open_request(key="south", organisations={"answerer": "south"})
        ask(number)
        page = see_case(actor=people["southern"], number=number, today=today)
        assert [(row.form, row.reason, row.is_withheld) for row in page.history] == [(None, None, True)]
        assert page.facts.reason is None


class TestACaseThatMovedOn:
    def test_is_told_with_what_came_in_between(
        self, number: str, ask: Any, record: Any, people: Any, today: date, now: Any
    ) -> None:
        ask(number)
        seen = seen_now(actor=people["asker"], number=number, now=now)
        record("remind", "answerer", on=today)
        with pytest.raises(CaseMovedOn) as caught:
            record("remind", "asker", on=today, seen=seen)
        assert [(row.act, row.role) for row in caught.value.between] == [("remind", "answerer")]
        assert caught.value.seen == seen_now(actor=people["asker"], number=number, now=now)
        assert RecordedAct.objects.count() == 2

    @pytest.mark.parametrize("made_up", ["", "1", "0-", "1-0123456789", "-1-x", "99999999999-x", NOTHING_SEEN])
    def test_is_not_fooled_by_a_mark_that_no_page_gave(
        self, number: str, ask: Any, record: Any, today: date, made_up: str
    ) -> None:
        ask(number)
        with pytest.raises(CaseMovedOn) as caught:
            record("remind", "asker", on=today, seen=made_up or " ")
        assert caught.value.between == ()


class TestACaseOfOthers:
    def test_does_not_exist_for_who_is_not_placed(self, number: str, people: Any, today: date) -> None:
        answers = set()
        for asked in (number, "AAAA-AAAA-A"):
            with pytest.raises(NotFound) as caught:
                see_case(actor=people["southern"], number=asked, today=today)
            answers.add(str(caught.value).replace(asked, "?"))
        assert len(answers) == 1

    def test_cannot_be_acted_in(self, number: str, record: Any, today: date) -> None:
        with pytest.raises(NotFound):
            record("ask", "southern", on=today)


class TestWhatWasKnown:
    def test_leaves_out_what_was_recorded_later(self, number: str, ask: Any, people: Any, today: date) -> None:
        ask(number, on=today - timedelta(days=10))
        before = known_on(actor=people["asker"], number=number, moment=moment(today - timedelta(days=1)), today=today)
        assert before.situation.statuses["request"] == ("none",)
        assert before.history == ()
        after = known_on(actor=people["asker"], number=number, moment=moment(today, 13), today=today)
        assert after.situation.statuses["request"] == ("asked",)
