"""A choice of invented cases that together stand in as many stages of a regime as they can, on the day of showing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from relaas.application.walks import Walk, WalkedAct, walk
from relaas.kernel.outcomes import Allowed
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import History
from relaas.procedure.model import Regime

_LONGEST = timedelta(days=2200)
_ACTS_AT_A_TIME = 8
_AFRESH = 6
_PACES = (0.25, 1.0)
_REPLACED = 0.4
_WAIT = timedelta(days=150)

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _View:
    """A walk as it stood from a day on, before ``until``: the places (track, status) in which it was."""

    walk: Walk
    day: date
    until: date
    places: frozenset[Place]

    @property
    def acts(self) -> tuple[WalkedAct, ...]:
        """What had happened by then."""
        return tuple(act for act in self.walk.acts if act.on <= self.day)


def showcase(*, regime: Regime, today: date, amount: int, rounds: int, chance: Random) -> list[Walk]:
    """Cases that were opened in the past and stand, today, in as many different statuses as so many cases can.

    They are parts of longer courses, moved so that the part ends now; every act is judged again on its new day.
    """
    views = _explored(regime, today, rounds, chance)
    chosen: list[Walk] = []
    covered: set[Place] = set()
    while len(chosen) < amount and views:
        view = max(views, key=lambda item: (len(item.places - covered), -len(item.acts)))
        if not view.places - covered:
            view = chance.choice(views)
        views.remove(view)
        shown = _moved(view, today, chance)
        if shown is not None:
            chosen.append(shown)
            covered |= _places(shown, today)
    return chosen


def _explored(regime: Regime, today: date, rounds: int, chance: Random) -> list[_View]:
    """Courses that each go on from the place from which the fewest went on before, so that they reach far places."""
    first = today - _LONGEST
    found: dict[Place, _View] = {}
    left_from: Counter[Place] = Counter()
    familiar: Counter[str] = Counter()
    views: list[_View] = []
    for number in range(rounds):
        afresh = number % _AFRESH == 0
        place = None if afresh else min(found, key=lambda item: left_from[item], default=None)
        begun, since = (found[place].acts, found[place].day) if place is not None else ((), first)
        if place is not None:
            left_from[place] += 1
        course = walk(
            regime=regime, opened_on=first, today=today, most_acts=len(begun) + _ACTS_AT_A_TIME, chance=chance,
            begun=begun, since=since, pace=chance.choice(_PACES), familiar=familiar,
        )  # fmt: skip
        for view in _views(course, since):
            views.append(view)
            for seen in sorted(view.places):
                # A place can be reached in more ways than one; from some of them nothing follows any more.
                if seen not in found or chance.random() < _REPLACED:
                    found[seen] = view
    return views


def _views(course: Walk, since: date) -> Iterator[_View]:
    last = (course.acts[-1].on if course.acts else course.opened_on) + _WAIT
    situation = situation_on(regime=course.regime, history=course.history, today=last)
    stretches = situation.branches[0].stretches[1:]
    ends = [stretch.since[0] for stretch in stretches[1:]] + [last.toordinal()]
    for stretch, end in zip(stretches, ends, strict=True):
        begin = stretch.since[0]
        if since.toordinal() <= begin < end:
            places = frozenset(stretch.node.statuses.items())
            yield _View(course, date.fromordinal(begin), date.fromordinal(end), places)


def _moved(view: _View, today: date, chance: Random) -> Walk | None:
    """The walk up to the view, moved so that the view is today's; None when an act is not allowed on its new day."""
    age = chance.randint(0, min(5, (view.until - view.day).days - 1))
    by = today - view.day - timedelta(days=age)
    acts = tuple(_shifted(act, by) for act in view.acts)
    moved = Walk(regime=view.walk.regime, opened_on=acts[0].on if acts else today, acts=acts)
    return moved if _is_allowed(moved.regime, moved.acts, moved.history) else None


def _shifted(act: WalkedAct, by: timedelta) -> WalkedAct:
    answers = {name: value + by if isinstance(value, date) else value for name, value in act.answers.items()}
    form = {name: value + by if isinstance(value, date) else value for name, value in act.form.items()}
    return replace(act, on=act.on + by, answers=answers, form=form)


def _is_allowed(regime: Regime, acts: Sequence[WalkedAct], history: History) -> bool:
    return all(
        isinstance(
            may_act(regime=regime, history=History(history.entries[:number]), act=act.act, role=act.by, on=act.on),
            Allowed,
        )
        for number, act in enumerate(acts)
    )


def _places(shown: Walk, today: date) -> set[Place]:
    situation = situation_on(regime=shown.regime, history=shown.history, today=today)
    return {(track, status) for track, statuses in situation.statuses.items() for status in statuses}
