"""Seeing a case: as it stands, or as it was known at some moment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.case_page import CasePage, page_of
from relaas.application.law import library
from relaas.application.log import Action, Line, logged
from relaas.application.placed import CaseErased, placed_case
from relaas.kernel.moments import amsterdam_date
from relaas.procedure.model import Regime
from relaas.storage.erasures import is_erased
from relaas.storage.histories import StoredAct, history_of, read_acts
from relaas.storage.models.cases import Case, RecordedAct
from relaas.storage.sealing import CaseCipher, KeyDestroyed, cipher_of


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the database has of a case, still sealed."""

    case: Case
    rows: list[RecordedAct]

    @property
    def regime(self) -> Regime:
        """The law that governs it."""
        return library().regime(self.case.regime)


def see_case(*, actor: Actor, number: str, today: date) -> CasePage:
    """The case as it stands today, for somebody who works on it.

    Raises NotFound, CaseErased, CaseExpired, MandateEnded.
    """
    with logged(actor=actor, action=Action.SEE_CASE, now=timezone.now(), today=today, reads_only=True) as line:
        material = _material(actor, number, today, line)
    cipher, acts = _open(material)
    return page_of(
        actor=actor,
        case=material.case,
        regime=material.regime,
        reason=_reason(material.case, cipher),
        acts=acts,
        history=history_of(acts),
        today=today,
    )


def known_on(*, actor: Actor, number: str, moment: datetime, today: date) -> CasePage:
    """What was known at a moment, judged on that moment's day: acts recorded later are left out, also corrections.

    Raises NotFound, CaseErased, CaseExpired, MandateEnded; NaiveMoment when the moment does not say its time zone.
    """
    day = amsterdam_date(moment)
    with logged(
        actor=actor, action=Action.SEE_WHAT_WAS_KNOWN, now=timezone.now(), today=today, reads_only=True
    ) as line:
        material = _material(actor, number, today, line)
    cipher, acts = _open(material)
    return page_of(
        actor=actor,
        case=material.case,
        regime=material.regime,
        reason=_reason(material.case, cipher),
        acts=[act for act in acts if act.row.recorded_at <= moment],
        history=history_of(acts).known_at(moment),
        today=day,
        known_at=moment,
    )


def _material(actor: Actor, number: str, today: date, line: Line) -> Material:
    case = placed_case(actor=actor, number=number, today=today, line=line)
    return Material(case, acts_of(case))


def acts_of(case: Case) -> list[RecordedAct]:
    """The acts of a case in the order in which they were recorded, with the organisation that recorded them."""
    return list(case.acts.select_related("organisation").order_by("sequence"))


def _open(material: Material) -> tuple[CaseCipher, list[StoredAct]]:
    try:
        cipher = cipher_of(case_id=material.case.pk)
    except KeyDestroyed:
        if is_erased(material.case.pk):
            raise CaseErased(f"Case {material.case.number} was erased a moment ago.") from None
        raise
    return cipher, read_acts(rows=material.rows, cipher=cipher)


def _reason(case: Case, cipher: CaseCipher) -> str:
    return str(cipher.open(place=0, sealed=bytes(case.ciphertext))["reason"])
