"""Every reading and writing leaves a line, or does not happen; a refusal leaves nothing but its line."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from relaas.application import log
from relaas.application.actors import actors_of
from relaas.application.log import MandateEnded
from relaas.application.placed import NotFound
from relaas.application.recording import ActRefused, record_act
from relaas.application.seeing import see_case
from relaas.application.work import list_cases, my_work
from relaas.kernel.when import When
from relaas.storage.models import AccessEntry, Mandate, Person, RecordedAct

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def no_room(**line: Any) -> None:
    raise OSError("no room for the log")


def lines() -> list[tuple[str, str, str, str, bool]]:
    return [
        (entry.action, entry.outcome, entry.detail, entry.role, entry.case_id is not None)
        for entry in AccessEntry.objects.order_by("pk")
    ]


class TestEveryUse:
    def test_leaves_one_line(self, open_request: Any, ask: Any, people: Any, today: date) -> None:
        number = open_request()
        ask(number)
        see_case(actor=people["answerer"], number=number, today=today)
        my_work(actor=people["answerer"], today=today)
        list_cases(actor=people["answerer"], today=today)
        assert lines() == [
            ("open_case", "done", "", "asker", True),
            ("record_act", "done", "ask", "asker", True),
            ("see_case", "done", "", "answerer", True),
            ("see_work", "done", "", "answerer", False),
            ("see_cases", "done", "", "answerer", False),
        ]

    def test_that_is_refused_leaves_a_line_and_nothing_else(self, open_request: Any, people: Any, now: Any) -> None:
        number = open_request()
        with pytest.raises(ActRefused):
            record_act(
                actor=people["answerer"], number=number, act="answer_it", on=When.exact(now.date()), answers={},
                form={}, seen_length=0, idempotency_key="x", now=now,
            )  # fmt: skip
        with pytest.raises(NotFound):
            see_case(actor=people["southern"], number=number, today=now.date())
        with pytest.raises(NotFound):
            see_case(actor=people["southern"], number="none", today=now.date())
        assert lines()[1:] == [
            ("record_act", "refused", "ActRefused", "answerer", True),
            ("see_case", "refused", "NotFound", "answerer", True),
            ("see_case", "refused", "NotFound", "answerer", False),
        ]
        assert not RecordedAct.objects.exists()


class TestAWriting:
    @pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
    def test_whose_line_cannot_be_written_does_not_happen(
        self, open_request: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = open_request()

        monkeypatch.setattr(log, "append", no_room)
        with pytest.raises(OSError, match="no room"):
            ask(number)
        assert not RecordedAct.objects.exists()
        assert transaction.get_autocommit()


class TestAReading:
    def test_whose_line_cannot_be_written_gives_nothing(
        self, open_request: Any, people: Any, today: date, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = open_request()

        monkeypatch.setattr(log, "append", no_room)
        for read in (
            lambda actor: see_case(actor=actor, number=number, today=today),
            lambda actor: my_work(actor=actor, today=today),
        ):
            with pytest.raises(OSError, match="no room"):
                read(people["answerer"])


class TestAMandate:
    def test_gives_nothing_before_and_after_its_days(self, people: Any, today: date) -> None:
        person = Person.objects.get(username="asker")
        Mandate.objects.filter(person=person).update(from_on=today, until_on=today)
        assert [len(actors_of(person, day)) for day in (date(2026, 5, 19), today, date(2026, 5, 21))] == [0, 1, 0]

    def test_that_has_ended_opens_nothing_any_more(self, open_request: Any, people: Any, today: date) -> None:
        number = open_request()
        Mandate.objects.filter(pk=people["asker"].mandate_id).update(until_on=date(2026, 5, 1))
        with pytest.raises(MandateEnded):
            see_case(actor=people["asker"], number=number, today=today)

    def test_cannot_be_borrowed(self, open_request: Any, people: Any, today: date) -> None:
        from dataclasses import replace

        number = open_request()
        with pytest.raises(MandateEnded):
            see_case(actor=replace(people["southern"], role="asker"), number=number, today=today)
