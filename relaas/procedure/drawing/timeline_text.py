"""The course of a case in words: everything that the drawn timeline shows, for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from relaas.kernel.when import DayCount, When
from relaas.procedure.drawing.chronicle import Chronicle, Mark, Segment, TermBar
from relaas.procedure.drawing.words import word, word_date, word_roles
from relaas.procedure.situation import Breach, BreachKind, Situation


def timeline_text(situation: Situation, *, language: str) -> list[str]:
    """One line per fact, in the order of the drawing: today, tracks, acts, terms, days to come."""
    return list(_lines(Chronicle(situation), language))


def _lines(told: Chronicle, language: str) -> Iterator[str]:
    situation = told.situation
    regime = situation.regime
    yield f"{word('tl_today', language)}: {word_date(situation.today, language)}"
    if len(situation.branches) > 1:
        yield word("tl_branches", language, len(situation.branches))
    for track, found in told.segments.items():
        statuses = regime.tracks[track].statuses
        said = [f"{statuses[s.status].title.in_language(language)} ({word_segment(s, language)})" for s in found]
        yield f"{regime.tracks[track].title.in_language(language)}: {'; '.join(said)}"
    if not told.marks:
        yield word("tl_no_acts", language)
    for mark in told.marks:
        yield f"{mark.number}. {word_mark(situation, mark, language)}"
    for bar in told.term_bars:
        yield f"{word('tl_term', language)}: {word_term(situation, bar, language)}"
    for act, on in told.fixed_days:
        yield f"{regime.acts[act].title.in_language(language)}: {word_when(on, language)}"


def word_when(when: When, language: str) -> str:
    """A date as far as it is known."""
    if when.earliest is None and when.latest is None:
        return word("tl_unknown", language)
    if when.earliest is None or when.latest is None:
        name = "tl_on_or_before" if when.earliest is None else "tl_on_or_after"
        day = when.latest or when.earliest
        assert day is not None
        return word(name, language, word_date(day, language))
    if when.is_exact:
        return word_date(when.earliest, language)
    return word("tl_between", language, word_date(when.earliest, language), word_date(when.latest, language))


def word_segment(segment: Segment, language: str) -> str:
    """Since when a track stands where it stands."""
    if segment.since.earliest is None and segment.since.latest is None:
        return word("tl_start", language)
    return word("tl_since", language, word_when(segment.since, language))


def word_mark(situation: Situation, mark: Mark, language: str) -> str:
    """An act, when, by whom, and what was wrong with it."""
    act = situation.regime.acts[mark.act]
    words = f"{word_when(mark.on, language)}: {act.title.in_language(language)} "
    words += f"({word_roles(situation.regime, (mark.by,), language)})"
    faults = [word_breach(breach, language) for breach in mark.breaches]
    if mark.irregular and not any(breach.kind is BreachKind.AGAINST_RULES for breach in mark.breaches):
        faults.append(word("tl_against", language))
    return " · ".join([words, *faults])


def word_breach(breach: Breach, language: str) -> str:
    """A rule that was not kept, and by how much."""
    words = word(f"breach_{breach.kind.value}", language)
    return words if breach.kind is BreachKind.AGAINST_RULES else f"{words} ({word_days(breach.days, language)})"


def word_term(situation: Situation, bar: TermBar, language: str) -> str:
    """A term with its last day and what became of it."""
    state = bar.state
    words = [situation.regime.terms[state.term].title.in_language(language), word_last_day(state.ends_on, language)]
    words.append(" / ".join(word(f"term_{phase.value}", language) for phase in state.phases))
    words += [word("tl_late", language, word_days(bar.late, language))] if bar.late else []
    return " · ".join(words)


def word_last_day(ends_on: When, language: str) -> str:
    """Until when a term runs; one that stands still without a bound has no set end."""
    if ends_on.latest is None:
        return word("tl_no_end", language)
    return word("tl_until", language, word_when(ends_on, language))


def word_days(count: DayCount, language: str) -> str:
    """A number of days as far as it is known."""
    if count.least == count.most:
        return f"{count.least} {word('tl_day' if count.least == 1 else 'tl_days', language)}"
    low, high = ("?" if bound is None else str(bound) for bound in (count.least, count.most))
    return f"{low}–{high} {word('tl_days', language)}"
