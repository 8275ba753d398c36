"""A risk analysis at the door: opened for one actor, and written in, entry by entry.

Every entry is of the kind risk and protection. A finding taken from the account also carries what that carries, so that
whoever may not see it there does not see it here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid, checked_text
from relaas.application.identifiers import new_id
from relaas.application.law import risk_analysis_law
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.casework.risk_analysis import Analysis, seen_mark
from relaas.casework.risk_entries import Entry, EntryKind
from relaas.casework.risk_law import RiskLaw
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.cases import Placement
from relaas.storage.models.people import Mandate
from relaas.storage.models.risk import RiskEntry
from relaas.storage.risks import opened_entries, replace_dues, visible_risk_entries, written_with
from relaas.storage.sealing import Kind
from relaas.story.access import Verb

RISK = "risk_and_safety"
TEAM = "team"


class AnalysisMovedOn(Refused):
    """What the actor wrote about was changed since the actor looked. ``seen`` marks what there is to see now."""

    def __init__(self, seen: str) -> None:
        super().__init__("the analysis has moved on since it was looked at")
        self.seen = seen


class NoSuchEntry(Refused):
    """There is no such domain, measure or acceptance in the analysis of this case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who works on the case: who can be named in its analysis. ``key`` says which mandate."""

    key: str
    person: int
    name: str
    role: str
    organisation_id: int
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, by its entry. ``again``: this same request had written it before."""

    entry: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """An entry that is not written yet."""

    kind: EntryKind
    content: Mapping[str, Any]
    about: str = ""
    categories: int = 0
    act: int | None = None


@dataclass(frozen=True)
class OpenAnalysis:
    """The analysis of a case as far as one actor's grants open it."""

    door: Door
    law: RiskLaw
    rows: Sequence[RiskEntry]

    @cached_property
    def analysis(self) -> Analysis:
        """What follows from the entries that the actor may see. Which risks are answered does not turn on others."""
        return Analysis(law=self.law, entries=opened_entries(self.rows, cipher=self.door.cipher))

    def require_role(self, roles: Iterable[str]) -> None:
        """Raise NotGranted unless the actor's role does this in an analysis, and may write about risks here now."""
        if self.door.actor.role not in roles:
            raise self.door.not_granted(Verb.WRITE, RISK)
        self.door.require(Verb.WRITE, RISK)

    def may(self, roles: Iterable[str]) -> bool:
        """Whether the actor's role does this in an analysis, and may write about risks here now."""
        return self.door.actor.role in roles and self.door.may(Verb.WRITE, RISK)

    def check_domain(self, domain: str) -> None:
        """Raise NoSuchEntry for what is no domain."""
        if domain not in self.law.domains:
            raise NoSuchEntry("no such domain")

    def seen(self, scope: str) -> str:
        """The mark of what there is to see of the team, of a domain, or of one answer."""
        return seen_mark(self._about(scope))

    def check_not_moved_on(self, *, scope: str, seen: str) -> None:
        """Raise AnalysisMovedOn unless the actor saw all of this part that there is for them to see."""
        if seen != self.seen(scope):
            raise AnalysisMovedOn(self.seen(scope))

    def _about(self, scope: str) -> Iterable[Entry]:
        for entry in self.analysis.entries:
            if scope in (entry.id, entry.about, entry.content.get("domain")) or (
                scope == TEAM and entry.kind is EntryKind.MEMBER
            ):
                yield entry

    def write(self, new: Sequence[New], *, idempotency_key: str) -> Written:
        """Write entries together, and what is due anew."""
        door, place = self.door, max((row.place for row in self.rows), default=0)
        rows = [
            self._row(one, place + number, f"{idempotency_key}-{number}" if number > 1 else idempotency_key)
            for number, one in enumerate(new, start=1)
        ]
        for row in rows:
            row.save(force_insert=True)
        door.line.detail = new[0].kind.value
        door.line.parts = (*door.line.parts, *(row.pk for row in rows))
        write_dues(door, self.law, [*self.rows, *rows])
        return Written(entry=rows[0].pk, again=False)

    def _row(self, new: New, place: int, idempotency_key: str) -> RiskEntry:
        door, entry_id = self.door, new_id(self.door.at)
        return RiskEntry(
            id=entry_id,
            case=door.case,
            place=place,
            kind=new.kind.value,
            about_id=new.about or None,
            categories=door.law.mask([RISK]) | new.categories,
            act=new.act,
            recorded_by_id=door.actor.mandate_id,
            organisation_id=door.actor.organisation_id,
            role=door.actor.role,
            recorded_at=door.at,
            ciphertext=door.cipher.seal(kind=Kind.RISK, place=entry_id, content=dict(new.content)),
            idempotency_key=idempotency_key,
        )


