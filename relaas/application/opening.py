"""Opening a case: which law governs it and why, its key, its name, and who works on it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.consequences import write_consequences
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.law import acting_roles, library, watching_roles
from relaas.application.log import Action, Line, Refused, logged
from relaas.casework.regime_version import regime_version
from relaas.kernel.identifiers import CASE_NUMBER_BYTES, SORTABLE_ID_BYTES, case_name, case_number, sortable_id
from relaas.kernel.moments import amsterdam_date
from relaas.procedure.history import History
from relaas.procedure.library import NotModelled
from relaas.procedure.model import Regime, RegimeKind
from relaas.storage.models.cases import Case, CaseCounter, Placement
from relaas.storage.models.people import Organisation, RoleDefault
from relaas.storage.sealing import CaseCipher, make_key
from relaas.storage.second_lock import narrow_to


class LawNotModelled(Refused):
    """No version of the law asked for is modelled for that day (``answer`` says which are), or no law has that name
    (``answer`` is None)."""

    def __init__(self, asked: str, answer: NotModelled | None) -> None:
        super().__init__(str(answer) if answer else f"no law is called {asked}")
        self.asked = asked
        self.answer = answer


class NoOrganisation(Refused):
    """Nobody would work on the case in these roles: no organisation was given, and none takes them by default."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        super().__init__(f"no organisation for {', '.join(roles)}; give one, or set a default for the role")
        self.roles = roles


class KeyReused(Refused):
    """The idempotency key was used before, for something else. Ask for a fresh form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case that is open. ``again``: this same request had opened it before."""

    number: str
    name: str
    again: bool


