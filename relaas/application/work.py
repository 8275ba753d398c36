"""The two lists: what my role owes, and the cases it works on. Made for any day without a job having run."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.child.messages import MessageOwed, messages_owed
from relaas.application.law import access_law, library
from relaas.application.log import Action, Line, logged
from relaas.application.placed import placed_today
from relaas.application.retention import closed_to
from relaas.application.risk.late import RiskDueSeen, risks_of
from relaas.application.signals.reporting import ReportBegun, reports_begun
from relaas.application.story.notices import NoticeSeen, notices_of
from relaas.casework.course_kinds import UNKNOWN, Kinds, course_kinds
from relaas.kernel.when import DayCount, When
from relaas.procedure.model import Certainty, Regime
from relaas.storage.grants import readable_across
from relaas.storage.lists import SEPARATOR
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.lists import CaseStage, WorkItem

PAGE = 25
LONGEST_PAGE = 200
_OF_A_TASK = (
    "case_id", "case__number", "case__name", "case__regime", "acts", "role", "sort_on", "owed_earliest_on",
    "owed_latest_on", "has_due", "due_earliest_on", "due_latest_on", "is_bound", "is_certain",
)  # fmt: skip


class CursorInvalid(ValueError):
    """The place from which to go on is none that a page gave. Begin at the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One of ``acts`` is owed in a case. ``due_on`` None: no day; then ``is_bound`` says whether a term will bind it
    once that begins. ``overdue`` None: it depends on dates that are not known. ``days`` is how many days are left;
    below nought is late. ``certain``: owed whatever the dates that are not known."""

    number: str
    name: str
    regime: Regime
    acts: tuple[str, ...]
    role: str
    since: When
    due_on: When | None
    is_bound: bool
    overdue: bool | None
    days: DayCount | None
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPage:
    """What an actor's role owes, soonest first. ``next_cursor`` None: this is the last page. ``notices``, the
    ``reports`` of signals that the actor began and did not send, the ``messages`` of children that wait for an answer,
    and the ``risks`` (what is due in risk analyses, from this person) stand on the first page only."""

    today: date
    tasks: tuple[Task, ...]
    next_cursor: str | None
    notices: tuple[NoticeSeen, ...] = ()
    reports: tuple[ReportBegun, ...] = ()
    messages: tuple[MessageOwed, ...] = ()
    risks: tuple[RiskDueSeen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case in a list, as far as the actor may see it: how it stands today, the term that ends next of those that they
    may see, and what the actor's role owes first. ``certainty`` is empty where it may not be seen."""

    number: str
    name: str
    regime: Regime
    opened_on: date
    opened_at: datetime
    statuses: dict[str, tuple[str, ...]]
    certainty: tuple[Certainty, ...]
    next_term: str | None
    next_term_on: date | None
    next_task: Task | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """The cases that an actor works on, newest first. ``next_cursor`` None: this is the last page."""

    today: date
    cases: tuple[CaseRow, ...]
    next_cursor: str | None


def my_work(
    *, actor: Actor, today: date, cursor: str | None = None, limit: int = PAGE, now: datetime | None = None
) -> WorkPage:
    """What the actor's role owes at the actor's organisation, soonest first, without cases that are closed to the role.

    Raises CursorInvalid, MandateEnded.
    """
    after, now = _read_cursor(cursor, 3), now or timezone.now()
    limit = min(max(limit, 1), LONGEST_PAGE)
    with logged(actor=actor, action=Action.SEE_WORK, now=now, today=today, reads_only=True):
        found = _open_items(actor, today, after, limit + 1)
        notices = notices_of(actor, today=today, at=now) if after is None else ()
        reports = reports_begun(actor, now) if after is None else ()
        messages = messages_owed(actor, today) if after is None else ()
        risks = risks_of(actor=actor, today=today, now=now) if after is None else ()
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return WorkPage(
        today=today,
        tasks=tuple(_task(item, today) for item in shown),
        next_cursor=last and _cursor(last.sort_on.isoformat(), last.case_id, last.acts),
        notices=notices,
        reports=reports,
        messages=messages,
        risks=risks,
    )


def list_cases(
    *, actor: Actor, today: date, cursor: str | None = None, limit: int = PAGE, now: datetime | None = None
) -> CasesPage:
    """The cases that the actor's role works on at the actor's organisation, without those that were erased or
    have expired and are closed to the role.

    Raises CursorInvalid, MandateEnded.
    """
    after, now = _read_cursor(cursor, 1), now or timezone.now()
    limit = min(max(limit, 1), LONGEST_PAGE)
    with logged(actor=actor, action=Action.SEE_CASES, now=now, today=today, reads_only=True) as line:
        placed = Placement.objects.filter(placed_today(actor, today), case__erasure__isnull=True)
        placements = placed.select_related("case").order_by("-case_id")
        cases = _open_cases(actor, placements, today, after[0] if after else None, limit + 1)
        shown = cases[:limit]
        stages = _stages(shown, today)
        tasks = _first_tasks(actor, shown, today)
        granted = _granted(actor, shown, now, line)
    return CasesPage(
        today=today,
        cases=tuple(_case_row(case, stages[case.pk], tasks.get(case.pk), granted[case.pk]) for case in shown),
        next_cursor=_cursor(shown[-1].pk) if len(cases) > limit else None,
    )


