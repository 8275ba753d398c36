"""The chain-wide assessment read off a history: what each thought, what was decided and why, and what came of it.

An assessment is done in rounds. One begins with the first signal, or with what reopens it after a decision; it ends
with a decision. What somebody thought in an earlier round stays with that round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from relaas.kernel.when import When
from relaas.procedure.model import Act, Assessment, Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One act of an assessment that counts: who did it when, and what was written with it."""

    act: str
    role: str
    organisation: int
    organisation_name: str
    on: When
    recorded_at: datetime
    form: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round. ``begun`` began it. ``views`` are the latest of each who gave one, in the order in which they came;
    ``asked`` what more was asked for; ``decision`` None: not decided yet."""

    begun: Said
    views: tuple[Said, ...] = ()
    asked: tuple[Said, ...] = ()
    decision: Said | None = None


@dataclass(slots=True)
class _Open:
    begun: Said
    views: dict[tuple[str, int], Said] = field(default_factory=dict)
    asked: list[Said] = field(default_factory=list)

    def closed(self, decision: Said | None) -> Round:
        return Round(begun=self.begun, views=tuple(self.views.values()), asked=tuple(self.asked), decision=decision)


def rounds(*, regime: Regime, acts: Iterable[Said]) -> tuple[Round, ...]:
    """The rounds in order, the last one open or decided; none where the law knows no assessment. ``acts`` are those
    that count, in the order in which they were recorded."""
    return tuple(_rounds(regime, regime.assessment, acts)) if regime.assessment is not None else ()


def _rounds(regime: Regime, assessment: Assessment, acts: Iterable[Said]) -> Iterator[Round]:
    now, decided = None, None
    for said in acts:
        if now is None:
            begins = said.act in (*assessment.signals, *assessment.reopens)
            if begins and (decided is None or _undoes(regime.acts[said.act], regime.acts[decided.act])):
                now = _Open(said)
        elif said.act in assessment.views:
            now.views.pop((said.role, said.organisation), None)
            now.views[said.role, said.organisation] = said
        elif said.act in assessment.asks:
            now.asked.append(said)
        elif said.act in assessment.decides:
            yield now.closed(said)
            now, decided = None, said
    if now is not None:
        yield now.closed(None)


def _undoes(act: Act, decision: Act) -> bool:
    """Whether an act moves what a decision settled: after one for the child a further signal moves nothing."""
    return any(isinstance(status, str) and _leaves(act, track, status) for track, status in decision.to.items())


def _leaves(act: Act, track: str, status: str) -> bool:
    moves = act.to.get(track)
    if moves is None:
        return False
    return status in moves if isinstance(moves, dict) else status in act.frm.get(track, (status,))
