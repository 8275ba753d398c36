"""An invented caseload to look around in: organisations, people, and cases in as many stages of two regimes as can be.

Nobody in it exists. It is loaded in one transaction, so a first start that was broken off leaves nothing behind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from relaas.application.actors import Actor, actors_of
from relaas.application.bulk import WholeCase, store_whole_cases
from relaas.application.demonstration_risk import HEARS_WHAT_IS_LATE
from relaas.application.demonstration_story import COLLEAGUE
from relaas.application.law import acting_roles, capacity_law, library, office_titles, reporting_roles, watching_roles
from relaas.application.opening import wait_for_other_openings
from relaas.application.retention import law_of_retention
from relaas.application.showcase import showcase
from relaas.application.walks import Walk, walk
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.procedure.model import Regime, Role, Side
from relaas.storage.models.cases import Case
from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault

# Everybody may know it: it opens nothing but invented cases, and only on the machine itself.
PASSWORD = "ooievaar-op-het-dak"  # noqa: S105
REASON = "Verzonden zaak van de demonstratie; geen echt kind."

# Regime, how many cases of it, and how many rounds of looking for their stages.
_SHOWN = (("integral", 18, 160), ("today-2016", 24, 160))
_SEED = 9790
STORY_TEAM = "story_team"
RECEPTION = "reception"
# Of the organisations that keep records one is enough to see how terms end and cases are erased.
RECORDS_AT = "guardian"
_SOUTH = "south"
_OTHER_CHILDREN = "other-children"
_BULK = 250
_LATE_RECORDING = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody as whom one can sign in to look around."""

    username: str
    name: str
    title: Text
    organisation: str


def demonstration_accounts() -> tuple[Account, ...]:
    """The demonstration accounts, in the order of the roles of the law; none where there is no demonstration."""
    titles = {name: role.title for name, role in _roles()} | office_titles() | _watching_the_whole()
    mandates = Mandate.objects.filter(person__is_demonstration=True, person__is_active=True)
    found = [
        Account(
            username=mandate.person.username,
            name=mandate.person.name,
            title=titles[mandate.role],
            organisation=mandate.organisation.name,
        )
        for mandate in mandates.select_related("person", "organisation").order_by("pk")
        if mandate.role in titles and mandate.person.has_usable_password()
    ]
    order = list(titles.values())
    return tuple(sorted(found, key=lambda account: order.index(account.title)))


def _watching_the_whole() -> dict[str, Text]:
    """The roles of a regime that are placed on no case, and see only totals."""
    known = {name: role.title for regime in library().regimes.values() for name, role in regime.roles.items()}
    return {name: known[name] for name in capacity_law().sees_totals if name in known}


def is_demonstration(actor: Actor) -> bool:
    """Whether who acts is one of the invented people of a demonstration."""
    return Person.objects.filter(pk=actor.person_id, is_demonstration=True).exists()


def is_of_demonstration() -> bool:
    """Whether there is anybody of a demonstration here: then what nobody has reviewed may be shown to a stranger."""
    return Person.objects.filter(is_demonstration=True).exists()


def is_empty() -> bool:
    """Whether there is nothing yet: no organisation, no person, no case."""
    return not (Organisation.objects.exists() or Person.objects.exists() or Case.objects.exists())


def has_demonstration() -> bool:
    """Whether this database is that of a demonstration, with everybody who takes part in the story of one child."""
    return Person.objects.filter(username=COLLEAGUE, is_demonstration=True).exists()


def load_demonstration(*, now: datetime) -> int:
    """Load the demonstration into an empty database; how many cases that gave. All of it or nothing.

    Somebody who did the same meanwhile was first, and nothing is loaded twice.
    """
    today, chance = amsterdam_date(now), Random(_SEED)  # noqa: S311 - repeatable on purpose
    walks = [
        shown
        for name, amount, rounds in _SHOWN
        for shown in showcase(regime=library().regime(name), today=today, amount=amount, rounds=rounds, chance=chance)
    ]
    with transaction.atomic(durable=True):
        wait_for_other_openings()
        if not is_empty():
            return 0
        people = _people(today)
        cases = [_whole(people, course, number, chance) for number, course in enumerate(walks)]
        store_whole_cases(cases=cases, now=now)
    return len(cases)


def load_many(*, amount: int, now: datetime, seed: int, tell: Callable[[int], None]) -> None:
    """Add so many random cases of the demonstration's regimes, every act judged; ``tell`` hears how many were added."""
    today, chance = amsterdam_date(now), Random(seed)  # noqa: S311 - repeatable on purpose
    with transaction.atomic(durable=True):
        people = _people(today)
    regimes = [library().regime(name) for name, _, _ in _SHOWN]
    begun = Case.objects.count()
    for start in range(0, amount, _BULK):
        numbers = range(begun + start, begun + min(start + _BULK, amount))
        walks = [_random_walk(chance.choice(regimes), today, chance) for _ in numbers]
        cases = [_whole(people, course, number, chance) for number, course in zip(numbers, walks, strict=True)]
        store_whole_cases(cases=cases, now=now)
        tell(len(cases))


