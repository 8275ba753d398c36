"""The reflection period of a regime, found by its landmarks: what it is called, how long it is, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass

from relaas.kernel.durations import Duration
from relaas.procedure.model import Act, Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionLaw:
    """``track`` and the ``running`` statuses; ``term`` is its own clock and ``length`` how long it is.

    ``informing`` are the acts with which a child is told of it, ``asking`` those with which it says yes. ``is_free``:
    nothing ends it early but the child's own choice. ``can_change``: the child can say yes also after silence or a no.
    """

    track: str
    running: tuple[str, ...]
    term: str | None
    length: Duration | None
    informing: tuple[str, ...]
    asking: tuple[str, ...]
    is_free: bool
    can_change: bool


def reflection_law(regime: Regime) -> ReflectionLaw | None:
    """What a regime says of the reflection period; None for a regime that knows none."""
    state = regime.landmarks.get("in_reflection")
    if state is None or not state.statuses:
        return None
    track, running = next(iter(state.statuses.items()))
    term = _term(regime, track, running)
    cut_short = regime.landmarks.get("reflection_cut_short")
    asking = _acts(regime, "reflection_asked")
    return ReflectionLaw(
        track=track,
        running=running,
        term=term,
        length=None if term is None else regime.terms[term].length[-1].length,
        informing=_acts(regime, "informed"),
        asking=asking,
        is_free=cut_short is not None and cut_short.none is not None,
        can_change=any(len(regime.acts[act].frm.get(track, ())) > 1 for act in asking),
    )


def _term(regime: Regime, track: str, running: tuple[str, ...]) -> str | None:
    """The term at whose end the law itself leads out of reflection."""
    ending = (act for act in regime.acts.values() if _ends(act, track, running))
    return next((act.at for act in ending if act.at is not None), None)


def _ends(act: Act, track: str, running: tuple[str, ...]) -> bool:
    return act.is_clock and track in act.to and bool(set(act.frm.get(track, ())) & set(running))


def _acts(regime: Regime, landmark: str) -> tuple[str, ...]:
    found = regime.landmarks.get(landmark)
    return tuple(found.acts) if found is not None else ()
