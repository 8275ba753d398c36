"""How long cases are kept: what happened in them that a term of retention runs from, and which are due."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.log import Action, logged
from relaas.casework.retention import Retention, RetentionState, retention_of
from relaas.casework.retention_law import Event, RetentionLaw, retention_law
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.terms import last_day
from relaas.procedure.model import Certainty
from relaas.storage.lists import SEPARATOR
from relaas.storage.models.cases import Case, Placement, RecordedAct
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.placements import roles_in
from relaas.storage.second_lock import narrow_to, widen

_BATCH = 500
# Months are not all as long backwards as they are forwards: some cases are asked that cannot have expired yet.
_SPARE = timedelta(days=7)
_OPEN_ENDED = {Certainty.NONE, Certainty.TEMPORARY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A case of which something has expired, or may or must be erased."""

    number: str
    name: str
    retention: Retention


def law_of_retention() -> RetentionLaw:
    """The rules of retention that this deployment works with."""
    return retention_law(Path(settings.RELAAS_LAW))


def retention_in(*, case: Case, today: date) -> Retention:
    """How long a case is kept, as it stands on a day. Opens nothing of what is written in it."""
    return next(_retentions([case], today))


def may_have_expired(case: Case, today: date) -> bool:
    """Whether any term of retention can have ended at all, so that it is worth asking."""
    lengths = (rule.length for rule in law_of_retention().rules.values())
    return any(last_day(start_on=case.opened_on, length=length) < today for length in lengths)


def may_be_closed(case: Case, today: date) -> bool:
    """Whether a case can be closed to anybody at all, whoever works on it and whatever happened in it. Asks nothing."""
    if not may_have_expired(case, today):
        return False
    law, earliest = law_of_retention(), dict.fromkeys(Event, case.opened_on)
    everybody = {role for kind in law.kinds.values() for role in kind.held_by}
    return any(kind.is_closed for kind in retention_of(law=law, events=earliest, roles=everybody, today=today).kinds)


def is_closed_to(*, role: str, case: Case, today: date) -> bool:
    """Whether everything in the case has expired, and the role is none of those that still read it then."""
    if not may_have_expired(case, today) or _keeps_open(role, case, today):
        return False
    if not _could_be_closed(case, set(Placement.objects.filter(case=case).values_list("role", flat=True)), today):
        return False
    retention = retention_in(case=case, today=today)
    return retention.is_closed and role not in retention.open_to


def _keeps_open(role: str, case: Case, today: date) -> bool:
    """Whether what this one role holds keeps the case open by itself, even if all had happened on its first day: then
    nothing need be asked of the database."""
    earliest = dict.fromkeys(Event, case.opened_on)
    retention = retention_of(law=law_of_retention(), events=earliest, roles={role}, today=today)
    return bool(retention.kinds) and not retention.is_closed


def _could_be_closed(case: Case, roles: Collection[str], today: date) -> bool:
    """Whether it were closed if all had happened on its first day; if not, the rest need not be asked."""
    earliest = dict.fromkeys(Event, case.opened_on)
    return retention_of(law=law_of_retention(), events=earliest, roles=roles, today=today).is_closed


def closed_to(*, role: str, case_ids: Iterable[str], today: date) -> frozenset[str]:
    """Which of these cases are closed to the role, for lists across cases. Only those that are old enough are asked."""
    shortest = _shortest_ago(Path(settings.RELAAS_LAW), today)
    if shortest is None:
        return frozenset()
    old = {case.pk: case for case in Case.objects.filter(pk__in=set(case_ids), opened_on__lt=shortest)}
    roles = roles_in(old)
    suspects = [case for case in old.values() if _could_be_closed(case, roles.get(case.pk, frozenset()), today)]
    found = set()
    for case in suspects:
        narrow_to(case_id=case.pk)
        if is_closed_to(role=role, case=case, today=today):
            found.add(case.pk)
    if suspects:
        widen()
    return frozenset(found)


@lru_cache(maxsize=8)
def _shortest_ago(root: Path, today: date) -> date | None:
    """Only a case that was opened before this day can have expired; None when nothing ever expires."""
    ends = [last_day(start_on=today, length=rule.length) for rule in retention_law(root).rules.values()]
    return today - (min(ends) - today) + _SPARE if ends else None


def due(*, actor: Actor, today: date) -> tuple[Due, ...]:
    """The cases of the actor's organisation that have expired or may be erased, or hold something that must be.

    The list changes nothing: a person decides on each (``erase_case``). Raises MandateEnded.
    """
    with logged(actor=actor, action=Action.SEE_RETENTION, now=timezone.now(), today=today, reads_only=True):
        return tuple(_due(actor, today))


def works_on(actor: Actor, case: Case) -> bool:
    """Whether the actor's organisation works or worked on the case, in whatever role."""
    return Placement.objects.filter(case=case, organisation_id=actor.organisation_id).exists()


def _due(actor: Actor, today: date) -> Iterator[Due]:
    mine = Placement.objects.filter(organisation_id=actor.organisation_id).values("case_id")
    kept = Case.objects.filter(pk__in=mine, erasure__isnull=True).order_by("pk")
    after = ""
    while cases := list(kept.filter(pk__gt=after)[:_BATCH]):
        old = [case for case in cases if may_have_expired(case, today)]
        for case, retention in zip(old, _retentions(old, today), strict=True):
            if retention.state > RetentionState.RUNNING or retention.overdue:
                yield Due(number=case.number, name=case.name, retention=retention)
        after = cases[-1].pk


def _retentions(cases: Sequence[Case], today: date) -> Iterator[Retention]:
    law, ids = law_of_retention(), [case.pk for case in cases]
    roles = _grouped(Placement.objects.filter(case_id__in=ids).order_by("case_id").values_list("case_id", "role"))
    latest = dict(RecordedAct.objects.filter(case_id__in=ids).values_list("case_id").annotate(Max("recorded_at")))
    ended = _ended(ids, today)
    for case in cases:
        events = {
            Event.OPENED: case.opened_on,
            Event.INFORMATION: amsterdam_date(max(case.opened_at, latest.get(case.pk) or case.opened_at)),
        }
        if case.pk in ended:
            events[Event.ENDED] = max(ended[case.pk], case.opened_on)
        yield retention_of(law=law, events=events, roles=roles.get(case.pk, set()), today=today)


def _ended(ids: Sequence[str], today: date) -> dict[str, date]:
    """Since when nobody owes anything in a case and its certainty about residence is final; only cases where that is
    so today."""
    owed = WorkItem.objects.filter(case_id__in=ids, until_on__gte=today)
    last_owed = dict(
        WorkItem.objects.filter(case_id__in=ids, until_on__lt=today).values_list("case_id").annotate(Max("until_on"))
    )
    open_ones = set(owed.values_list("case_id", flat=True))
    stages = CaseStage.objects.filter(case_id__in=ids, since_on__lte=today).order_by("case_id", "-since_on")
    found: dict[str, date] = {}
    for case_id, rows in groupby(stages, key=lambda row: row.case_id):
        since = _final_since(rows)
        if since is not None and case_id not in open_ones:
            found[case_id] = max(since, last_owed.get(case_id, since))
    return found


def _final_since(rows: Iterable[CaseStage]) -> date | None:
    """From the newest stage back, as long as the certainty was final."""
    since = None
    for row in rows:
        if _OPEN_ENDED.intersection(row.certainty.split(SEPARATOR)):
            break
        since = row.since_on
    return since


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    return {case_id: {role for _, role in group} for case_id, group in groupby(pairs, key=lambda pair: pair[0])}