def _random_walk(regime: Regime, today: date, chance: Random) -> Walk:
    opened_on = today - timedelta(days=chance.randint(1, 900))
    return walk(regime=regime, opened_on=opened_on, today=today, most_acts=chance.randint(2, 20), chance=chance)


@dataclass(frozen=True, slots=True)
class _People:
    """Who can be placed: per role the actor of the first organisation, and per role that of the second, if any."""

    first: Mapping[str, Actor]
    second: Mapping[str, Actor]


def _roles() -> Iterator[tuple[str, Role]]:
    """Every role that can act under some regime, once."""
    seen = set()
    for regime in library().regimes.values():
        for name in (*acting_roles(regime), *watching_roles(regime), *reporting_roles(regime)):
            if name not in seen:
                seen.add(name)
                yield name, regime.roles[name]


def _people(today: date) -> _People:
    """The organisations and people, made when they are not there yet."""
    password = make_password(PASSWORD)
    first, second = {}, {}
    for name, role in _roles():
        home = _organisation(name, f"{role.title.nl} (demonstratie)")
        RoleDefault.objects.get_or_create(role=name, defaults={"organisation": home})
        first[name] = _actor(name, f"Demonstratie: {role.title.nl}", name, home, password, today)
        if role.side is Side.CHILD:
            others = _organisation(_OTHER_CHILDREN, "Andere kinderen (demonstratie)")
            second[name] = _actor(f"{name}-{_OTHER_CHILDREN}", "Demonstratie: een ander kind", name, others, "!", today)
        if name == STORY_TEAM:
            _actor(COLLEAGUE, f"Demonstratie: {role.title.nl}, collega", name, home, password, today)
        if name == RECEPTION:
            _actor(HEARS_WHAT_IS_LATE, f"Demonstratie: {role.title.nl}, leiding", name, home, password, today)
        if role.pool is not None and role.side is not Side.CHILD:
            south = _organisation(f"{name}-{_SOUTH}", f"{role.title.nl} Zuid (demonstratie)")
            second[name] = _actor(
                f"{name}-{_SOUTH}", f"Demonstratie: {role.title.nl} Zuid", name, south, password, today
            )
    for name, holder in law_of_retention().roles.items():
        if RECORDS_AT in first:
            home = _organisation(RECORDS_AT, "")
            _actor(name, f"Demonstratie: {holder.title.nl}", name, home, password, today)
    return _People(first, second)


def _organisation(slug: str, name: str) -> Organisation:
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def _actor(username: str, name: str, role: str, organisation: Organisation, password: str, today: date) -> Actor:
    person, _ = Person.objects.get_or_create(
        username=username, defaults={"name": name, "password": password, "is_demonstration": True}
    )
    long_ago = date(today.year - 10, 1, 1)
    Mandate.objects.get_or_create(person=person, organisation=organisation, role=role, defaults={"from_on": long_ago})
    return actors_of(person, today)[0]


def _whole(people: _People, course: Walk, number: int, chance: Random) -> WholeCase:
    """Two of three cases are with the first organisations, the others with the second; so no role sees every case."""
    regime = course.regime
    reported = {act.by for act in course.acts}.intersection(reporting_roles(regime))
    actors = {role: people.first[role] for role in (*acting_roles(regime), *watching_roles(regime), *sorted(reported))}
    elsewhere = dict(_seconds(people, regime, whole=number % 3 == 2, own_child=number % 20 == 0))
    actors.update(elsewhere)
    opener = actors[course.acts[0].by] if course.acts else next(iter(actors.values()))
    return WholeCase(
        walk=course,
        actors=actors,
        opener=opener,
        why=_why(regime, course.opened_on),
        reason=REASON,
        key=f"demonstration-{number}-{chance.getrandbits(64):016x}",
        delays=[_delay(chance) for _ in course.acts],
    )


def _seconds(people: _People, regime: Regime, *, whole: bool, own_child: bool) -> Iterable[tuple[str, Actor]]:
    for role in acting_roles(regime):
        if role in people.second and (whole if regime.roles[role].side is not Side.CHILD else not own_child):
            yield role, people.second[role]


def _why(regime: Regime, on: date) -> dict[str, Any]:
    return {"basis": "chosen", "asked": regime.regime, "on": on.isoformat(), "demonstration": True}


def _delay(chance: Random) -> timedelta:
    if chance.random() < _LATE_RECORDING:
        return timedelta(days=chance.randint(2, 14), hours=chance.randint(0, 6))
    return timedelta(minutes=chance.randint(0, 7 * 60))
