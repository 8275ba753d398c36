"""A case in words: its heading, its history, and what who looks can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from relaas.application.case_page import ActKind, CaseFacts, CasePage
from relaas.application.course import HistoryRow
from relaas.application.door import Withheld
from relaas.application.law import access_law
from relaas.application.story.finding_uses import FindingBrief
from relaas.casework.wording import word_day, word_fact_value, word_role, word_when
from relaas.procedure.model import FactType, FieldType, FormField, Regime, RegimeKind
from relaas.web.presentation.situation import ActLink


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What a case is called, and which law governs it and why."""

    number: str
    name: str
    regime: str
    regime_title: str
    why: str
    reason: str
    law_file_changed: bool
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One recorded act. ``withheld`` is said of every act of another organisation, whatever it wrote."""

    number: int
    title: str
    day: str
    role: str
    organisation: str
    recorded: str
    answers: tuple[tuple[str, str], ...]
    written: tuple[tuple[str, str], ...]
    reason: str
    against_rules: bool
    annulled: bool
    withheld: bool
    may_correct: bool
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MayView:
    """What the role can record now besides what it owes, and everything else of its role for what happened in fact."""

    powers: tuple[ActLink, ...]
    events: tuple[ActLink, ...]
    others: tuple[ActLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldView:
    """What is not shown, and on which ground: the same whether or not there is anything."""

    title: str
    why: str


def withheld_view(withheld: Iterable[Withheld], language: str) -> tuple[WithheldView, ...]:
    """A notice per kind of information that who looks may not see."""
    categories = access_law().information.categories
    return tuple(
        WithheldView(title=categories[one.category].title.in_language(language), why=one.why.in_language(language))
        for one in withheld
    )


def case_view(facts: CaseFacts, language: str) -> CaseView:
    """The heading of a case."""
    return CaseView(
        number=facts.number,
        name=facts.name,
        regime=facts.regime.regime,
        regime_title=facts.regime.title.in_language(language),
        why=_why_regime(facts, language),
        reason=facts.reason or "",
        law_file_changed=facts.law_file_changed,
        opened=word_day(facts.opened_on, language),
    )


def history_view(
    rows: tuple[HistoryRow, ...], regime: Regime, language: str, findings: Sequence[FindingBrief] = ()
) -> tuple[RowView, ...]:
    """The acts, the latest first, each with the findings on which it rests as far as they may be seen."""
    return tuple(
        _row(row, regime, language, tuple(one.words for one in findings if row.number in one.acts))
        for row in reversed(rows)
    )


def may_view(page: CasePage, role: str, language: str) -> MayView:
    """The acts that are open to the role, and those of its role that are not."""
    regime = page.situation.regime
    links = {kind: _links(page, kind, language) for kind in ActKind}
    open_now = {possible.act for possible in page.may}
    others = [
        ActLink(act=name, title=act.title.in_language(language), mine=True)
        for name, act in regime.acts.items()
        if role in act.by and name not in open_now
    ]
    return MayView(powers=links[ActKind.POWER], events=links[ActKind.EVENT], others=tuple(others))


def word_moment(moment: datetime, language: str) -> str:
    """A moment in Dutch time: 17 juni 2016, 14:05."""
    local = timezone.localtime(moment)
    return f"{word_day(local.date(), language)}, {local:%H:%M}"


def _links(page: CasePage, kind: ActKind, language: str) -> tuple[ActLink, ...]:
    acts = page.situation.regime.acts
    return tuple(
        ActLink(
            act=possible.act,
            title=acts[possible.act].title.in_language(language),
            mine=True,
            until=word_when(possible.until, language) if possible.until else "",
            certain=possible.certain,
        )
        for possible in page.may
        if possible.kind is kind
    )


def _why_regime(facts: CaseFacts, language: str) -> str:
    why = facts.why_regime
    day = word_day(date.fromisoformat(str(why["on"])), language)
    if why["basis"] == "law_of_the_day":
        return _("Dit was de geldende regeling op %(day)s, de dag waarop de zaak begon.") % {"day": day}
    if facts.regime.kind is RegimeKind.PROPOSAL:
        return _("Dit is een voorstel en geen geldend recht; bij het openen op %(day)s is er bewust voor gekozen.") % {
            "day": day
        }
    return _("Deze regeling is bij het openen op %(day)s uitdrukkelijk gekozen.") % {"day": day}


def _row(row: HistoryRow, regime: Regime, language: str, findings: tuple[str, ...]) -> RowView:
    act = regime.acts.get(row.act) if row.act else None
    fields = act.records if act else {}
    return RowView(
        number=row.number,
        title=act.title.in_language(language) if act else _annulment(row),
        day=word_when(row.on, language),
        role=word_role(regime, row.role, language),
        organisation=row.organisation,
        recorded=word_moment(row.recorded_at, language),
        answers=(
            *(_answer(regime, name, value, language) for name, value in row.answers.items()),
            *((regime.facts[name].title.in_language(language), _("Niet te zien")) for name in row.withheld_answers),
        ),
        written=tuple(_written(fields, name, value, language) for name, value in (row.form or {}).items()),
        reason=row.reason or "",
        against_rules=row.against_rules,
        annulled=row.is_annulled,
        withheld=row.is_withheld,
        may_correct=row.is_own and not row.is_annulled and act is not None,
        findings=findings,
    )


def _annulment(row: HistoryRow) -> str:
    if row.annuls is None:
        return _("Herstel: een handeling telt niet")
    return _("Herstel: handeling %(number)s telt niet") % {"number": row.annuls}


def _answer(regime: Regime, name: str, value: Any, language: str) -> tuple[str, str]:
    fact = regime.facts[name]
    worded = word_day(value, language) if fact.type is FactType.DATE else word_fact_value(regime, name, value, language)
    return fact.title.in_language(language), worded


def _written(fields: Mapping[str, FormField], name: str, value: Any, language: str) -> tuple[str, str]:
    field = fields.get(name)
    if field is None:
        return name, str(value)
    return field.title.in_language(language), _field_value(field, value, language)


def _field_value(field: FormField, value: Any, language: str) -> str:
    if field.type is FieldType.FLAG:
        return _("Ja") if value else _("Nee")
    if field.type is FieldType.CHOICE and value in field.of:
        return field.of[value].in_language(language)
    return word_day(value, language) if isinstance(value, date) else str(value)
