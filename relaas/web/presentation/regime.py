"""A regime in words: its parts as tables, its sources, what was assumed, and what stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relaas.casework.wording import word_certainty, word_day, word_roles, word_status
from relaas.kernel.durations import Duration
from relaas.procedure.guards import Guard
from relaas.procedure.model import Act, Certainty, Counting, Force, Landmark, Regime, RegimeKind, Term
from relaas.procedure.promises import Promises
from relaas.web.presentation.sources import SourceView, source_view, sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeLine:
    """One regime in the list of all."""

    name: str
    title: str
    summary: str
    kind: str
    in_force: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    title: str
    certainty: str
    procedure: str
    gap: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackPart:
    title: str
    statuses: tuple[StatusLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPart:
    name: str
    title: str
    roles: str
    force: str
    within: str
    moves: tuple[str, ...]
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPart:
    name: str
    title: str
    length: tuple[str, ...]
    starts: str
    atw: bool
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightPart:
    title: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    question: str
    meanwhile: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkPart:
    """What of this regime is a landmark, or why nothing is."""

    title: str
    here: str
    none: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePart:
    title: str
    recommendation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeView:
    """Everything that the page of a regime tells."""

    line: RegimeLine
    tracks: tuple[TrackPart, ...]
    acts: tuple[ActPart, ...]
    terms: tuple[TermPart, ...]
    rights: tuple[RightPart, ...]
    sources: tuple[SourceView, ...]
    assumptions: tuple[SourceView, ...]
    questions: tuple[QuestionPart, ...]
    promises: tuple[PromisePart, ...]
    landmarks: tuple[LandmarkPart, ...]


def regime_line(regime: Regime, language: str) -> RegimeLine:
    """A regime in one line."""
    return RegimeLine(
        name=regime.regime,
        title=regime.title.in_language(language),
        summary=regime.summary.in_language(language),
        kind=_("voorstel, geen geldend recht") if regime.kind is RegimeKind.PROPOSAL else _("recht"),
        in_force=_in_force(regime, language),
    )


def regime_view(regime: Regime, promises: Promises | None, language: str) -> RegimeView:
    """A regime with all its parts."""
    say = _Words(regime, language)
    sources = tuple(source_view(name, source, language) for name, source in regime.sources.items())
    return RegimeView(
        line=regime_line(regime, language),
        tracks=tuple(say.tracks()),
        acts=tuple(say.act(name, act) for name, act in regime.acts.items()),
        terms=tuple(say.term(name, term) for name, term in regime.terms.items()),
        rights=tuple(
            RightPart(title=right.title.in_language(language), sources=say.sources(right.rests_on))
            for right in regime.rights.values()
        ),
        sources=tuple(source for source in sources if not source.assumed),
        assumptions=tuple(source for source in sources if source.assumed),
        questions=tuple(
            QuestionPart(
                question=question.question.in_language(language),
                meanwhile=question.meanwhile.in_language(language),
                sources=say.sources(question.rests_on),
            )
            for question in regime.open_questions.values()
        ),
        promises=tuple(_promises(promises, language)),
        landmarks=tuple(say.landmarks(promises)),
    )


def _in_force(regime: Regime, language: str) -> str:
    start, end = regime.in_force.start, regime.in_force.to
    if regime.kind is RegimeKind.PROPOSAL:
        return _("op geen dag")
    if start and end:
        return _("van %(start)s tot en met %(end)s") % {
            "start": word_day(start, language),
            "end": word_day(end, language),
        }
    if start:
        return _("vanaf %(start)s") % {"start": word_day(start, language)}
    return _("tot en met %(end)s") % {"end": word_day(end, language)} if end else _("zonder bepaalde dagen")


def _promises(promises: Promises | None, language: str) -> Iterable[PromisePart]:
    asked = promises.promises_asked.values() if promises else ()
    return (PromisePart(title=p.title.in_language(language), recommendation=p.recommendation) for p in asked)


class _Words:
    """One regime in one language."""

    def __init__(self, regime: Regime, language: str) -> None:
        self.regime = regime
        self.language = language

    def sources(self, names: Iterable[str]) -> tuple[SourceView, ...]:
        return sources_of(self.regime, names, self.language)

    def tracks(self) -> Iterable[TrackPart]:
        for track in self.regime.tracks.values():
            statuses = tuple(
                StatusLine(
                    title=status.title.in_language(self.language),
                    certainty=word_certainty(status.certainty, self.language)
                    if status.certainty is not Certainty.NONE
                    else "",
                    procedure=self._procedure(status.procedure),
                    gap=self.sources(status.open_end),
                )
                for status in track.statuses.values()
            )
            yield TrackPart(title=track.title.in_language(self.language), statuses=statuses)

    def act(self, name: str, act: Act) -> ActPart:
        return ActPart(
            name=name,
            title=act.title.in_language(self.language),
            roles=word_roles(self.regime, act.by, self.language),
            force=_("van rechtswege") if act.is_clock else self._force(act.force),
            within=self._within(act),
            moves=tuple(self._moves(act)),
            sources=self.sources(act.rests_on),
        )

    def term(self, name: str, term: Term) -> TermPart:
        return TermPart(
            name=name,
            title=term.title.in_language(self.language),
            length=tuple(self._length(case.length, term.counting, case.condition) for case in term.length),
            starts=_(" of ").join(self._anchor(anchor) for anchor in term.starts),
            atw=term.atw,
            sources=self.sources(term.rests_on),
        )

    def landmarks(self, promises: Promises | None) -> Iterable[LandmarkPart]:
        for name, landmark in (promises.landmarks if promises else {}).items():
            own = self.regime.landmarks.get(name)
            if own is not None:
                none = own.none.in_language(self.language) if own.none else ""
                yield LandmarkPart(title=landmark.title.in_language(self.language), here=self._here(own), none=none)

    def _here(self, landmark: Landmark) -> str:
        acts = [self.regime.acts[name].title for name in landmark.acts]
        rights = [self.regime.rights[name].title for name in landmark.rights]
        statuses = [
            self.regime.tracks[track].statuses[name].title
            for track, names in landmark.statuses.items()
            for name in names
        ]
        return "; ".join(title.in_language(self.language) for title in (*acts, *statuses, *rights))

    def _procedure(self, name: str | None) -> str:
        return self.regime.procedures[name].title.in_language(self.language) if name else ""

    def _force(self, force: Force) -> str:
        return {Force.MUST: _("moet"), Force.MAY: _("mag"), Force.HAPPENS: _("gebeurtenis")}[force]

    def _within(self, act: Act) -> str:
        named = {
            _("binnen: %(term)s"): act.within_term,
            _("na afloop van: %(term)s"): act.after,
            _("aan het einde van: %(term)s"): act.at,
        }
        lines = [words % {"term": self._term_title(term)} for words, term in named.items() if term]
        if act.force is Force.MUST and act.within == "none":
            lines.append(_("geen termijn in de regeling"))
        return "; ".join(lines)

    def _moves(self, act: Act) -> Iterable[str]:
        for track, to in act.to.items():
            element = self.regime.tracks[track]
            targets = [to] if isinstance(to, str) else list(dict.fromkeys(to.values()))
            titles = [element.statuses[status].title.in_language(self.language) for status in targets]
            yield f"{element.title.in_language(self.language)} → {_(' of ').join(titles)}"

    def _anchor(self, anchor: str) -> str:
        track, _dot, status = anchor.partition(".")
        if status:
            return word_status(self.regime, track, status, self.language)
        section = self.regime.acts if anchor in self.regime.acts else self.regime.facts
        return section[anchor].title.in_language(self.language)

    def _length(self, length: Duration, counting: Counting, condition: Guard | None) -> str:
        counted = _("werkdagen") if counting is Counting.WORKING else ""
        names = sorted(condition.names) if condition is not None else []
        about = ", ".join(self._name(name) for name in names)
        worded = word_duration(length)
        suffix = _(" (afhankelijk van: %(names)s)") % {"names": about} if about else ""
        return " ".join(part for part in (worded, f"({counted})" if counted else "") if part) + suffix

    def _name(self, name: str) -> str:
        for section in (self.regime.facts, self.regime.tracks, self.regime.counters):
            if name in section:
                return section[name].title.in_language(self.language)
        return name

    def _term_title(self, term: str) -> str:
        return self.regime.terms[term].title.in_language(self.language)


def word_duration(duration: Duration) -> str:
    """A length in words: 1 jaar en 6 maanden."""
    parts = (
        ngettext("%(count)s jaar", "%(count)s jaar", duration.years) % {"count": duration.years}
        if duration.years
        else "",
        ngettext("%(count)s maand", "%(count)s maanden", duration.months) % {"count": duration.months}
        if duration.months
        else "",
        ngettext("%(count)s week", "%(count)s weken", duration.weeks) % {"count": duration.weeks}
        if duration.weeks
        else "",
        ngettext("%(count)s dag", "%(count)s dagen", duration.days) % {"count": duration.days} if duration.days else "",
        ngettext("%(count)s uur", "%(count)s uur", duration.hours) % {"count": duration.hours}
        if duration.hours
        else "",
    )
    return _(" en ").join(part for part in parts if part) or _("geen")
