"""What is so in a case, in words: statuses, duties, terms, rights, counts and breaches of one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relaas.casework.course_view import SeenSituation
from relaas.casework.wording import (
    word_breach_kind,
    word_days,
    word_irregular,
    word_roles,
    word_when,
)
from relaas.kernel.when import DayCount, When
from relaas.procedure.model import Regime
from relaas.procedure.situation import Breach, Duty, Power, Situation, TermState
from relaas.web.presentation.badges import SOON, Badge, certainty_badge, duty_badge, phase_badge
from relaas.web.presentation.sources import SourceView, sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLink:
    """An act by name and title. ``mine``: open to the role of who looks."""

    act: str
    title: str
    mine: bool
    until: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackView:
    """Where a track stands; several statuses when the known dates leave several."""

    track: str
    title: str
    status: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """Who is bound to do what by when, and on what that rests; the whole *why* has a page of its own."""

    acts: tuple[ActLink, ...]
    roles: str
    mine: bool
    since: str
    due: str
    late: bool
    soon: bool
    badge: Badge
    certain: bool
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """A term that has begun, and how it stands."""

    term: str
    title: str
    began: str
    ends: str
    state: Badge
    ended_by: str
    extended: int
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightView:
    """Something the child is entitled to."""

    right: str
    title: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A number that people watch, with a line of explanation."""

    title: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachView:
    """A rule that was not kept, and who was bound by it."""

    acts: str
    roles: str
    kind: str
    due: str
    days: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationView:
    """Everything of one day that a case page shows."""

    day: str
    certainty: Badge | None
    tracks: tuple[TrackView, ...]
    duties: tuple[DutyView, ...]
    powers: tuple[ActLink, ...]
    events: tuple[ActLink, ...]
    terms: tuple[TermView, ...]
    past_terms: tuple[TermView, ...]
    rights: tuple[RightView, ...]
    figures: tuple[FigureView, ...]
    opened: tuple[str, ...]
    breaches: tuple[BreachView, ...]
    branches: int


def situation_view(situation: SeenSituation, *, role: str, language: str) -> SituationView:
    """What the given role sees of the situation."""
    say = _Words(situation, role, language)
    terms = [say.term(term) for term in situation.terms]
    live = [view for view, term in zip(terms, situation.terms, strict=True) if _is_live(term)]
    return SituationView(
        day=word_when(When.exact(situation.today), language),
        certainty=certainty_badge(situation.certainty, language) if situation.certainty else None,
        tracks=tuple(say.track(track) for track in situation.regime.tracks),
        duties=tuple(say.duty(duty) for duty in situation.duties),
        powers=tuple(say.power(power) for power in situation.powers),
        events=tuple(say.power(event) for event in situation.events),
        terms=tuple(live),
        past_terms=tuple(term for term in terms if term not in live),
        rights=tuple(say.right(right, certain) for right, certain in situation.rights.items()),
        figures=tuple(say.figures()),
        opened=tuple(say.opened()),
        breaches=tuple(say.breach(breach) for breach in situation.breaches),
        branches=len(situation.branches),
    )


def _is_live(term: TermState) -> bool:
    return any(phase in ("running", "suspended", "missed") for phase in term.phases) and term.ended_by is None


