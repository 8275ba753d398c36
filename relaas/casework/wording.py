"""The engine's answers in the words of a regime, in Dutch or English: one wording for pages, tables and reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel.dates import format_date

from relaas.kernel.when import DayCount, When
from relaas.procedure.evaluator import Obstacle, ObstacleKind
from relaas.procedure.explanation import Because, Why
from relaas.procedure.model import Certainty, FactType, Regime
from relaas.procedure.phases import TermPhase
from relaas.procedure.promise_keeping import Keeping
from relaas.procedure.situation import BreachKind

_CERTAINTY = {
    Certainty.NONE: ("geen zekerheid", "no certainty"),
    Certainty.TEMPORARY: ("tijdelijke zekerheid", "temporary certainty"),
    Certainty.DURABLE: ("duurzame zekerheid", "durable certainty"),
    Certainty.LOST: ("zekerheid verloren", "certainty lost"),
}
_PHASES = {
    TermPhase.RUNNING: ("loopt", "running"),
    TermPhase.SUSPENDED: ("opgeschort", "suspended"),
    TermPhase.MET: ("gehaald", "met"),
    TermPhase.MISSED: ("overschreden", "missed"),
    TermPhase.OVER: ("verstreken", "over"),
    TermPhase.STOPPED: ("geëindigd", "ended"),
    TermPhase.IDLE: ("niet meer van belang", "no longer matters"),
}
_BREACHES = {
    BreachKind.LATE: ("te laat gedaan", "done late"),
    BreachKind.LAPSED: ("te laat, en niet gedaan voor het verviel", "late, and not done before it lapsed"),
    BreachKind.STILL_LATE: ("nog niet gedaan, te laat", "not done yet, late"),
    BreachKind.AGAINST_RULES: ("in strijd met de regels gedaan", "done against the rules"),
}
_IRREGULAR = {
    "not_possible": ("dit kon in deze situatie niet", "this was not possible in the situation"),
    "used_up": ("de termijn was al zo vaak verlengd als mag", "the term had been extended as often as allowed"),
    "wrong_role": ("dit was niet aan wie het deed", "this was not for who did it"),
    "too_late": ("de termijn was voorbij", "the term was over"),
    "too_early": ("de termijn was nog niet voorbij", "the term had not run out"),
}
_KEEPING = {
    Keeping.KEPT: ("nagekomen", "kept"),
    Keeping.BROKEN: ("gebroken", "broken"),
    Keeping.OPEN: ("nog open", "still open"),
    Keeping.NOT_ASKED: ("niet aan de orde", "not asked here"),
    Keeping.UNKNOWN: ("niet te zeggen", "cannot be said"),
}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language.startswith("en") else pair[0]


def word_certainty(certainty: Certainty, language: str) -> str:
    """What a certainty is called."""
    return _pick(_CERTAINTY[certainty], language)


def word_phase(phase: TermPhase, language: str) -> str:
    """What the phase of a term is called."""
    return _pick(_PHASES[phase], language)


def word_breach_kind(kind: BreachKind, language: str) -> str:
    """How a rule was not kept."""
    return _pick(_BREACHES[kind], language)


def word_irregular(reason: str, language: str) -> str:
    """Why an act was against the rules, for a reason code of a step."""
    return _pick(_IRREGULAR[reason], language)


def word_keeping(keeping: Keeping, language: str) -> str:
    """How a promise fares."""
    return _pick(_KEEPING[keeping], language)


@lru_cache(maxsize=8192)
def word_day(day: date, language: str) -> str:
    """A date in full: 17 juni 2016."""
    return str(format_date(day, format="d MMMM y", locale="en_GB" if language.startswith("en") else "nl_NL"))


def word_when(when: When | None, language: str) -> str:
    """A date as far as it is known."""
    if when is None or (when.earliest is None and when.latest is None):
        return _pick(("onbekend", "unknown"), language)
    if when.earliest is None:
        return _pick(("uiterlijk {}", "on or before {}"), language).format(word_day(when.latest or date.max, language))
    if when.latest is None:
        return _pick(("op of na {}", "on or after {}"), language).format(word_day(when.earliest, language))
    if when.is_exact:
        return word_day(when.earliest, language)
    days = (word_day(when.earliest, language), word_day(when.latest, language))
    return _pick(("tussen {} en {}", "between {} and {}"), language).format(*days)


def word_days(count: DayCount, language: str) -> str:
    """A number of days as far as it is known."""
    if count.least is None and count.most is None:
        return _pick(("onbekend aantal dagen", "unknown number of days"), language)
    if count.least == count.most:
        return f"{count.least} {_pick(('dag', 'day') if count.least == 1 else ('dagen', 'days'), language)}"
    if count.most is None:
        return _pick(("ten minste {} dagen", "at least {} days"), language).format(count.least)
    if count.least is None:
        return _pick(("hoogstens {} dagen", "at most {} days"), language).format(count.most)
    return _pick(("{} tot {} dagen", "{} to {} days"), language).format(count.least, count.most)


def word_role(regime: Regime, role: str, language: str) -> str:
    """What a role is called; the clock is the law itself."""
    if role in regime.roles:
        return regime.roles[role].title.in_language(language)
    return _pick(("van rechtswege", "by operation of law"), language)


def word_roles(regime: Regime, roles: Iterable[str], language: str) -> str:
    """Several roles, any of which can act."""
    return _or([word_role(regime, role, language) for role in roles], language)


def word_status(regime: Regime, track: str, status: str, language: str) -> str:
    """A track and where it stands."""
    element = regime.tracks[track]
    return f"{element.title.in_language(language)}: {element.statuses[status].title.in_language(language)}"


def word_fact_value(regime: Regime, fact: str, value: str | bool, language: str) -> str:
    """The value of a fact."""
    element = regime.facts[fact]
    if element.type is FactType.FLAG:
        return _pick(("ja", "yes") if value in (True, "true") else ("nee", "no"), language)
    return element.of[str(value)].in_language(language)


def word_obstacle(regime: Regime, obstacle: Obstacle, language: str) -> str:
    """Why an act is not possible, as a sentence."""
    sentence = _OBSTACLES[obstacle.kind](regime, obstacle, language)
    if obstacle.certain:
        return sentence
    return _pick(("Mogelijk: ", "Possibly: "), language) + sentence


def _by_law(regime: Regime, obstacle: Obstacle, language: str) -> str:
    term = _term_title(regime, obstacle.subject, language)
    words = ("Dit volgt van rechtswege uit het einde van de termijn “{}”; niemand hoeft het te doen.",
             "This follows by law from the end of the term “{}”; nobody has to do it.")  # fmt: skip
    return _pick(words, language).format(term)


def _wrong_role(regime: Regime, obstacle: Obstacle, language: str) -> str:
    own, needed = word_role(regime, obstacle.found, language), word_roles(regime, obstacle.needed, language)
    words = ("Dit is aan: {}; u handelt als: {}.", "This is for: {}; you act as: {}.")
    return _pick(words, language).format(needed, own)


def _wrong_status(regime: Regime, obstacle: Obstacle, language: str) -> str:
    track = regime.tracks[obstacle.subject]
    found = track.statuses[obstacle.found].title.in_language(language)
    needed = _or([track.statuses[status].title.in_language(language) for status in obstacle.needed], language)
    words = ("{} staat op “{}”; nodig is: {}.", "{} is at “{}”; needed: {}.")
    return _pick(words, language).format(track.title.in_language(language), found, needed)


def _condition(regime: Regime, obstacle: Obstacle, language: str) -> str:
    guard = regime.acts[obstacle.subject].condition
    names = sorted(guard.names) if guard is not None else []
    about = _and([_name_title(regime, name, language) for name in names], language)
    words = ("De voorwaarde over {} is niet vervuld.", "The condition on {} is not met.")
    return _pick(words, language).format(about)


def _times(regime: Regime, obstacle: Obstacle, language: str) -> str:
    del regime
    words = ("Dit kan in een zaak hoogstens {} keer, en dat is al gebeurd.",
             "This is possible {} time(s) in a case, and that has been used.")  # fmt: skip
    return _pick(words, language).format(obstacle.found)


def _too_late(regime: Regime, obstacle: Obstacle, language: str) -> str:
    words = ("De termijn “{}” eindigde op {}.", "The term “{}” ended on {}.")
    return _pick(words, language).format(
        _term_title(regime, obstacle.subject, language), word_when(obstacle.on, language)
    )


def _too_early(regime: Regime, obstacle: Obstacle, language: str) -> str:
    term = _term_title(regime, obstacle.subject, language)
    if obstacle.on is None:
        return _pick(("De termijn “{}” is nog niet begonnen.", "The term “{}” has not begun."), language).format(term)
    words = ("De termijn “{}” loopt nog tot en met {}.", "The term “{}” still runs up to and including {}.")
    return _pick(words, language).format(term, word_when(obstacle.on, language))


_OBSTACLES = {
    ObstacleKind.BY_LAW: _by_law,
    ObstacleKind.ROLE: _wrong_role,
    ObstacleKind.STATUS: _wrong_status,
    ObstacleKind.CONDITION: _condition,
    ObstacleKind.TIMES: _times,
    ObstacleKind.TOO_LATE: _too_late,
    ObstacleKind.TOO_EARLY: _too_early,
}


_REASONS = {
    Why.BEGINNING: ("Zo begint elke zaak.", "Every case begins like this."),
    Why.ACT: ("{subject} op {on}, door {by}.", "{subject} on {on}, by {by}."),
    Why.CLOCK: ("{subject} op {on}, van rechtswege.", "{subject} on {on}, by operation of law."),
    Why.STATUS: ("{status}.", "{status}."),
    Why.FACT: ("{subject}: {fact}.", "{subject}: {fact}."),
    Why.COUNTER: ("{subject}: {value}.", "{subject}: {value}."),
    Why.TERM: (
        "De termijn “{subject}” loopt tot en met {on}.",
        "The term “{subject}” runs up to and including {on}.",
    ),
    Why.LENGTH: ("De lengte is {value}.", "Its length is {value}."),
    Why.EXTENSION: ("Verlengd: {subject} ({value}).", "Extended: {subject} ({value})."),
    Why.SUSPENSION: ("Opgeschort vanaf {on}.", "Suspended from {on}."),
    Why.REST_DAYS: (
        "De laatste dag viel op {on} en schoof {value} dag(en) op (Algemene termijnenwet).",
        "The last day fell on {on} and moved {value} day(s) (General Extension of Time-Limits Act).",
    ),
    Why.RULE: ("{subject} is aan: {roles}.", "{subject} is for: {roles}."),
    Why.RIGHT: ("{subject}.", "{subject}."),
    Why.WITHHELD: ("Hier speelt iets mee wat u niet mag zien.", "Something plays a part here that you may not see."),
}


def word_because(regime: Regime, because: Because, language: str) -> str:
    """One reason as a sentence, without the reasons under it."""
    kind, subject, value = because.kind, because.subject, because.value
    return _pick(_REASONS[kind], language).format(
        subject=_subject(regime, because, language),
        value=value,
        on=word_when(because.on, language),
        by=word_role(regime, because.by, language),
        roles=word_roles(regime, because.by.split(", "), language),
        status=word_status(regime, subject, value, language) if kind is Why.STATUS else "",
        fact=word_fact_value(regime, subject, value, language) if kind is Why.FACT else "",
    )


def _subject(regime: Regime, because: Because, language: str) -> str:
    name = because.subject
    for section in (regime.acts, regime.terms, regime.rights, regime.facts, regime.counters, regime.tracks):
        if name in section:
            return section[name].title.in_language(language)
    return name


def _name_title(regime: Regime, name: str, language: str) -> str:
    for section in (regime.facts, regime.tracks, regime.counters):
        if name in section:
            return f"“{section[name].title.in_language(language)}”"
    return name


def _term_title(regime: Regime, term: str, language: str) -> str:
    return regime.terms[term].title.in_language(language)


def _or(words: list[str], language: str) -> str:
    return _series(words, _pick((" of ", " or "), language))


def _and(words: list[str], language: str) -> str:
    return _series(words, _pick((" en ", " and "), language))


def _series(words: list[str], joint: str) -> str:
    return joint.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
