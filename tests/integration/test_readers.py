"""Who read what, page by page, for whom it is to see; and asking it is itself in it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from relaas.application import readers
from relaas.application.actors import Actor, actors_of
from relaas.application.placed import NotFound
from relaas.application.readers import ReadingsRefused, readings_of
from relaas.application.seeing import see_case
from relaas.application.work import CursorInvalid
from relaas.storage.models import AccessEntry, Case, Mandate, Organisation, Person, Placement

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def number(open_request: Any, ask: Any) -> str:
    number = open_request()
    ask(number)
    return number


@pytest.fixture
def lawyer(number: str, today: date) -> Actor:
    """The child's lawyer, with whom the case is placed."""
    person = Person.objects.create(username="lawyer", name="De advocaat (verzonden)")
    office = Organisation.objects.create(slug="office", name="Kantoor (verzonden)")
    Mandate.objects.create(person=person, organisation=office, role="lawyer", from_on=today)
    Placement.objects.create(case=Case.objects.get(), organisation=office, role="lawyer", from_on=today)
    (actor,) = actors_of(person, today)
    return actor


class TestWhoReadWhat:
    def test_is_told_latest_first_with_who_and_what(self, number: str, lawyer: Actor, people: Any, today: date) -> None:
        see_case(actor=people["answerer"], number=number, today=today)
        with pytest.raises(NotFound):
            see_case(actor=people["southern"], number=number, today=today)
        page = readings_of(actor=lawyer, number=number, today=today)
        assert (page.number, page.next_cursor) == (number, None)
        assert [(row.action, row.done, row.detail, row.person, row.organisation) for row in page.readings] == [
            ("see_case", False, "NotFound", "southern (verzonden)", "Zuid (verzonden)"),
            ("see_case", True, "", "answerer (verzonden)", "Noord (verzonden)"),
            ("record_act", True, "ask", "asker (verzonden)", "Noord (verzonden)"),
            ("open_case", True, "", "asker (verzonden)", "Noord (verzonden)"),
        ]

    def test_shows_purpose_grounds_and_parts(self, number: str, lawyer: Actor, people: Any, today: date) -> None:
        from relaas.application.log import Action, logged

        colleague = people["colleague"].person_id
        with logged(
            actor=people["asker"], action=Action.SEE_CASE, now=moment(today), today=today, reads_only=True
        ) as line:
            line.case, line.purpose, line.grounds = Case.objects.get(), "protection", ("bw-1:302", "vc-b8")
            line.categories, line.parts, line.on_behalf_of = ("family",), (1, 2), colleague
        row = readings_of(actor=lawyer, number=number, today=today).readings[0]
        assert (row.purpose, row.grounds, row.categories) == ("protection", ("bw-1:302", "vc-b8"), ("family",))
        assert (row.parts, row.on_behalf_of) == (("1", "2"), "colleague (verzonden)")

    def test_is_in_it_the_next_time(self, number: str, lawyer: Actor, today: date) -> None:
        readings_of(actor=lawyer, number=number, today=today)
        assert readings_of(actor=lawyer, number=number, today=today).readings[0].action == "see_readings"

    def test_is_leafed_through_without_losing_or_doubling_a_line(
        self, number: str, lawyer: Actor, people: Any, today: date, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(readers, "PAGE", 2)
        for _ in range(3):
            see_case(actor=people["answerer"], number=number, today=today)
        found, cursor = [], None
        while True:
            page = readings_of(actor=lawyer, number=number, today=today, cursor=cursor)
            found += [row.action for row in page.readings]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert found == ["see_case"] * 3 + ["record_act", "open_case"]

    def test_of_other_cases_is_not_shown(
        self, number: str, lawyer: Actor, open_request: Any, people: Any, today: date
    ) -> None:
        other = open_request(key="open-2")
        see_case(actor=people["asker"], number=other, today=today)
        assert len(readings_of(actor=lawyer, number=number, today=today).readings) == 2
        with pytest.raises(NotFound):
            readings_of(actor=lawyer, number=other, today=today)


class TestAPlaceInTheList:
    def test_tells_nothing_and_is_good_for_one_reader_only(
        self, number: str, lawyer: Actor, monkeypatch: pytest.MonkeyPatch, today: date
    ) -> None:
        monkeypatch.setattr(readers, "PAGE", 1)
        cursor = readings_of(actor=lawyer, number=number, today=today).next_cursor
        assert cursor != readings_of(actor=lawyer, number=number, today=today).next_cursor
        assert cursor is not None
        again = Mandate.objects.create(
            person_id=lawyer.person_id, organisation_id=lawyer.organisation_id, role="lawyer", from_on=today
        )
        with pytest.raises(CursorInvalid):
            readings_of(actor=replace(lawyer, mandate_id=again.pk), number=number, today=today, cursor=cursor)

    @pytest.mark.parametrize("cursor", ["1", "onzin!", "A" * 48])
    def test_that_is_none_is_refused(self, number: str, lawyer: Actor, today: date, cursor: str) -> None:
        with pytest.raises(CursorInvalid):
            readings_of(actor=lawyer, number=number, today=today, cursor=cursor)


class TestSomebodyElse:
    def test_is_refused_and_that_is_logged(self, number: str, people: Any, today: date) -> None:
        with pytest.raises(ReadingsRefused):
            readings_of(actor=people["asker"], number=number, today=today)
        entry = AccessEntry.objects.latest("sequence")
        assert (entry.action, entry.outcome, entry.detail) == ("see_readings", "refused", "ReadingsRefused")


def moment(day: date) -> Any:
    from datetime import UTC, datetime

    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
