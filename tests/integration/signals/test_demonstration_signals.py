"""The invented signals of the demonstration: of three children, reported once, readable as anybody's."""

from typing import Any

import pytest

from relaas.application.demonstration_signals import are_signals_reported, report_demonstration_signals
from relaas.application.signals.assessment import see_assessment
from relaas.application.signals.signals_page import see_signals
from relaas.storage.models import Case, Identity, Person, Signal
from tests.support.signals import SIGNALLED_ON
from tests.support.told_case import moment

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"], transaction=True)]
NOON = moment(SIGNALLED_ON)


def test_are_about_three_children_and_are_reported_once(actors: dict[str, Any]) -> None:
    Person.objects.update(is_demonstration=True)
    for _ in range(2):
        report_demonstration_signals(now=NOON)
    assert are_signals_reported()
    assert (Case.objects.count(), Signal.objects.count(), Identity.objects.count()) == (3, 5, 3)
    case = Case.objects.order_by("pk")[0]
    signals = see_signals(actor=actors["chain"], number=case.number, today=SIGNALLED_ON, now=NOON).signals
    assert [one.role for one in signals] == ["kmar", "reception", "doctor"]
    page = see_assessment(actor=actors["chain"], number=case.number, today=SIGNALLED_ON, now=NOON)
    assert [view.role for view in page.rounds[-1].views] == ["kmar", "guardian"]
