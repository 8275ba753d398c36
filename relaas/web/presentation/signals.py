"""Signals, the receipt of one, and the assessment of all together, in words and as a small picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relaas.application.signals.assessment import AssessmentPage
from relaas.application.signals.content import Known
from relaas.application.signals.reporting import Receipt, ReportBegun
from relaas.application.signals.signals_page import SignalSeen, SignalsPage
from relaas.casework.assessment import Round, Said
from relaas.casework.wording import word_day, word_role, word_roles, word_when
from relaas.kernel.moments import amsterdam_date
from relaas.procedure.model import Regime
from relaas.web.presentation.access_words import word_holder
from relaas.web.presentation.case import word_moment
from relaas.web.signal_form import known_words

# The picture: a line of days, a mark for each signal where it was seen, and a tick where it was recorded.
_WIDTH, _ROW, _EDGE, _AXIS = 720, 22, 24, 26


def receipt_view(found: Receipt, language: str) -> dict[str, Any]:
    """What is said back: which case, and who must now tell the child by when."""
    regime = found.regime
    return {
        "number": found.number,
        "name": found.name,
        "sent": word_moment(found.sent_at, language),
        "opened": found.opened,
        "informing": [
            {
                "what": _(" of ").join(regime.acts[act].title.in_language(language) for act in duty.acts),
                "who": word_roles(regime, duty.by, language),
                "by": word_when(duty.due_on, language) if duty.due_on else "",
            }
            for duty in found.informing
        ],
    }


def report_view(report: ReportBegun, language: str) -> dict[str, str]:
    """A report that was begun, for *my work*: when it was kept and how long it is, nothing of what it says."""
    return {
        "key": report.key,
        "saved": word_moment(report.saved_at, language),
        "until": word_day(amsterdam_date(report.until) - timedelta(days=1), language),
    }


def signals_view(found: SignalsPage, language: str) -> list[dict[str, Any]]:
    """Each signal: who, when, what was seen and what was heard."""
    return [_signal(one, language) for one in found.signals]


def _signal(one: SignalSeen, language: str) -> dict[str, Any]:
    words, content = known_words(), one.content
    return {
        "number": one.number,
        "who": word_holder(one.role, one.organisation),
        "recorded": word_moment(one.recorded_at, language),
        "is_annulled": one.is_annulled,
        "is_withheld": content is None and not one.own_words,
        "own_words": one.own_words,
        "place": content.place if content else "",
        "when": word_when(content.on, language) if content else "",
        "seen": content.seen if content else "",
        "heard": content.heard if content else "",
        "heard_from": words[content.heard_from] if content and content.heard_from else "",
        "signs": [
            {"code": sign.code, "title": sign.title.in_language(language) if sign.title else sign.code, "known": how}
            for known, how in words.items()
            for sign in one.signs
            if sign.known is known
        ],
        "has_seen": any(sign.known is Known.SEEN for sign in one.signs),
    }


def signals_picture(found: SignalsPage, language: str) -> SafeString | None:
    """When the signals were seen and recorded, as a small drawing; None without any day. The list says the same."""
    dated = [one for one in found.signals if one.content is not None and not one.is_annulled]
    if not dated:
        return None
    days = [amsterdam_date(one.recorded_at) for one in dated]
    days += [day for one in dated if one.content for day in (one.content.on.earliest, one.content.on.latest) if day]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def across(day: date) -> int:
        return _EDGE + round((_WIDTH - 2 * _EDGE) * (day - first).days / span)

    height = _ROW * len(dated) + _AXIS
    marks = format_html_join("", "{}", ((mark,) for mark in _marks(dated, across)))
    ends = [(_EDGE, "start", word_day(first, language))]
    ends += [(_WIDTH - _EDGE, "end", word_day(last, language))] if last > first else []
    axis = format_html_join(
        "", '<text x="{}" y="{}" text-anchor="{}" class="axis">{}</text>',
        ((x, height - 6, anchor, text) for x, anchor, text in ends),
    )  # fmt: skip
    return format_html(
        '<svg class="signals-picture" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        _WIDTH, height, _("Wanneer de signalen zijn gezien (stip) en vastgelegd (streep)"), marks, axis,
    )  # fmt: skip


def _marks(dated: Sequence[SignalSeen], across: Any) -> Iterator[SafeString]:
    for row, one in enumerate(dated):
        y = _ROW * row + _ROW // 2
        assert one.content is not None
        on, recorded = one.content.on, across(amsterdam_date(one.recorded_at))
        begin, end = on.earliest or on.latest, on.latest or on.earliest
        yield format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" class="recorded"/>', recorded, y - 7, recorded, y + 7)
        if begin is not None and end is not None:
            x1, x2 = across(begin), across(end)
            yield format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" class="between"/>', x1, y, max(x2, recorded), y)
            yield format_html('<circle cx="{}" cy="{}" r="6" class="seen"/>', x1, y)
            if x2 != x1:
                yield format_html('<circle cx="{}" cy="{}" r="6" class="seen"/>', x2, y)
        yield format_html('<text x="{}" y="{}" class="number">{}</text>', 2, y + 5, one.number)


def assessment_view(found: AssessmentPage, language: str) -> dict[str, Any]:
    """Who takes part, what each thinks, what was decided, what can be done now."""
    regime = found.case.facts.regime
    views = _view_titles(regime, language)
    return {
        "participants": [
            {
                "who": f"{word_role(regime, one.role, language)} ({one.organisation})",
                "is_own": one.is_own,
                "view": _said(one.view, regime, views, language) if one.view else None,
            }
            for one in found.participants
        ],
        "waiting": sum(one.view is None for one in found.participants),
        "chairs": word_roles(regime, found.chairs, language),
        "is_open": bool(found.rounds) and found.rounds[-1].decision is None,
        "decision": _decision(found.rounds, regime, views, language),
        "rounds": [_round(one, regime, views, language) for one in found.rounds],
        "begun": bool(found.rounds),
        "can_do": [{"act": act, "title": regime.acts[act].title.in_language(language)} for act in found.can_do],
        "known": regime.assessment is not None,
    }


def _decision(rounds: Sequence[Round], regime: Regime, views: dict[str, str], language: str) -> dict[str, Any] | None:
    decision = rounds[-1].decision if rounds else None
    return _said(decision, regime, views, language) if decision else None


def _round(one: Round, regime: Regime, views: dict[str, str], language: str) -> dict[str, Any]:
    acts = (*one.views, *one.asked, *((one.decision,) if one.decision else ()))
    return {
        "begun": _said(one.begun, regime, views, language),
        "acts": [_said(act, regime, views, language) for act in sorted(acts, key=lambda act: act.recorded_at)],
        "is_decided": one.decision is not None,
    }


def _said(said: Said, regime: Regime, views: dict[str, str], language: str) -> dict[str, Any]:
    """What somebody said in it. The words of a signal itself stand on the page of signals, so not here."""
    known, form = regime.assessment, dict(said.form)
    view = views.get(str(form.pop("view", "")), "")
    is_signal = known is not None and said.act in known.signals
    reasons = "" if is_signal else "\n\n".join(value for value in form.values() if isinstance(value, str))
    return {
        "title": regime.acts[said.act].title.in_language(language),
        "who": f"{word_role(regime, said.role, language)} ({said.organisation_name})",
        "on": word_when(said.on, language),
        "view": view,
        "reasons": reasons,
    }


def _view_titles(regime: Regime, language: str) -> dict[str, str]:
    """What the views are called, in the words of the law."""
    acts = regime.assessment.views if regime.assessment is not None else ()
    fields = (field for act in acts for field in regime.acts[act].records.values())
    return {value: text.in_language(language) for field in fields for value, text in field.of.items()}
