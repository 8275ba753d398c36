"""What the words of a regime must mean together: every reference exists, every duty says what lateness does, every wait
has somebody bound to end it or is a declared gap, every circle says how often it can be gone round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from relaas.kernel.durations import Duration
from relaas.kernel.faults import Fault, nearest
from relaas.kernel.law_file import SourceState
from relaas.procedure.graph import circles
from relaas.procedure.guards import Guard
from relaas.procedure.model import CLOCK, Act, Counting, Extension, FactType, Force, Regime, Term
from relaas.procedure.promises import LandmarkKind, Promises

Place = tuple[str, ...]
Finding = tuple[Place, str]


def lint(regime: Regime, *, promises: Mapping[str, Promises], fault: Callable[[Place, str], Fault]) -> list[Fault]:
    """Every contradiction in an assembled regime, as faults at the place where it is written."""
    checks = (
        _names, _sources, _tracks, _facts, _terms, _acts, _duties, _clock_acts, _dead_ends, _waits, _repetition,
        _rights, _concerns,
    )  # fmt: skip
    found = [finding for check in checks for finding in check(regime)]
    found += _landmarks(regime, promises)
    return [fault(place, message) for place, message in found]


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f'"{name}" is not {what}{nearest(name, known)}'


def _names(regime: Regime) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for section in ("tracks", "facts", "counters", "acts"):
        for name in getattr(regime, section):
            if name in owners:
                yield (section, name), f"the name stands in {owners[name]} too; conditions and terms could mean either"
            owners.setdefault(name, section)


def _sources(regime: Regime) -> Iterator[Finding]:
    for place, names in _citations(regime):
        for name in names:
            if name not in regime.sources:
                yield place, _unknown("a source", name, regime.sources)
    for name, source in regime.sources.items():
        if source.state is SourceState.ASSUMED and source.reason is None:
            yield ("sources", name), "is assumed and gives no reason"
        if source.state is SourceState.QUOTED and not source.quote:
            yield ("sources", name), "is quoted and gives no quote"


def _citations(regime: Regime) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for section in ("procedures", "facts", "counters", "terms", "acts", "rights", "open_questions"):
        for name, element in getattr(regime, section).items():
            yield (section, name, "rests_on"), element.rests_on
    for name, track in regime.tracks.items():
        for status, element in track.statuses.items():
            yield ("tracks", name, "statuses", status), (*element.rests_on, *element.open_end)
    for name, term in regime.terms.items():
        for index, suspension in enumerate(term.suspended):
            yield ("terms", name, "suspended", str(index)), suspension.rests_on
    for day, names in regime.equated_days.items():
        yield ("equated_days", day), names
    if regime.uncertainty:
        yield ("uncertainty", "rests_on"), regime.uncertainty.rests_on
    if regime.assessment:
        yield ("assessment", "rests_on"), regime.assessment.rests_on
    yield ("in_force", "rests_on"), regime.in_force.rests_on


def _statuses(regime: Regime, place: Place, condition: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for track, statuses in condition.items():
        if track not in regime.tracks:
            yield (*place, track), _unknown("a track", track, regime.tracks)
            continue
        for status in statuses:
            known = regime.tracks[track].statuses
            if status not in known:
                yield (*place, track), _unknown(f"a status of {track}", status, known)


def _guard(regime: Regime, place: Place, guard: Guard | None) -> Iterator[Finding]:
    if guard is None:
        return
    askable = {name for name, fact in regime.facts.items() if fact.type is not FactType.DATE}
    known = askable | set(regime.counters) | set(regime.tracks)
    for name in sorted(guard.names - known):
        yield place, _unknown("a fact, counter or track that a condition can ask about", name, known)
    flags = {name for name, fact in regime.facts.items() if fact.type is FactType.FLAG}
    for name in sorted((guard.plain & known) - flags):
        yield place, f"{name} is not true or false by itself; compare it with a value"
    for name in sorted((guard.ordered & known) - set(regime.counters)):
        yield place, f"{name} is no number; ask whether it is (==) or is one of (in) its values"
    for name, value in sorted(guard.literals, key=str):
        if name in regime.counters and type(value) is not int:
            yield place, f"{name} counts; compare it with a whole number, not {value!r}"
        values = _values(regime, name)
        if values is not None and value not in values:
            yield place, f"{name} is never {value!r}{nearest(str(value), map(str, values))}"


def _values(regime: Regime, name: str) -> tuple[object, ...] | None:
    if name in regime.tracks:
        return tuple(regime.tracks[name].statuses)
    if name in regime.facts:
        fact = regime.facts[name]
        return (True, False) if fact.type is FactType.FLAG else tuple(fact.of)
    return None


def _tracks(regime: Regime) -> Iterator[Finding]:
    for name, track in regime.tracks.items():
        if track.start not in track.statuses:
            yield ("tracks", name, "start"), _unknown(f"a status of {name}", track.start, track.statuses)
        for status, element in track.statuses.items():
            if element.procedure is not None and element.procedure not in regime.procedures:
                place = ("tracks", name, "statuses", status, "procedure")
                yield place, _unknown("a procedure", element.procedure, regime.procedures)


def _facts(regime: Regime) -> Iterator[Finding]:
    for name, fact in regime.facts.items():
        if fact.type is FactType.CHOICE and len(fact.of) < 2:
            yield ("facts", name, "of"), "a choice has at least two options"
        if fact.type is FactType.CHOICE and fact.start is not None and fact.start not in fact.of:
            yield ("facts", name, "start"), _unknown("an option", str(fact.start), fact.of)
        if fact.type is FactType.FLAG and not isinstance(fact.start, bool | None):
            yield ("facts", name, "start"), "a flag starts true or false"


def _terms(regime: Regime) -> Iterator[Finding]:
    for name, term in regime.terms.items():
        place = ("terms", name)
        for anchor in term.starts:
            yield from _anchor(regime, (*place, "from"), anchor)
        yield from _length(regime, place, term)
        for act in (*term.extends, *term.stops):
            if act not in regime.acts:
                yield place, _unknown("an act", act, regime.acts)
        for index, suspension in enumerate(term.suspended):
            yield from _statuses(regime, (*place, "suspended", str(index), "while"), suspension.during)
        if not _is_used(regime, name):
            yield place, "no act is within, after or at it, so it can never matter"


def _length(regime: Regime, place: Place, term: Term) -> Iterator[Finding]:
    working = term.counting is Counting.WORKING
    for index, case in enumerate(term.length):
        yield from _guard(regime, (*place, "length", str(index), "if"), case.condition)
        if working and case.length != Duration(days=case.length.days):
            yield (*place, "length"), f"{case.length} cannot be counted in working days; write it in days"
        for act, extension in term.extends.items():
            yield from _sum(place, act, case.length, extension, working=working)
        last = index == len(term.length) - 1
        if last != (case.condition is None):
            yield (*place, "length"), "the last line, and only that, has no condition"


def _sum(place: Place, act: str, length: Duration, extension: Extension, *, working: bool) -> Iterator[Finding]:
    """Whether an extension can be added to a length: hours go only with hours, working days only with days."""
    by = extension.by
    if (working and by != Duration(days=by.days)) or (length.in_hours != by.in_hours):
        yield (*place, "extends", act), f"{by} cannot be added to {length}; count both in the same way"


def _is_used(regime: Regime, name: str) -> bool:
    return any(name in (act.within, act.after, act.at) for act in regime.acts.values())


def _anchor(regime: Regime, place: Place, anchor: str) -> Iterator[Finding]:
    track, _, status = anchor.partition(".")
    if status:
        yield from _statuses(regime, place, {track: (status,)})
    elif anchor in regime.facts:
        if regime.facts[anchor].type is not FactType.DATE:
            yield place, f"{anchor} is no date; a term runs from an act, a status or a date"
    elif anchor not in regime.acts:
        dates = [name for name, fact in regime.facts.items() if fact.type is FactType.DATE]
        yield place, _unknown("an act or a date", anchor, (*regime.acts, *dates))


def _acts(regime: Regime) -> Iterator[Finding]:
    for name, act in regime.acts.items():
        place = ("acts", name)
        yield from _act_roles(regime, place, act)
        yield from _statuses(regime, (*place, "from"), act.frm)
        yield from _guard(regime, (*place, "if"), act.condition)
        yield from _moves(regime, place, act)
        for key, term in (("within", act.within_term), ("after", act.after), ("at", act.at)):
            if term is not None and term not in regime.terms:
                yield (*place, key), _unknown("a term", term, regime.terms)
        yield from _effects(regime, place, act)


def _act_roles(regime: Regime, place: Place, act: Act) -> Iterator[Finding]:
    for role in act.by:
        if role != CLOCK and role not in regime.roles:
            yield (*place, "by"), _unknown("a role", role, (*regime.roles, CLOCK))


def _moves(regime: Regime, place: Place, act: Act) -> Iterator[Finding]:
    for track, move in act.to.items():
        targets = tuple(move.values()) if isinstance(move, dict) else (move,)
        sources = tuple(move) if isinstance(move, dict) else ()
        yield from _statuses(regime, (*place, "to"), {track: (*sources, *targets)})


def _effects(regime: Regime, place: Place, act: Act) -> Iterator[Finding]:
    for fact, value in act.sets.items():
        values = _values(regime, fact) if fact in regime.facts else None
        if values is None:
            yield (*place, "sets"), _unknown("a fact", fact, regime.facts)
        elif value not in values:
            yield (*place, "sets", fact), f"{fact} is never {value!r}{nearest(str(value), map(str, values))}"
    for fact in act.asks:
        if fact not in regime.facts:
            yield (*place, "asks"), _unknown("a fact", fact, regime.facts)
    for counter in act.adds:
        if counter not in regime.counters:
            yield (*place, "adds"), _unknown("a counter", counter, regime.counters)
    if act.opens is not None and act.opens not in regime.procedures:
        yield (*place, "opens"), _unknown("a procedure", act.opens, regime.procedures)


def _duties(regime: Regime) -> Iterator[Finding]:
    for name, act in regime.acts.items():
        place = ("acts", name)
        if act.force is not Force.MUST:
            if act.if_late is not None:
                yield (*place, "if_late"), "only a duty (force: must) can be late"
            if act.within == "none":
                yield (*place, "within"), "only a duty says that no term binds it"
            continue
        if act.within is None:
            yield place, "is a duty and says no term; say within: <term>, or within: none when no rule bounds it"
        if act.if_late is None:
            yield place, "is a duty and does not say what happens when it is late (if_late)"
            continue
        for opened in act.if_late.then:
            if opened not in regime.acts:
                yield (*place, "if_late", "then"), _unknown("an act", opened, regime.acts)
            elif act.within_term not in (regime.acts[opened].after, regime.acts[opened].at):
                yield (*place, "if_late", "then"), f"{opened} does not wait for the end of {act.within} (after, or at)"


def _clock_acts(regime: Regime) -> Iterator[Finding]:
    for name, act in regime.acts.items():
        place = ("acts", name)
        if CLOCK in act.by and not act.is_clock:
            yield (*place, "by"), "what the clock does nobody else does; split the act"
        if act.is_clock and act.at is None:
            yield place, "is done by the clock and does not say at the end of which term (at)"
        if act.is_clock and act.asks:
            yield (*place, "asks"), "the clock answers no questions"
        if act.at is not None and not act.is_clock:
            yield (*place, "at"), "only the clock acts at the end of a term; a person acts within or after one"


def _leaves(act: Act, track: str, status: str) -> bool:
    move = act.to.get(track)
    if move is None or status not in act.frm.get(track, (status,)):
        return False
    target = move.get(status, status) if isinstance(move, dict) else move
    return target != status


def _dead_ends(regime: Regime) -> Iterator[Finding]:
    for name, track in regime.tracks.items():
        for status, element in track.statuses.items():
            place = ("tracks", name, "statuses", status)
            left = any(_leaves(act, name, status) for act in regime.acts.values())
            if not left and not element.final and not element.open_end:
                yield place, "no act leaves it; say final: true, or open_end with the source that leaves it open"
            if status != track.start and not any(_enters(act, name, status) for act in regime.acts.values()):
                yield place, "no act leads to it, so no child can ever be there"


def _enters(act: Act, track: str, status: str) -> bool:
    move = act.to.get(track)
    targets = tuple(move.values()) if isinstance(move, dict) else (move,)
    return status in targets


def _waits(regime: Regime) -> Iterator[Finding]:
    for name, track in regime.tracks.items():
        for status, element in track.statuses.items():
            if element.procedure is None or element.open_end or element.final:
                continue
            bound = any(
                (act.force is Force.MUST or act.is_clock) and _leaves(act, name, status) for act in regime.acts.values()
            )
            if not bound:
                place = ("tracks", name, "statuses", status)
                yield place, "a procedure is open here and no duty leads out; name who is bound, or declare open_end"


def _repetition(regime: Regime) -> Iterator[Finding]:
    for name, act in regime.acts.items():
        changes = any(_changes_all(regime, act, track) for track in act.to)
        if act.times is None and not changes:
            yield ("acts", name), "can be repeated without end; say how often (times: n, or many)"
    for circle in circles(regime):
        yield ("acts", circle[0]), f"the circle {' -> '.join(circle)} can be gone round without end; give one act times"


def _changes_all(regime: Regime, act: Act, track: str) -> bool:
    statuses = act.frm.get(track, tuple(regime.tracks[track].statuses) if track in regime.tracks else ())
    return all(_leaves(act, track, status) for status in statuses)


def _rights(regime: Regime) -> Iterator[Finding]:
    for name, right in regime.rights.items():
        for index, situation in enumerate(right.during):
            yield from _statuses(regime, ("rights", name, "while", str(index)), situation)
        yield from _guard(regime, ("rights", name, "if"), right.condition)
    for act in regime.uncertainty.begins if regime.uncertainty else ():
        if act not in regime.acts:
            yield ("uncertainty", "from"), _unknown("an act", act, regime.acts)
    for act in regime.assessment.acts if regime.assessment else ():
        if act not in regime.acts:
            yield ("assessment",), _unknown("an act", act, regime.acts)


def _concerns(regime: Regime) -> Iterator[Finding]:
    for name, question in regime.open_questions.items():
        for place in question.concerns:
            section, _, element = place.partition(".")
            known = getattr(regime, section, None)
            if not isinstance(known, dict) or element.split(".")[0] not in known:
                yield ("open_questions", name, "concerns"), f'"{place}" is no element of this regime'


def _landmarks(regime: Regime, promises: Mapping[str, Promises]) -> Iterator[Finding]:
    names = {name: landmark.kind for asked in promises.values() for name, landmark in asked.landmarks.items()}
    for name in names:
        if name not in regime.landmarks:
            yield ("landmarks",), f"does not say what {name} is in this regime (or none, and why)"
    for name, landmark in regime.landmarks.items():
        place = ("landmarks", name)
        if name not in names:
            yield place, _unknown("a landmark of the promises", name, names)
            continue
        yield from _landmark_references(regime, place)
        moment = names[name] is LandmarkKind.MOMENT
        said = bool(landmark.acts), bool(landmark.statuses or landmark.rights), landmark.none is not None
        if said.count(True) != 1 or (said[0] and not moment) or (said[1] and moment):
            kind = "acts" if moment else "statuses or rights"
            yield place, f"is a {names[name]}: say its {kind}, or none and why"


def _landmark_references(regime: Regime, place: Place) -> Iterator[Finding]:
    landmark = regime.landmarks[place[1]]
    for act, audience in landmark.acts.items():
        if act not in regime.acts:
            yield place, _unknown("an act", act, regime.acts)
        if audience is not None and audience not in regime.roles:
            yield place, _unknown("a role", audience, regime.roles)
    for right in landmark.rights:
        if right not in regime.rights:
            yield place, _unknown("a right", right, regime.rights)
    yield from _statuses(regime, (*place, "statuses"), landmark.statuses)
