"""Which acts of a regime are tellings: the child gives its account, and somebody hears it (landmark ``told``)."""

from __future__ import annotations

from collections.abc import Mapping

from relaas.procedure.model import Regime


def telling_acts(regime: Regime) -> Mapping[str, str | None]:
    """The acts of a regime in which the child gives its account, and who hears it."""
    landmark = regime.landmarks.get("told")
    return landmark.acts if landmark is not None else {}


def hears_child(*, regime: Regime, act: str, role: str) -> bool:
    """Whether a role that records this act hears the child in it, and so has its words to write down. A role that only
    records that the child told elsewhere (a report signed at the police) does not."""
    acts = telling_acts(regime)
    return act in acts and role in regime.acts[act].by and acts[act] in (None, role)
