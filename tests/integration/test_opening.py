"""Opening a case records which law governs it and why, and who works on it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.law import openable
from relaas.application.opening import KeyReused, LawNotModelled, NoOrganisation, open_case
from relaas.application.seeing import see_case
from relaas.casework.regime_version import regime_version
from relaas.kernel.identifiers import is_case_number
from relaas.storage.models import Case, Placement, RoleDefault

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def opening(people: dict[str, Any], now: Any) -> Callable[..., Any]:
    def opened(**asked: Any) -> Any:
        given = {"actor": people["asker"], "on": now.date(), "reason": "Toets.", "idempotency_key": "k", "now": now}
        return open_case(**{**given, **asked})

    return opened


class TestALawOfTheDay:
    def test_governs_by_the_day_of_opening_and_says_so(self, opening: Any, people: Any, today: date) -> None:
        opened = opening(line_or_regime="answer", on=date(2020, 3, 1))
        facts = see_case(actor=people["asker"], number=opened.number, today=today).facts
        assert facts.regime.regime == "answer-2020"
        assert facts.why_regime == {
            "basis": "law_of_the_day",
            "asked": "answer",
            "on": "2020-03-01",
            "in_force_from": "2020-01-01",
            "in_force_to": "2021-12-31",
        }

    def test_that_is_not_modelled_opens_no_case(self, opening: Any) -> None:
        with pytest.raises(LawNotModelled, match="law of that day not modelled"):
            opening(line_or_regime="answer", on=date(2022, 1, 1))
        assert not Case.objects.exists()

    def test_of_an_unknown_name_opens_no_case(self, opening: Any) -> None:
        with pytest.raises(LawNotModelled) as caught:
            opening(line_or_regime="nothing")
        assert caught.value.answer is None


class TestANamedRegime:
    def test_governs_because_it_was_chosen(self, opening: Any, people: Any, today: date) -> None:
        opened = opening(line_or_regime="answer-2020")
        facts = see_case(actor=people["asker"], number=opened.number, today=today).facts
        assert facts.why_regime["basis"] == "chosen"

    def test_that_is_a_proposal_governs_on_any_day(self, opening: Any, people: Any, today: date) -> None:
        opened = opening(line_or_regime="request")
        facts = see_case(actor=people["asker"], number=opened.number, today=today).facts
        assert facts.why_regime["basis"] == "proposal"


class TestACase:
    def test_has_a_checked_number_and_a_name_of_its_own(self, opening: Any) -> None:
        first, second = opening(line_or_regime="request"), opening(line_or_regime="request", idempotency_key="l")
        assert is_case_number(first.number)
        assert len({first.number, second.number}) == len({first.name, second.name}) == 2

    def test_keeps_the_fingerprint_of_its_law(self, opening: Any, people: Any, today: date) -> None:
        facts = see_case(actor=people["asker"], number=opening(line_or_regime="request").number, today=today).facts
        assert Case.objects.get().regime_version == regime_version(facts.regime)
        assert not facts.law_file_changed

    def test_places_every_role_that_can_act_and_nobody_who_only_watches(self, opening: Any) -> None:
        opened = opening(line_or_regime="request", organisations={"answerer": "south"})
        placed = Placement.objects.filter(case__number=opened.number).values_list("role", "organisation__name")
        assert set(placed) == {("asker", "Noord (verzonden)"), ("answerer", "Zuid (verzonden)")}

    def test_is_not_opened_where_nobody_would_work_on_it(self, opening: Any) -> None:
        RoleDefault.objects.filter(role="answerer").delete()
        with pytest.raises(NoOrganisation) as caught:
            opening(line_or_regime="request")
        assert caught.value.roles == ("answerer",)

    def test_is_opened_once_by_the_same_request(self, opening: Any) -> None:
        first, again = opening(line_or_regime="request"), opening(line_or_regime="request")
        assert (again.number, again.again) == (first.number, True)
        assert Case.objects.count() == 1

    def test_is_not_opened_with_a_key_that_opened_another(self, opening: Any) -> None:
        opening(line_or_regime="request")
        with pytest.raises(KeyReused):
            opening(line_or_regime="answer-2020")

    def test_is_not_opened_without_a_reason_or_tomorrow(self, opening: Any, today: date) -> None:
        with pytest.raises(FormInvalid) as caught:
            opening(line_or_regime="request", on=today + timedelta(days=1), reason=" ")
        assert caught.value.faults == (
            FormFault(field="on", kind=FaultKind.IN_THE_FUTURE),
            FormFault(field="reason", kind=FaultKind.REQUIRED),
        )


class TestWhatCanBeOpened:
    def test_says_which_law_is_in_force_on_the_day(self) -> None:
        in_2021 = {item.name: (item.is_proposal, item.in_force) for item in openable(today=date(2021, 6, 1))}
        assert in_2021 == {"answer": (False, True), "request": (True, False)}
        assert not any(item.in_force for item in openable(today=date(2026, 6, 1)))
