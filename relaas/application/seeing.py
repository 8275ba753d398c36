"""Seeing a case: as it stands, or as it was known at some moment; and why something in it is so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.case_page import CaseFacts, CasePage, facts_of, page_of
from relaas.application.course import Projection, project
from relaas.application.door import Door, enter
from relaas.application.log import Action, Line, Refused, logged
from relaas.application.placed import CaseErased
from relaas.application.story.finding_uses import findings_beside
from relaas.application.story.request_pages import emergencies_beside
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.procedure.evaluator import situation_on
from relaas.procedure.explanation import Because, why_power, why_right, why_status, why_term
from relaas.procedure.situation import Situation
from relaas.storage.erasures import is_erased
from relaas.storage.histories import StoredAct, history_of, read_acts
from relaas.storage.models.cases import Case, RecordedAct
from relaas.storage.sealing import CaseCipher, KeyDestroyed
from relaas.story.access import Verb


class NothingToExplain(Refused):
    """Nothing of that kind is so in the case, or nothing has that name in its law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something is so, as far as the actor may see the reasons. ``why_withheld`` is the ground on which the others
    are kept back, whether or not there are any."""

    facts: CaseFacts
    because: Because
    today: date
    why_withheld: Text


def see_case(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> CasePage:
    """The case as it stands today, as far as the actor may see it now.

    Raises NotFound, CaseErased, CaseExpired, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_CASE, now=now, today=today, reads_only=True) as line:
        opened = _open(actor, number, now, today, line)
        projection = opened.projection(opened.acts)
        projection.note()
        findings = findings_beside(opened.door, projection.sequences)
        emergencies = emergencies_beside(opened.door)
    return page_of(
        door=opened.door,
        projection=projection,
        reason=opened.reason,
        history=history_of(opened.acts),
        today=today,
        findings=findings,
        emergencies=emergencies,
    )


def known_on(*, actor: Actor, number: str, moment: datetime, today: date, now: datetime | None = None) -> CasePage:
    """What was known at a moment, judged on that moment's day: acts recorded later are left out, also corrections.
    What of it is shown is decided by what the actor may see now.

    Raises NotFound, CaseErased, CaseExpired, MandateEnded; NaiveMoment when the moment does not say its time zone.
    """
    day, now = amsterdam_date(moment), now or timezone.now()
    with logged(actor=actor, action=Action.SEE_WHAT_WAS_KNOWN, now=now, today=today, reads_only=True) as line:
        opened = _open(actor, number, now, today, line)
        projection = opened.projection([act for act in opened.acts if act.row.recorded_at <= moment])
        projection.note()
    return page_of(
        door=opened.door,
        projection=projection,
        reason=opened.reason,
        history=history_of(opened.acts).known_at(moment),
        today=day,
        known_at=moment,
    )


def explain(
    *, actor: Actor, number: str, kind: str, subject: str, today: date, now: datetime | None = None
) -> Explanation:
    """Why a ``status`` (of a track), a ``term``, a ``right`` or the possibility of an ``act`` is what it is.

    Raises NotFound, CaseErased, CaseExpired, NothingToExplain, MandateEnded; NotGranted for a part of the case that the
    actor may not see, the same whether or not there is anything.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_CASE, now=now, today=today, reads_only=True) as line:
        opened = _open(actor, number, now, today, line)
        projection = opened.projection(opened.acts)
        whole = situation_on(regime=opened.door.regime, history=history_of(opened.acts), today=today)
        _require_shown(opened.door, projection, whole, kind, subject)
        reason = _reason(whole, kind, subject)
        projection.note()
    return Explanation(
        facts=facts_of(opened.door, opened.reason),
        because=projection.view.because(reason),
        today=today,
        why_withheld=opened.door.why_withheld,
    )


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case at the door with all its acts opened: what a projection is made of. It does not leave the application."""

    door: Door
    acts: list[StoredAct]
    reason: str

    def projection(self, acts: list[StoredAct]) -> Projection:
        """What the actor may see of these acts."""
        return project(door=self.door, acts=acts)


def acts_of(case: Case) -> list[RecordedAct]:
    """The acts of a case in the order in which they were recorded, with the organisation that recorded them."""
    return list(case.acts.select_related("organisation").order_by("sequence"))


def _open(actor: Actor, number: str, now: datetime, today: date, line: Line) -> OpenedCase:
    door = enter(actor=actor, number=number, at=now, today=today, line=line)
    rows, cipher = acts_of(door.case), _cipher(door)
    reason = str(cipher.open(place=0, sealed=bytes(door.case.ciphertext))["reason"])
    return OpenedCase(door, read_acts(rows=rows, cipher=cipher), reason)


def _cipher(door: Door) -> CaseCipher:
    try:
        return door.cipher
    except KeyDestroyed:
        if is_erased(door.case.pk):
            raise CaseErased(f"Case {door.case.number} was erased a moment ago.") from None
        raise


def _require_shown(door: Door, projection: Projection, whole: Situation, kind: str, subject: str) -> None:
    """Raise NothingToExplain for what the law does not know, NotGranted for what the actor may not see.

    The law of an act may always be asked; what of the case it turns on is kept back below it.
    """
    view = projection.view
    open_to_all = dict.fromkeys(view.regime.acts, frozenset[str]())
    parts = {"status": view.kinds.tracks, "term": view.kinds.terms, "right": view.kinds.rights, "act": open_to_all}
    kinds = parts.get(kind, {}).get(subject)
    if kinds is None:
        raise NothingToExplain(f"{kind} {subject}")
    is_mine = kind == "term" and any(state.term == subject for state in view.situation(whole).terms)
    if not kinds <= view.granted and not is_mine:
        raise door.not_granted(Verb.READ, *(name for name in door.law.information.categories if name in kinds))


def _reason(whole: Situation, kind: str, subject: str) -> Because:
    has_begun = any(subject in branch.started for branch in whole.branches)
    if (kind == "term" and not has_begun) or (kind == "right" and subject not in whole.rights):
        raise NothingToExplain(f"{kind} {subject}")
    return _WHY[kind](whole, subject)


_WHY: dict[str, Callable[[Situation, str], Because]] = {
    "status": why_status,
    "term": why_term,
    "right": why_right,
    "act": why_power,
}