def write_dues(door: Door, law: RiskLaw, rows: Sequence[RiskEntry]) -> None:
    """Make the rows for lists what the entries say. What findings say, which not everybody sees, does not matter."""
    analysis = Analysis(law=law, entries=opened_entries(rows, cipher=door.cipher))
    replace_dues(case=door.case, dues=analysis.dues())


def open_analysis(door: Door) -> OpenAnalysis:
    """The analysis of the case. Raises NotGranted for who may not read of risk and protection, or where the law of this
    deployment has none."""
    door.require(Verb.READ, RISK)
    law = risk_analysis_law()
    if law is None:
        raise door.not_granted(Verb.READ, RISK)
    actor = door.actor
    rows = visible_risk_entries(
        case_id=door.case.pk, sight=door.sight(), organisation_id=actor.organisation_id, role=actor.role
    )
    return OpenAnalysis(door, law, rows)


def writing(
    *,
    actor: Actor,
    number: str,
    roles: Callable[[RiskLaw], Iterable[str]],
    scope: str,
    seen: str,
    idempotency_key: str,
    now: datetime | None,
    make: Callable[[OpenAnalysis], Sequence[New]],
) -> Written:
    """Write in an analysis for somebody whose role does so. The same key twice writes once.

    Raises NotFound, NotGranted, AnalysisMovedOn, KeyReused, MandateEnded, and what ``make`` raises.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.WRITE_RISK, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        opened = open_analysis(door)
        opened.require_role(roles(opened.law))
        earlier = written_with(case_id=door.case.pk, idempotency_key=idempotency_key)
        if earlier is not None:
            if earlier.recorded_by_id != actor.mandate_id:
                raise KeyReused("This key has written something else.")
            return Written(entry=earlier.pk, again=True)
        opened.check_not_moved_on(scope=scope, seen=seen)
        return opened.write(make(opened), idempotency_key=idempotency_key)


def colleagues(door: Door) -> tuple[Colleague, ...]:
    """Everybody who works on the case today."""
    still = Q(until_on__isnull=True) | Q(until_on__gte=door.today)
    places = Placement.objects.filter(still, case=door.case, from_on__lte=door.today)
    theirs = [Q(organisation_id=one.organisation_id, role=one.role) for one in places]
    if not theirs:
        return ()
    any_of = theirs[0]
    for one in theirs[1:]:
        any_of |= one
    mandates = Mandate.objects.filter(any_of, still, from_on__lte=door.today, person__is_active=True)
    return tuple(
        Colleague(
            key=str(mandate.pk),
            person=mandate.person_id,
            name=mandate.person.name,
            role=mandate.role,
            organisation_id=mandate.organisation_id,
            organisation=mandate.organisation.name,
        )
        for mandate in mandates.select_related("person", "organisation").order_by("organisation__name", "person__name")
    )


def named(one: Colleague) -> dict[str, Any]:
    """A colleague as written in an entry."""
    return {
        "person": one.person,
        "organisation": one.organisation_id,
        "role": one.role,
        "name": one.name,
        "organisation_name": one.organisation,
    }


class Faults:
    """What is wrong with a form, gathered so that it is said all at once."""

    def __init__(self) -> None:
        self._found: list[FormFault] = []

    def add(self, field: str, kind: FaultKind) -> None:
        """One more."""
        self._found.append(FormFault(field=field, kind=kind))

    def text(self, words: str, field: str, *, required: bool = True) -> str:
        """What was written, without blanks around it."""
        if not required and not words.strip():
            return ""
        try:
            return checked_text(words, field=field)
        except FormInvalid as error:
            self._found.extend(error.faults)
            return ""

    def option(self, value: str, options: Iterable[str], field: str) -> None:
        """Whether what was chosen can be chosen."""
        if value not in options:
            self.add(field, FaultKind.NOT_AN_OPTION if value else FaultKind.REQUIRED)

    def check(self) -> None:
        """Raise FormInvalid with everything that was found."""
        if self._found:
            raise FormInvalid(tuple(self._found))
