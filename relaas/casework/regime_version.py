"""The fingerprint of a regime: whether the law that a case was opened under still says the same."""

from __future__ import annotations

import json
from hashlib import sha256

from relaas.kernel.durations import Duration
from relaas.procedure.guards import Guard
from relaas.procedure.model import Regime

_FINGERPRINTS: dict[int, tuple[Regime, str]] = {}


def regime_version(regime: Regime) -> str:
    """64 hexadecimal characters that change whenever anything in the regime does, be it only its wording."""
    found = _FINGERPRINTS.get(id(regime))
    if found is None or found[0] is not regime:
        content = json.dumps(regime.model_dump(by_alias=True), sort_keys=True, default=_written)
        found = _FINGERPRINTS[id(regime)] = (regime, sha256(content.encode()).hexdigest())
    return found[1]


def _written(value: object) -> str:
    if isinstance(value, Guard):
        return value.text
    if isinstance(value, Duration):
        return str(value)
    return repr(value)