class _Words:
    """The same regime, role and language for every part of one page."""

    def __init__(self, situation: SeenSituation, role: str, language: str) -> None:
        self.situation = situation
        self.regime: Regime = situation.regime
        self.role = role
        self.language = language
        self.when: Callable[[When | None], str] = lambda when: word_when(when, language)

    def track(self, track: str) -> TrackView:
        element, found = self.regime.tracks[track], self.situation.statuses[track]
        titles = [element.statuses[status].title.in_language(self.language) for status in found]
        return TrackView(
            track=track,
            title=element.title.in_language(self.language),
            status=_(" of ").join(titles),
            certain=len(found) == 1,
        )

    def act(self, act: str) -> ActLink:
        element = self.regime.acts[act]
        return ActLink(act=act, title=element.title.in_language(self.language), mine=self.role in element.by)

    def duty(self, duty: Duty) -> DutyView:
        left = (
            When.exact(self.situation.today).days_until(duty.due_on) if duty.due_on else DayCount(least=None, most=None)
        )
        sources = dict.fromkeys(name for act in duty.acts for name in self.regime.acts[act].rests_on)
        return DutyView(
            acts=tuple(self.act(act) for act in duty.acts),
            roles=word_roles(self.regime, duty.by, self.language),
            mine=self.role in duty.by,
            since="" if duty.since.earliest is None and duty.since.latest is None else self.when(duty.since),
            due=self.when(duty.due_on) if duty.due_on else "",
            late=duty.overdue is not False,
            soon=left.least is not None and 0 <= left.least <= SOON,
            badge=duty_badge(duty, left, self.language),
            certain=duty.certain,
            sources=sources_of(self.regime, sources, self.language),
        )

    def power(self, power: Power) -> ActLink:
        element = self.regime.acts[power.act]
        return ActLink(
            act=power.act,
            title=element.title.in_language(self.language),
            mine=self.role in power.by,
            until=self.when(power.until) if power.until else "",
            certain=power.certain,
        )

    def term(self, term: TermState) -> TermView:
        ended = self.regime.acts[term.ended_by].title.in_language(self.language) if term.ended_by else ""
        running = term.phases == ("running",) and (term.days_left.least or 0) >= 0
        return TermView(
            term=term.term,
            title=self.regime.terms[term.term].title.in_language(self.language),
            began=self.when(term.began_on),
            ends=self.when(term.ends_on),
            state=phase_badge(term.phases, self.language),
            ended_by=ended,
            extended=term.extensions,
            left=word_days(term.days_left, self.language) if running else "",
        )

    def right(self, right: str, certain: bool) -> RightView:
        return RightView(right=right, title=self.regime.rights[right].title.in_language(self.language), certain=certain)

    def figures(self) -> Iterator[FigureView]:
        uncertain = self.situation.uncertain
        if uncertain is not None:
            yield FigureView(
                title=_("dagen in onzekerheid over verblijf"),
                value=_number(uncertain),
                note=self._since_note(uncertain),
            )
        for name, (least, most) in self.situation.counters.items():
            title = self.regime.counters[name].title.in_language(self.language)
            yield FigureView(title=title, value=_number(DayCount(least=least, most=most)))
        if self.situation.counts_openings:
            yield FigureView(title=_("verblijfsprocedures begonnen"), value=str(len(self.situation.opened)))

    def _since_note(self, uncertain: DayCount) -> str:
        """From which day is counted; nothing of a day whose act may not be seen."""
        begun = uncertain_since(self.situation)
        if begun is not None:
            return _("geteld vanaf %(day)s") % {"day": self.when(begun)}
        return _("nog niet begonnen") if uncertain.most == 0 else ""

    def opened(self) -> list[str]:
        return [
            _("%(procedure)s, op %(day)s door: %(act)s")
            % {
                "procedure": self.regime.procedures[opened.procedure].title.in_language(self.language),
                "day": self.when(opened.on),
                "act": self.regime.acts[opened.act].title.in_language(self.language),
            }
            for opened in self.situation.opened
        ]

    def breach(self, breach: Breach) -> BreachView:
        kind = word_breach_kind(breach.kind, self.language)
        reasons = [word_irregular(reason, self.language) for reason in breach.why]
        return BreachView(
            acts=_(" of ").join(self.regime.acts[act].title.in_language(self.language) for act in breach.acts),
            roles=word_roles(self.regime, breach.by, self.language),
            kind=": ".join([kind, "; ".join(reasons)]) if reasons else kind,
            due=self.when(breach.due_on) if breach.due_on else "",
            days=word_days(breach.days, self.language) if breach.days.most != 0 else "",
            certain=breach.certain,
        )


def uncertain_since(situation: Situation) -> When | None:
    """The day of the first act with which uncertainty begins in the first possible course, if there was one."""
    begins = situation.regime.uncertainty.begins if situation.regime.uncertainty else ()
    for stretch in situation.branches[0].stretches:
        if stretch.step is not None and stretch.step.act in begins and stretch.step.entry is not None:
            return stretch.step.entry.on
    return None


def _number(count: DayCount) -> str:
    if count.is_exact:
        return str(count.least)
    if count.least is None:
        return f"≤ {count.most}" if count.most is not None else "?"
    return f"{count.least}–{count.most}" if count.most is not None else f"≥ {count.least}"
