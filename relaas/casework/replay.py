"""A published case through the law of its days: what each step was, what was due, what was late, what it added up to.

Each step is judged by the law of its own day, the case as a whole by the law of the last day that is modelled. Steps
before the first day of a version are read under that version too, because transitional law was not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.casework.published import Precision, PublishedCase, ReadExtent
from relaas.casework.replay_findings import Found, check_findings
from relaas.casework.replay_mapping import CaseReading, ReplayData
from relaas.casework.replay_owed import NotOwed, Owed, owed_course
from relaas.casework.replay_reading import ReadEvent, read_events
from relaas.casework.replay_steps import Judge, JudgedStep, Unjudged, Whole
from relaas.procedure.library import Library


class Limit(StrEnum):
    """What a case cannot answer."""

    LAW_NOT_MODELLED = "law_not_modelled"
    LAW_UNDATED = "law_undated"
    JUDGED_UNTIL = "judged_until"
    NOT_A_MINOR = "not_a_minor"
    AGE_NOT_STATED = "age_not_stated"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    SUMMARISED = "summarised"
    EXCERPT = "excerpt"
    DATES_UNKNOWN = "dates_unknown"
    NOT_SEEN = "not_seen"
    TOO_UNCERTAIN = "too_uncertain"
    ADJACENT = "adjacent"
    PRESUPPOSED = "presupposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReplay:
    """Everything that a replay says about one case. ``whole`` is None where no law of the case is modelled."""

    case: PublishedCase
    until: date
    steps: tuple[JudgedStep, ...]
    whole: Whole | Unjudged
    owed: Owed | NotOwed
    found: tuple[Found, ...]
    limits: tuple[Limit, ...]


def replay_case(*, case: PublishedCase, library: Library, data: ReplayData, until: date | None = None) -> CaseReplay:
    """Replay one case up to and including ``until``; by default the day of its last event that has one."""
    day = until or last_day(case)
    reading = data.findings.cases.get(case.id, CaseReading())
    events = read_events(case=case, mapping=data.mapping, reading=reading, until=day)
    judge = Judge(library=library, mapping=data.mapping, events=events, until=day)
    steps = judge.steps()
    whole = judge.whole(steps)
    return CaseReplay(
        case=case,
        until=day,
        steps=steps,
        whole=whole,
        owed=owed_course(case=case, events=events, library=library, data=data),
        found=check_findings(case=case, reading=reading, steps=steps, judge=judge),
        limits=tuple(_limits(case, events, steps, whole)),
    )


def last_day(case: PublishedCase) -> date:
    """The latest day that any event of the case can have been on, among those with a date."""
    days = [event.on.latest for event in case.events if event.on.latest is not None]
    if not days:
        raise ValueError(f"{case.id}: no event has a date, so say up to which day to replay it (--until)")
    return max(days)


_SUMMARIES = (ReadExtent.SUMMARY, ReadExtent.NGO, ReadExtent.REGISTER, ReadExtent.PRESS)


def _limits(
    case: PublishedCase, events: tuple[ReadEvent, ...], steps: tuple[JudgedStep, ...], whole: Whole | Unjudged
) -> list[Limit]:
    unjudged = [step.laws for step in steps if isinstance(step.laws, Unjudged)]
    holds = {
        Limit.LAW_NOT_MODELLED: any(law.known for law in unjudged),
        Limit.LAW_UNDATED: any(not law.known for law in unjudged),
        Limit.JUDGED_UNTIL: isinstance(whole, Whole) and whole.cut_short,
        Limit.TOO_UNCERTAIN: any(step.too_uncertain for step in steps),
        Limit.NOT_A_MINOR: case.subject.minor is False,
        Limit.AGE_NOT_STATED: case.subject.minor is None,
        Limit.BIRTH_DATE_UNKNOWN: case.subject.minor is True and all(e.event.type != "turned_18" for e in events),
        Limit.SUMMARISED: case.read_extent in _SUMMARIES,
        Limit.EXCERPT: case.read_extent not in _SUMMARIES,
        Limit.DATES_UNKNOWN: any(event.event.date_precision is Precision.UNKNOWN for event in events),
        Limit.PRESUPPOSED: any(deed.presupposed for event in events for deed in event.deeds),
        Limit.NOT_SEEN: case.not_seen is not None,
        Limit.ADJACENT: case.adjacent,
    }
    return [limit for limit, so in holds.items() if so]
