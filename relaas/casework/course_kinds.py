"""What kind of information each part of a regime is, by the law of access: what decides who sees which part of a case.

It follows from the regime and the law of access alone, never from what happened in a case, so that what is withheld
looks the same whether or not there is anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import History
from relaas.procedure.model import Act, Regime, Right, Term
from relaas.story.access import About, Information

Kinds = frozenset[str]

# A track that the law of access does not know is of a kind that nobody is ever given.
UNKNOWN: Kinds = frozenset({""})
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseKinds:
    """Per part of a regime the categories that must all be granted to see it.

    ``acts`` is for what was done: an act tells which tracks it moved. ``pending`` is for what is owed or possible: that
    tells too that whatever had to happen first did. ``suspensions`` is for when a term stood still. ``course`` is
    every category that any part is of, in the order of the law of access.
    """

    tracks: Mapping[str, Kinds]
    acts: Mapping[str, Kinds]
    pending: Mapping[str, Kinds]
    facts: Mapping[str, Kinds]
    terms: Mapping[str, Kinds]
    suspensions: Mapping[str, Kinds]
    rights: Mapping[str, Kinds]
    certainty: Kinds
    counters: Kinds
    opening: Kinds
    course: tuple[str, ...]


def course_kinds(*, regime: Regime, information: Information) -> CourseKinds:
    """The kinds of a regime's parts; worked out once per regime object."""
    found = _KNOWN.get((id(regime), id(information)))
    if found is None or found[0] is not regime or found[1] is not information:
        found = regime, information, _Kinds(regime, information).all()
        _KNOWN[id(regime), id(information)] = found
    return found[2]


_KNOWN: dict[tuple[int, int], tuple[Regime, Information, CourseKinds]] = {}


class _Kinds:
    def __init__(self, regime: Regime, information: Information) -> None:
        self.regime, self.information, self.course = regime, information, information.course
        self.tracks: dict[str, Kinds] = {name: self._track(name) for name in regime.tracks}
        self.acts = {name: self._act(name, act) for name, act in regime.acts.items()}
        self.facts = {name: self._fact(name) for name in regime.facts}
        start = situation_on(regime=regime, history=History(), today=_ANY_DAY)
        known = {**start.statuses, **start.facts}
        self.start = {**{name: values[0] for name, values in known.items()}, **dict.fromkeys(regime.counters, 0)}

    def all(self) -> CourseKinds:
        regime = self.regime
        pending = {name: self.acts[name] | self._asked(act) for name, act in regime.acts.items()}
        terms = {name: self._term(name, term) for name, term in regime.terms.items()}
        rights = {name: self._right(name, right) for name, right in regime.rights.items()}
        kinds = _joined([*self.tracks.values(), *self.acts.values(), *terms.values(), *rights.values()])
        return CourseKinds(
            tracks=self.tracks,
            acts=self.acts,
            pending=pending,
            facts=self.facts,
            terms=terms,
            suspensions={
                name: _joined(self.tracks[track] for one in term.suspended for track in one.during)
                for name, term in regime.terms.items()
            },
            rights=rights,
            certainty=frozenset({self.course.certainty}),
            counters=frozenset({self.course.counters}),
            opening=_joined(self.acts[name] for name, act in regime.acts.items() if act.opens is not None),
            course=tuple(name for name in self.information.categories if name in kinds),
        )

    def _track(self, name: str) -> Kinds:
        kind = self.information.tracks.get(name)
        return UNKNOWN if kind is None else frozenset({kind})

    def _act(self, name: str, act: Act) -> Kinds:
        if name in self.course.acts:
            return frozenset(self.course.acts[name])
        return _joined(self.tracks[track] for track in act.to or self._telling(act)) or self._otherwise

    def _telling(self, act: Act) -> list[str]:
        """The tracks in which something must have happened before the act is possible: asking for the status with
        which every case begins tells nothing."""
        return [track for track, allowed in act.frm.items() if self.regime.tracks[track].start not in allowed]

    def _asked(self, act: Act) -> Kinds:
        """What it tells that an act is possible: a condition that holds from the beginning tells nothing either."""
        found = _joined(self.tracks[track] for track in self._telling(act))
        if act.condition is not None and not act.condition.holds(self.start):
            found |= _joined(self._named(name) for name in act.condition.names)
        return found

    def _named(self, name: str) -> Kinds:
        if name in self.tracks:
            return self.tracks[name]
        return self.facts.get(name, frozenset({self.course.counters}))

    def _fact(self, name: str) -> Kinds:
        if name == self.information.birth:
            return self._identity
        acts = self.regime.acts.items()
        return _joined(self.acts[act] for act, one in acts if name in one.asks or name in one.sets) or self._otherwise

    def _term(self, name: str, term: Term) -> Kinds:
        """A term tells when it began, and whether what it bounds was done."""
        bounds = (self.acts[act] for act, one in self.regime.acts.items() if name in (one.within, one.after, one.at))
        return _joined([*(self._anchor(anchor) for anchor in term.starts), *bounds])

    def _anchor(self, anchor: str) -> Kinds:
        track, dot, _ = anchor.partition(".")
        if dot:
            return self.tracks[track]
        return self.acts[anchor] if anchor in self.acts else self.facts[anchor]

    def _right(self, name: str, right: Right) -> Kinds:
        if name in self.course.rights:
            return frozenset(self.course.rights[name])
        asked = right.condition.names if right.condition is not None else ()
        return _joined(
            [*(self.tracks[track] for during in right.during for track in during), *(self._named(one) for one in asked)]
        )

    @property
    def _otherwise(self) -> Kinds:
        return frozenset({self.course.otherwise})

    @property
    def _identity(self) -> Kinds:
        about = self.information.categories.items()
        return frozenset(name for name, category in about if category.about is About.IDENTITY)


_both: Callable[[Kinds, Kinds], Kinds] = frozenset.union


def _joined(kinds: Iterable[Kinds]) -> Kinds:
    return reduce(_both, kinds, frozenset())
