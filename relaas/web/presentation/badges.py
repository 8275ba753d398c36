"""Short marks: a text, and a colour and sign that repeat what the text says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relaas.casework.wording import word_certainty, word_days, word_phase
from relaas.kernel.when import DayCount
from relaas.procedure.model import Certainty
from relaas.procedure.phases import TermPhase
from relaas.procedure.situation import Duty

SOON = 7
_PHASE_SIGNS = {
    TermPhase.RUNNING: ("sea", "clock"),
    TermPhase.SUSPENDED: ("amber", "pause"),
    TermPhase.MET: ("green", "done"),
    TermPhase.MISSED: ("red", "late"),
}
_CERTAINTY_TONES = {
    Certainty.NONE: "amber",
    Certainty.TEMPORARY: "sea",
    Certainty.DURABLE: "green",
    Certainty.LOST: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A mark. ``tone`` and ``icon`` may be empty; neither says anything that ``text`` does not."""

    text: str
    tone: str = ""
    icon: str = ""


def phase_badge(phases: tuple[TermPhase, ...], language: str) -> Badge:
    """The state of a term, or all states that it may be in."""
    tone, icon = _PHASE_SIGNS.get(phases[0], ("", "")) if len(phases) == 1 else ("amber", "")
    return Badge(text=_or(word_phase(phase, language) for phase in phases), tone=tone, icon=icon)


def certainty_badge(certainties: tuple[Certainty, ...], language: str) -> Badge:
    """What the child is certain of about its residence."""
    tone = _CERTAINTY_TONES[certainties[0]] if len(certainties) == 1 else "amber"
    return Badge(text=_or(word_certainty(certainty, language) for certainty in certainties), tone=tone)


def duty_badge(duty: Duty, days_left: DayCount, language: str) -> Badge:
    """How urgent a duty is."""
    if duty.overdue:
        return Badge(
            text=_("te laat: %(days)s") % {"days": word_days(duty.days_overdue, language)}, tone="red", icon="late"
        )
    if duty.overdue is None:
        return Badge(text=_("mogelijk te laat"), tone="red", icon="late")
    if duty.due_on is None:
        return Badge(text=_("nog geen termijn") if duty.bound else _("geen termijn in de regeling"))
    return days_badge(days_left.least, language)


def days_badge(days: int | None, language: str) -> Badge:
    """How many days are left; below zero is too late, None is not known."""
    if days is None:
        return Badge(text=_("datum onbekend"), icon="clock")
    if days < 0:
        late = word_days(DayCount(least=-days, most=-days), language)
        return Badge(text=_("te laat: %(days)s") % {"days": late}, tone="red", icon="late")
    if days == 0:
        return Badge(text=_("vandaag"), tone="amber", icon="clock")
    text = ngettext("nog %(days)s dag", "nog %(days)s dagen", days) % {"days": days}
    return Badge(text=text, tone="amber" if days <= SOON else "", icon="clock")


def _or(words: Iterable[str]) -> str:
    return _(" of ").join(words)