def _granted(actor: Actor, cases: Sequence[Case], now: datetime, line: Line) -> dict[str, Kinds]:
    """The categories that the actor may read per case, noted in the log: one query for all cases of a page."""
    law = access_law()
    rules = readable_across(
        case_ids=[case.pk for case in cases],
        role=actor.role,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=now,
    )
    masks = {case.pk: reduce(or_, rules.get(case.pk, {}).values(), 0) for case in cases}
    course = law.mask(law.information.tracks.values())
    kinds = {mask: frozenset(law.categories_in(mask)) for mask in set(masks.values())}
    read = reduce(or_, masks.values(), 0) & course
    line.categories = law.categories_in(read)
    given = (rule for each in rules.values() for rule, categories in each.items() if categories & read)
    line.grounds = tuple(dict.fromkeys(given))
    return {pk: kinds[mask] for pk, mask in masks.items()}


def _standing(actor: Actor, today: date):  # type: ignore[no-untyped-def]
    """What is owed on a day, and no more of it than is shown: one range of the index, without rows of other days."""
    items = WorkItem.objects.filter(
        organisation_id=actor.organisation_id, role=actor.role, since_on__lte=today, until_on__gte=today
    )
    return items.values_list(*_OF_A_TASK, named=True)


def _open_items(actor: Actor, today: date, after: Sequence[str] | None, amount: int) -> list[Any]:
    """So many of what is owed, in cases that are open to the role; what is closed makes no page shorter."""
    items = _standing(actor, today).order_by("sort_on", "case_id", "acts")
    found: list[Any] = []
    while len(found) < amount:
        here = items if after is None else items.filter(_behind(date.fromisoformat(after[0]), after[1], after[2]))
        batch = list(here[:amount])
        closed = closed_to(role=actor.role, case_ids=[item.case_id for item in batch], today=today)
        found += [item for item in batch if item.case_id not in closed]
        if len(batch) < amount:
            break
        after = (batch[-1].sort_on.isoformat(), batch[-1].case_id, batch[-1].acts)
    return found[:amount]


def _open_cases(
    actor: Actor, placements: QuerySet[Placement], today: date, after: str | None, amount: int
) -> list[Case]:
    """So many cases that are open to the role; what is closed makes no page shorter."""
    found: list[Case] = []
    while len(found) < amount:
        batch = list((placements if after is None else placements.filter(case_id__lt=after))[:amount])
        closed = closed_to(role=actor.role, case_ids=[one.case_id for one in batch], today=today)
        found += [one.case for one in batch if one.case_id not in closed]
        if len(batch) < amount:
            break
        after = batch[-1].case_id
    return found[:amount]


def _behind(sort_on: date, case_id: str, acts: str) -> Q:
    same_day = Q(sort_on=sort_on) & (Q(case_id__gt=case_id) | Q(case_id=case_id, acts__gt=acts))
    return Q(sort_on__gte=sort_on) & (Q(sort_on__gt=sort_on) | same_day)


def _stages(cases: Sequence[Case], today: date) -> dict[str, CaseStage]:
    rows = CaseStage.objects.filter(case_id__in=[case.pk for case in cases]).order_by("case_id", "-since_on")
    found: dict[str, CaseStage] = {}
    for row in rows:
        # The stage of the day; for a day before all of them, the first.
        if row.case_id not in found or found[row.case_id].since_on > today:
            found[row.case_id] = row
    return found


def _first_tasks(actor: Actor, cases: Sequence[Case], today: date) -> dict[str, Task]:
    ids = [case.pk for case in cases]
    items = _standing(actor, today).filter(case_id__in=ids).order_by("case_id", "-sort_on", "-acts")
    return {item.case_id: _task(item, today) for item in items}


def _task(item: Any, today: date) -> Task:
    due = When(earliest=item.due_earliest_on, latest=item.due_latest_on) if item.has_due else None
    return Task(
        number=item.case__number,
        name=item.case__name,
        regime=library().regime(item.case__regime),
        acts=tuple(item.acts.split(SEPARATOR)),
        role=item.role,
        since=When(earliest=item.owed_earliest_on, latest=item.owed_latest_on),
        due_on=due,
        is_bound=item.is_bound,
        overdue=False if due is None else due.is_before(today),
        days=None if due is None else When.exact(today).days_until(due),
        certain=item.is_certain,
    )


def _case_row(case: Case, stage: CaseStage, task: Task | None, granted: Kinds) -> CaseRow:
    regime = library().regime(case.regime)
    kinds = course_kinds(regime=regime, information=access_law().information)
    mine = {regime.acts[act].within_term for act in task.acts} if task is not None else set()
    terms = (one for one in stage.terms if one[0] in mine or kinds.terms.get(one[0], UNKNOWN) <= granted)
    next_term, next_term_on = next(iter(terms), (None, None))
    certainty = stage.certainty.split(SEPARATOR) if kinds.certainty <= granted else ()
    return CaseRow(
        number=case.number,
        name=case.name,
        regime=regime,
        opened_on=case.opened_on,
        opened_at=case.opened_at,
        statuses={
            track: tuple(statuses)
            for track, statuses in stage.statuses.items()
            if kinds.tracks.get(track, UNKNOWN) <= granted
        },
        certainty=tuple(Certainty(value) for value in certainty),
        next_term=next_term,
        next_term_on=None if next_term_on is None else date.fromisoformat(next_term_on),
        next_task=task,
    )


def _cursor(*place: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def _read_cursor(cursor: str | None, size: int) -> list[str] | None:
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(place, list) or len(place) != size or not all(isinstance(part, str) for part in place):
            raise CursorInvalid(f"{cursor} is no place in this list.")
        if size > 1:
            date.fromisoformat(place[0])
    except (ValueError, binascii.Error):
        raise CursorInvalid(f"{cursor} is no place in this list.") from None
    return place