def open_case(
    *,
    actor: Actor,
    line_or_regime: str,
    on: date,
    reason: str,
    idempotency_key: str,
    organisations: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Opened:
    """Open a case under a line of law (its version of the day ``on``) or under a regime by its name, with a reason.

    Every role that can act is placed: at the organisation given for it (by its slug), the actor's own role at the
    actor's organisation, any other at the role's default. The same key twice opens one case.
    Raises FormInvalid, LawNotModelled, NoOrganisation, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.OPEN_CASE, now=now, today=amsterdam_date(now)) as line:
        return open_in(
            actor=actor,
            line=line,
            line_or_regime=line_or_regime,
            on=on,
            reason=reason,
            idempotency_key=idempotency_key,
            organisations=organisations,
            now=now,
        )


def open_in(
    *,
    actor: Actor,
    line: Line,
    line_or_regime: str,
    on: date,
    reason: str,
    idempotency_key: str,
    organisations: Mapping[str, str] | None = None,
    now: datetime,
) -> Opened:
    """As ``open_case``, within the transaction of another use case. Nobody else opens a case until that ends."""
    wait_for_other_openings()
    earlier = Case.objects.filter(idempotency_key=idempotency_key).first()
    if earlier is not None:
        line.case = earlier
        return _opened_before(earlier, actor, line_or_regime)
    _check(on=on, reason=reason, today=amsterdam_date(now))
    regime, why = governing(line_or_regime=line_or_regime, on=on)
    places = _places(regime, {actor.role: actor.organisation_id, **_ids(organisations or {})})
    case = _new_case(actor, regime, why, on, reason, idempotency_key, now)
    placements = [Placement(case=case, role=role, organisation_id=place, from_on=on) for role, place in places]
    Placement.objects.bulk_create(placements)
    write_consequences(case=case, regime=regime, history=History(), length=0, now=now, written_by="opening")
    line.case = case
    return Opened(number=case.number, name=case.name, again=False)


def governing(*, line_or_regime: str, on: date) -> tuple[Regime, dict[str, Any]]:
    """The law that governs a case opened on a day, and why in fixed words. Raises LawNotModelled."""
    regimes = library().regimes
    asked = {"asked": line_or_regime, "on": on.isoformat()}
    named = regimes.get(line_or_regime)
    if named is not None and named.kind is RegimeKind.PROPOSAL:
        return named, {"basis": "proposal", **asked}
    if named is not None and not (named.line == named.regime and named.in_force.covers(on)):
        return named, {"basis": "chosen", **asked, **_in_force(named)}
    line = named.line if named is not None else line_or_regime
    if all(regime.line != line for regime in regimes.values()):
        raise LawNotModelled(line_or_regime, None)
    found = library().in_force(line=line, day=on)
    if isinstance(found, NotModelled):
        raise LawNotModelled(line_or_regime, found)
    return found, {"basis": "law_of_the_day", **asked, **_in_force(found)}


def wait_for_other_openings() -> None:
    """From here on nobody else opens a case until this transaction ends."""
    CaseCounter.objects.select_for_update().get_or_create(pk=1)


def case_ordinals(amount: int) -> Sequence[int]:
    """The next numbers for case names, each given once. Call ``wait_for_other_openings`` first."""
    CaseCounter.objects.filter(pk=1).update(begun=F("begun") + amount)
    begun = CaseCounter.objects.get(pk=1).begun
    return range(begun - amount, begun)


def new_case_id(now: datetime) -> str:
    """An identifier that sorts by the moment of opening."""
    return sortable_id(moment=now, randomness=secrets.token_bytes(SORTABLE_ID_BYTES))


def case_row(
    *,
    actor: Actor,
    cipher: CaseCipher,
    ordinal: int,
    regime: Regime,
    why: dict[str, Any],
    on: date,
    reason: str,
    idempotency_key: str,
    now: datetime,
) -> Case:
    """A case, not yet stored."""
    return Case(
        id=cipher.case_id,
        number=case_number(randomness=secrets.token_bytes(CASE_NUMBER_BYTES)),
        name=case_name(number=ordinal),
        regime=regime.regime,
        regime_version=regime_version(regime),
        why=why,
        ciphertext=cipher.seal(place=0, content={"reason": reason}),
        opened_on=on,
        opened_at=now,
        opened_by_id=actor.mandate_id,
        idempotency_key=idempotency_key,
    )


def _check(*, on: date, reason: str, today: date) -> None:
    faults = []
    if on > today:
        faults.append(FormFault(field="on", kind=FaultKind.IN_THE_FUTURE))
    if not reason.strip():
        faults.append(FormFault(field="reason", kind=FaultKind.REQUIRED))
    if faults:
        raise FormInvalid(tuple(faults))


def _opened_before(case: Case, actor: Actor, line_or_regime: str) -> Opened:
    if case.opened_by_id != actor.mandate_id or case.why["asked"] != line_or_regime:
        raise KeyReused("This key has opened another case.")
    return Opened(number=case.number, name=case.name, again=True)


def _in_force(regime: Regime) -> dict[str, str | None]:
    start, to = regime.in_force.start, regime.in_force.to
    return {
        "in_force_from": None if start is None else start.isoformat(),
        "in_force_to": None if to is None else to.isoformat(),
    }


def _ids(organisations: Mapping[str, str]) -> dict[str, int]:
    known = dict(Organisation.objects.filter(slug__in=organisations.values()).values_list("slug", "pk"))
    missing = tuple(role for role, slug in organisations.items() if slug not in known)
    if missing:
        raise NoOrganisation(missing)
    return {role: known[slug] for role, slug in organisations.items()}


def _places(regime: Regime, given: Mapping[str, int]) -> list[tuple[str, int]]:
    places = {**dict(RoleDefault.objects.values_list("role", "organisation_id")), **given}
    roles = acting_roles(regime)
    missing = tuple(role for role in roles if role not in places)
    if missing:
        raise NoOrganisation(missing)
    watching = [role for role in watching_roles(regime) if role in places]
    return [(role, places[role]) for role in dict.fromkeys((*roles, *watching, *given))]


def _new_case(
    actor: Actor, regime: Regime, why: dict[str, Any], on: date, reason: str, idempotency_key: str, now: datetime
) -> Case:
    cipher = make_key(case_id=new_case_id(now), now=now)
    (ordinal,) = case_ordinals(1)
    case = case_row(
        actor=actor,
        cipher=cipher,
        ordinal=ordinal,
        regime=regime,
        why=why,
        on=on,
        reason=reason,
        idempotency_key=idempotency_key,
        now=now,
    )
    case.save(force_insert=True)
    narrow_to(case_id=case.pk)
    return case
