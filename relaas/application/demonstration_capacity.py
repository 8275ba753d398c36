"""Invented people of a demonstration who look for traffickers, over years: how a team that was strong wears away.

Every event goes through the books, as a planner would write it. Broken off halfway it goes on at the next start.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from relaas.application.actors import Actor, actors_of
from relaas.application.capacity.books import record_event
from relaas.application.demonstration import PASSWORD
from relaas.application.law import capacity_law, library, office_titles
from relaas.capacity.events import Away, Certified, HandedOver, Knows, Left, Opened, Placed, Promised, What
from relaas.kernel.moments import AMSTERDAM
from relaas.kernel.terms import last_day
from relaas.storage.models.capacity import CapacityEvent
from relaas.storage.models.people import Mandate, Organisation, Person

PLANNER = "capacity_planner"
_POOL, _CERTIFICATE = "certified_detectives", "trafficking_detective"
_POSTS, _YEARS = 8, 5
_LAST = "left-soon"
# Who, how many months ago they came, hours, and since how many months ago how many hours go to other work.
_DETECTIVES = (
    ("Demonstratie: rechercheur A", 60, 36, (18, 8)),
    ("Demonstratie: rechercheur B", 60, 36, (14, 24)),
    ("Demonstratie: rechercheur C", 58, 32, (14, 20)),
    ("Demonstratie: rechercheur D", 55, 36, (0, 0)),
    ("Demonstratie: rechercheur E", 52, 24, (20, 16)),
    ("Demonstratie: rechercheur F", 50, 36, (0, 0)),
    ("Demonstratie: rechercheur G", 30, 36, (0, 0)),
)
_KNOWS = (
    *((0, "networks"), (0, "west_africa"), (1, "digital"), (1, "money"), (2, "minors"), (3, "minors")),
    *((3, "horn_of_africa"), (4, "cooperation"), (5, "south_east_asia"), (6, "digital")),
)


def is_capacity_invented() -> bool:
    """Whether the demonstration has its books of capacity, whole."""
    return CapacityEvent.objects.filter(idempotency_key=_LAST).exists()


def invent_capacity(*, now: datetime) -> None:
    """Write the books of the police of the demonstration. What is there already is not written again."""
    today = now.astimezone(AMSTERDAM).date()
    police = Organisation.objects.get(slug="police")
    planner = _account(PLANNER, "Demonstratie: personeelsplanner", police, today)
    for role in capacity_law().sees_totals:
        home, _ = Organisation.objects.get_or_create(slug=role, defaults={"name": f"{_title(role)} (demonstratie)"})
        _account(role, f"Demonstratie: {_title(role)}", home, today)
    people = [_colleague(number, name, police, today) for number, (name, *_rest) in enumerate(_DETECTIVES)]
    for key, on, what in _events(people, today):
        record_event(actor=planner, on=on, what=what, idempotency_key=key, now=_recorded(on, now))


def _events(people: list[int], today: date) -> Iterator[tuple[str, date, What]]:
    """The books in the order in which they were written."""
    first = today - timedelta(days=_YEARS * 365)
    for number in range(_POSTS):
        opened = Opened(post=f"mh-{number + 1}", team="Team mensenhandel", pool=_POOL, hours=capacity_law().full_week)
        yield f"post-{number}", first, opened
    for number, (_name, months, hours, _other) in enumerate(_DETECTIVES):
        came = _ago(today, months)
        post = f"mh-{number + 1}"
        yield f"came-{number}", came, Placed(person=people[number], post=post, hours=hours)
        yield f"certified-{number}", came, _certified(people[number], came)
    for number, topic in _KNOWS:
        yield f"knows-{number}-{topic}", _ago(today, 24), Knows(person=people[number], topic=topic)
    for number in (0, 1, 3, 4):
        again = _certified(people[number], _ago(today, _DETECTIVES[number][1])).until
        yield f"renewed-{number}", again, _certified(people[number], again)
    for number, (_name, _months, hours, (months, elsewhere)) in enumerate(_DETECTIVES):
        if elsewhere:
            placed = Placed(person=people[number], post=f"mh-{number + 1}", hours=hours, elsewhere=elsewhere)
            yield f"elsewhere-{number}", _ago(today, months), placed
    yield "left-f", _ago(today, 11), Left(person=people[5])
    yield "left-e", _ago(today, 4), Left(person=people[4])
    yield "away-d", today - timedelta(days=10), Away(person=people[3], until=today + timedelta(days=30))
    yield "handed", _ago(today, 12), HandedOver(person=people[5], topic="south_east_asia", to=people[2])
    yield "promised", today + timedelta(days=45), Promised(person=people[0], topic="networks", to=people[6])
    yield _LAST, today + timedelta(days=75), Left(person=people[0])


def _certified(person: int, on: date) -> Certified:
    until = last_day(start_on=on, length=capacity_law().certificates[_CERTIFICATE].lasts)
    return Certified(person=person, certificate=_CERTIFICATE, until=until)


def _ago(today: date, months: int) -> date:
    return today - timedelta(days=months * 365 // 12)


def _recorded(on: date, now: datetime) -> datetime:
    """On the day itself, or now for what is announced."""
    return min(now, datetime(on.year, on.month, on.day, 12, tzinfo=AMSTERDAM))


def _title(role: str) -> str:
    """What a role is called in Dutch."""
    regimes = library().regimes.values()
    known = next((regime.roles[role].title for regime in regimes if role in regime.roles), None)
    return (known or office_titles()[role]).nl


def _account(username: str, name: str, organisation: Organisation, today: date) -> Actor:
    defaults = {"name": name, "password": make_password(PASSWORD), "is_demonstration": True}
    person, _ = Person.objects.get_or_create(username=username, defaults=defaults)
    Mandate.objects.get_or_create(
        person=person, organisation=organisation, role=username, defaults={"from_on": date(today.year - 10, 1, 1)}
    )
    return actors_of(person, today)[0]


def _colleague(number: int, name: str, organisation: Organisation, today: date) -> int:
    """Somebody in the books who signs in nowhere."""
    defaults = {"name": name, "password": "!", "is_demonstration": True}
    person, _ = Person.objects.get_or_create(username=f"detective-{number + 1}", defaults=defaults)
    Mandate.objects.get_or_create(
        person=person, organisation=organisation, role="police", defaults={"from_on": date(today.year - 10, 1, 1)}
    )
    return person.pk
