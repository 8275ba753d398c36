"""The books of an organisation's capacity: reading its events, adding one, and annulling one that was wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.law import capacity_law
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.capacity.checking import Fault, faults_of
from relaas.capacity.events import Event, What
from relaas.capacity.roster import Roster, roster
from relaas.capacity.written import from_words, to_words
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.capacity import CapacityEvent
from relaas.storage.models.people import Mandate


class NotThePlanner(Refused):
    """The books of an organisation are kept by the roles that the law of capacity names; the actor has none of them."""


class EventInvalid(Refused):
    """The event cannot be written as it is. ``faults`` are all of its faults."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(f"{fault.part}: {fault.wrong}" for fault in faults))
        self.faults = faults


class BooksMovedOn(Refused):
    """Somebody else wrote in the books at the same moment. Look again and send it again."""


class NoSuchEvent(Refused):
    """The organisation has no standing event of that number."""


class _New(NamedTuple):
    """What is to be written: on which day it holds, in words, and which event it annuls."""

    on: date
    what: dict[str, object]
    annuls: int | None


def record_event(*, actor: Actor, on: date, what: What, idempotency_key: str, now: datetime | None = None) -> int:
    """Write an event in the books of the actor's organisation; its number. The same key twice writes it once.

    Raises NotThePlanner, EventInvalid, KeyReused, BooksMovedOn, MandateEnded.
    """

    def make(today: date) -> _New:
        held = roster(events_of([actor.organisation_id]), known_on=today)
        faults = faults_of(what, on=on, held=held, people=people_of(actor.organisation_id, on), law=capacity_law())
        if faults:
            raise EventInvalid(faults)
        return _New(on, to_words(what), None)

    return _write_once(actor=actor, key=idempotency_key, now=now or timezone.now(), make=make)


def annul_event(*, actor: Actor, number: int, idempotency_key: str, now: datetime | None = None) -> int:
    """Write that an event was wrong; it counts no more, and stays to be seen. The number of what was written.

    Raises NotThePlanner, NoSuchEvent, KeyReused, BooksMovedOn, MandateEnded.
    """

    def make(today: date) -> _New:
        books = CapacityEvent.objects.filter(organisation_id=actor.organisation_id)
        if not books.filter(number=number, annuls=None).exists() or books.filter(annuls=number).exists():
            raise NoSuchEvent(f"There is no standing event {number}.")
        return _New(today, {}, number)

    return _write_once(actor=actor, key=idempotency_key, now=now or timezone.now(), make=make)


def _write_once(*, actor: Actor, key: str, now: datetime, make: Callable[[date], _New]) -> int:
    """Write what is made, for who keeps the books; its number, or that of what this key wrote before."""
    today = amsterdam_date(now)
    try:
        with logged(actor=actor, action=Action.RECORD_CAPACITY, now=now, today=today) as line:
            _must_keep(actor)
            earlier = _earlier(actor, key)
            if earlier is not None:
                return earlier
            new = make(today)
            number = _write(actor, new, key=key, now=now)
            line.parts = (f"event:{new.annuls or number}",)
            return number
    except IntegrityError as error:
        raise BooksMovedOn("Another event took this place.") from error


def events_of(organisations: Collection[int]) -> list[Event]:
    """Every event in the books of these organisations, in their order."""
    rows = CapacityEvent.objects.filter(organisation_id__in=organisations).order_by("organisation_id", "number")
    return [_event(row) for row in rows]


def rosters_by_organisation(*, known_on: date) -> dict[int, Roster]:
    """What is known of every organisation that keeps books, by its key."""
    found: dict[int, list[Event]] = {}
    for row in CapacityEvent.objects.order_by("organisation_id", "number"):
        found.setdefault(row.organisation_id, []).append(_event(row))
    return {organisation: roster(events, known_on=known_on) for organisation, events in found.items()}


def people_of(organisation: int, on: date) -> frozenset[int]:
    """The people who have had a mandate at an organisation by a day: whom its books can be about."""
    return frozenset(
        Mandate.objects.filter(Q(from_on__lte=on), organisation_id=organisation).values_list("person_id", flat=True)
    )


def keeps_books(role: str) -> bool:
    """Whether a role keeps the books of its organisation, and sees names in them."""
    return role in capacity_law().kept_by


def _must_keep(actor: Actor) -> None:
    if not keeps_books(actor.role):
        raise NotThePlanner(f"{actor.role} does not keep books of capacity.")


def _earlier(actor: Actor, key: str) -> int | None:
    row = CapacityEvent.objects.filter(organisation_id=actor.organisation_id, idempotency_key=key).first()
    if row is None:
        return None
    if row.recorded_by_id != actor.mandate_id:
        raise KeyReused("This key has written another event.")
    return row.number


def _write(actor: Actor, new: _New, *, key: str, now: datetime) -> int:
    books = CapacityEvent.objects.filter(organisation_id=actor.organisation_id)
    number = 1 + (books.aggregate(last=Max("number"))["last"] or 0)
    with transaction.atomic():
        CapacityEvent(
            organisation_id=actor.organisation_id,
            number=number,
            on=new.on,
            what=new.what,
            annuls=new.annuls,
            recorded_by_id=actor.mandate_id,
            recorded_at=now,
            idempotency_key=key,
        ).save(force_insert=True)
    return number


def _event(row: CapacityEvent) -> Event:
    return Event(
        number=row.number,
        on=row.on,
        recorded_on=amsterdam_date(row.recorded_at),
        what=from_words(row.what) if row.what else None,
        annuls=row.annuls,
    )
