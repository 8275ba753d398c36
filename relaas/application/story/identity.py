"""Who the child is. People work with the case name; this is shown here and nowhere else, to who may read it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.application.joined import check_not_joined
from relaas.application.log import Action, logged
from relaas.application.matching.finding import let_be_matched
from relaas.application.opening import KeyReused
from relaas.kernel.moments import amsterdam_date
from relaas.storage.blind_index import IndexKind, NothingToLookUp, add_to_index
from relaas.storage.models.story import Identity
from relaas.storage.sealing import Kind
from relaas.storage.stories import identity_versions
from relaas.story.access import Verb

IDENTITY = "identity"
SEVERAL = ("names", "nationalities", "languages", "documents")
LONGEST = 200
MOST = 40
OLDEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSeen:
    """Somebody wrote something down of who the child is."""

    version: int
    role: str
    organisation: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPage:
    """Who the child is, as it was last written. Names stand in the script in which they were given."""

    number: str
    name: str
    names: tuple[str, ...]
    born_on_claimed: date | None
    age_claimed: int | None
    nationalities: tuple[str, ...]
    languages: tuple[str, ...]
    documents: tuple[str, ...]
    photo: str
    versions: tuple[VersionSeen, ...]
    may_write: bool


def see_identity(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> IdentityPage:
    """Who the child is. Raises NotFound, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_IDENTITY, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.READ, IDENTITY)
        versions = list(identity_versions(door.case.pk))
        held = _opened(door, versions[0]) if versions else {}
        return IdentityPage(
            number=door.case.number,
            name=door.case.name,
            **{field: tuple(held.get(field, ())) for field in SEVERAL},
            born_on_claimed=held.get("born_on_claimed"),
            age_claimed=held.get("age_claimed"),
            photo=held.get("photo", ""),
            versions=tuple(
                VersionSeen(
                    version=one.version, role=one.role, organisation=one.organisation.name, written_at=one.recorded_at
                )
                for one in versions
            ),
            may_write=door.may(Verb.WRITE, IDENTITY),
        )


def write_identity(
    *, actor: Actor, number: str, patch: Mapping[str, Any], idempotency_key: str, now: datetime | None = None
) -> int:
    """Write a next version of who the child is; its number. What ``patch`` does not name stays as it was.

    ``names``, ``nationalities``, ``languages`` and ``documents`` are lists, ``born_on_claimed`` is a day or None,
    ``age_claimed`` a number of years or None, ``photo`` says where a photograph is kept.

    Raises NotFound, NotGranted, CaseJoined, FormInvalid, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.WRITE_IDENTITY, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        door.require(Verb.WRITE, IDENTITY)
        earlier = Identity.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if earlier.recorded_by_id != actor.mandate_id:
                raise KeyReused("This key has written another version.")
            return earlier.version
        check_not_joined(door)
        cleaned = checked_identity(patch, today)
        latest = identity_versions(door.case.pk).first()
        held = _opened(door, latest) if latest is not None else {}
        number_of_version = 1 + (latest.version if latest else 0)
        return keep_version(
            door=door, held=held, patch=cleaned, version=number_of_version, idempotency_key=idempotency_key
        ).version


def keep_version(
    *, door: Door, held: Mapping[str, Any], patch: Mapping[str, Any], version: int, idempotency_key: str
) -> Identity:
    """Keep a version within the transaction of another use case: what was ``held``, with what was checked of ``patch``
    in its place, so that it can be looked up exactly and the child be known again."""
    content = {**held, **patch}
    written = _write(door, content, version, idempotency_key)
    _let_be_found(door, written, patch)
    let_be_matched(case=door.case, content=content, place=written.pk, version=version, at=door.at)
    return written


def _write(door: Door, content: Mapping[str, Any], version: int, idempotency_key: str) -> Identity:
    identity_id = new_id(door.at)
    written = Identity(
        id=identity_id,
        case=door.case,
        version=version,
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.IDENTITY, place=identity_id, content=dict(content)),
        idempotency_key=idempotency_key,
    )
    written.save(force_insert=True)
    return written


def _let_be_found(door: Door, written: Identity, cleaned: Mapping[str, Any]) -> None:
    """Let the names and document numbers that were written be looked up exactly, without their being readable."""
    for field, kind in (("names", IndexKind.NAME), ("documents", IndexKind.DOCUMENT)):
        for text in cleaned.get(field, ()):
            with suppress(NothingToLookUp):
                add_to_index(case=door.case, kind=kind, text=text, sealed_as=Kind.IDENTITY, place=written.pk)


def _opened(door: Door, version: Identity) -> dict[str, Any]:
    return door.cipher.open(kind=Kind.IDENTITY, place=version.pk, sealed=bytes(version.ciphertext))


def checked_identity(patch: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What is to be written. Raises FormInvalid with every fault."""
    cleaned = {
        name: [text for item in value if (text := str(item).strip())] if name in SEVERAL else value
        for name, value in patch.items()
    }
    faults = [
        FormFault(field=name, kind=kind) for name, value in cleaned.items() if (kind := _fault(name, value, today))
    ]
    if not cleaned:
        faults.append(FormFault(field="names", kind=FaultKind.REQUIRED))
    if faults:
        raise FormInvalid(tuple(faults))
    return cleaned


def _fault(name: str, value: Any, today: date) -> FaultKind | None:
    if name in SEVERAL:
        return FaultKind.TOO_LONG if len(value) > MOST or any(len(text) > LONGEST for text in value) else None
    if name == "born_on_claimed":
        if value is not None and type(value) is not date:
            return FaultKind.NOT_A_DATE
        return FaultKind.IN_THE_FUTURE if value is not None and value > today else None
    if name == "age_claimed":
        return (
            FaultKind.NOT_A_NUMBER if value is not None and not (type(value) is int and 0 <= value <= OLDEST) else None
        )
    if name == "photo":
        return FaultKind.TOO_LONG if len(str(value)) > LONGEST else None
    return FaultKind.UNKNOWN_FIELD
