"""Small law files for the tests of the loader: one that is without fault, and ways to make one that is not."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from relaas.kernel.faults import Fault, LawFaults
from relaas.procedure.library import Library, load_library

# Invented for tests. Every fault test changes one thing in it.
SOUND: dict[str, Any] = {
    "relaas": 1,
    "regime": "pond",
    "kind": "law",
    "line": "pond",
    "title": {"nl": "Vijverwet", "en": "Pond act"},
    "summary": {"nl": "Verzonnen", "en": "Invented"},
    "sources": {"pond-act": {"title": "Vijverwet", "kind": "law", "state": "cited"}},
    "roles": {"frog": {"title": {"nl": "Kikker", "en": "Frog"}, "side": "child"}},
    "procedures": {"swim": {"title": {"nl": "Zwemmen", "en": "Swimming"}}},
    "tracks": {
        "water": {
            "title": {"nl": "Water", "en": "Water"},
            "start": "dry",
            "statuses": {
                "dry": {"title": {"nl": "Droog", "en": "Dry"}},
                "wet": {"title": {"nl": "Nat", "en": "Wet"}, "final": True},
            },
        }
    },
    "facts": {
        "cold": {"title": {"nl": "Koud", "en": "Cold"}, "type": "flag"},
        "weed": {
            "title": {"nl": "Kroos", "en": "Weed"},
            "type": "choice",
            "of": {"much": {"nl": "Veel", "en": "Much"}, "little": {"nl": "Weinig", "en": "Little"}},
        },
        "hatched_on": {"title": {"nl": "Uitgekomen", "en": "Hatched"}, "type": "date"},
    },
    "counters": {"jumps": {"title": {"nl": "Sprongen", "en": "Jumps"}}},
    "terms": {
        "jumping": {
            "title": {"nl": "Springtermijn", "en": "Jumping term"},
            "from": ["croak"],
            "length": "P1W",
            "atw": True,
            "rests_on": ["pond-act"],
        }
    },
    "acts": {
        "croak": {
            "title": {"nl": "Kwaken", "en": "Croak"},
            "by": "frog",
            "times": "many",
            "rests_on": ["pond-act"],
        },
        "jump": {
            "title": {"nl": "Springen", "en": "Jump"},
            "by": "frog",
            "force": "must",
            "from": {"water": ["dry"]},
            "within": "jumping",
            "if_late": {"breach": True},
            "to": {"water": "wet"},
            "rests_on": ["pond-act"],
        },
    },
}

Changes = dict[str, Any]


def changed(changes: Changes, *, of: dict[str, Any] = SOUND) -> dict[str, Any]:
    """A copy with the values at these dotted places replaced; ``...`` takes the place away."""
    content = deepcopy(of)
    for place, value in changes.items():
        *steps, last = place.split(".")
        inner = content
        for step in steps:
            inner = inner.setdefault(step, {})
        if value is ...:
            del inner[last]
        else:
            inner[last] = value
    return content


def write_law(root: Path, **files: dict[str, Any] | str) -> Path:
    """A law folder with these regime files (``under_score`` is a hyphen in the name)."""
    folder = root / "regimes"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return root


def load(root: Path, **files: dict[str, Any] | str) -> Library:
    """The library of these files."""
    return load_library(write_law(root, **files))


def faults(root: Path, **files: dict[str, Any] | str) -> tuple[Fault, ...]:
    """Every fault of these files; there must be one."""
    with pytest.raises(LawFaults) as caught:
        load(root, **files)
    return caught.value.faults


def words(root: Path, **files: dict[str, Any] | str) -> list[str]:
    """The faults as ``place: message``, without file and line."""
    return [f"{fault.place}: {fault.message}" for fault in faults(root, **files)]
