"""The rows of the lists in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from relaas.application.work import CaseRow, Task
from relaas.casework.wording import word_day, word_when
from relaas.procedure.model import Regime
from relaas.web.presentation.badges import Badge, certainty_badge, days_badge


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """Something that is owed in a case. ``act``: the one act, when there is no choice between several."""

    number: str
    name: str
    regime: str
    duty: str
    act: str
    due: str
    badge: Badge
    late: bool
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRowView:
    """A case in a list."""

    number: str
    name: str
    regime: str
    opened: str
    certainty: Badge | None
    stage: str
    term: str
    task: TaskView | None


def task_view(task: Task, language: str) -> TaskView:
    """One line of *my work*."""
    return TaskView(
        number=task.number,
        name=task.name,
        regime=task.regime.title.in_language(language),
        duty=_(" of ").join(task.regime.acts[act].title.in_language(language) for act in task.acts),
        act=task.acts[0] if len(task.acts) == 1 else "",
        due=word_when(task.due_on, language) if task.due_on else "",
        badge=_badge(task, language),
        late=task.overdue is not False,
        certain=task.certain,
    )


def case_row_view(row: CaseRow, language: str) -> CaseRowView:
    """One line of the list of cases."""
    return CaseRowView(
        number=row.number,
        name=row.name,
        regime=row.regime.title.in_language(language),
        opened=word_day(row.opened_on, language),
        certainty=certainty_badge(row.certainty, language) if row.certainty else None,
        stage=_stage(row, language),
        term=_term(row, language),
        task=task_view(row.next_task, language) if row.next_task else None,
    )


def _badge(task: Task, language: str) -> Badge:
    if task.days is None:
        return Badge(text=_("nog geen termijn") if task.is_bound else _("geen termijn in de regeling"))
    if task.overdue is None:
        return Badge(text=_("mogelijk te laat"), tone="red", icon="late")
    return days_badge(task.days.most if task.overdue else task.days.least, language)


def _stage(row: CaseRow, language: str) -> str:
    """The statuses that are no longer those with which every case begins."""
    moved = [
        _(" of ").join(_status(row.regime, track, status, language) for status in statuses)
        for track, statuses in row.statuses.items()
        if track in row.regime.tracks and statuses != (row.regime.tracks[track].start,)
    ]
    return "; ".join(moved)


def _status(regime: Regime, track: str, status: str, language: str) -> str:
    return regime.tracks[track].statuses[status].title.in_language(language)


def _term(row: CaseRow, language: str) -> str:
    if not row.next_term or not row.next_term_on or row.next_term not in row.regime.terms:
        return ""
    title = row.regime.terms[row.next_term].title.in_language(language)
    return f"{title}: {word_day(row.next_term_on, language)}"
