"""Events as they are stored: plain words and numbers, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from relaas.capacity.events import (
    Away,
    Certified,
    Closed,
    HandedOver,
    Knows,
    Left,
    Opened,
    Placed,
    Promised,
    What,
)

# The names never change: they stand in databases.
KINDS: dict[str, type[What]] = {
    "opened": Opened,
    "closed": Closed,
    "placed": Placed,
    "left": Left,
    "away": Away,
    "certified": Certified,
    "knows": Knows,
    "promised": Promised,
    "handed_over": HandedOver,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(what: What) -> str:
    """The name of the kind of an event."""
    return _NAMES[type(what)]


def to_words(what: What) -> dict[str, Any]:
    """An event as it is stored."""
    said = {field.name: getattr(what, field.name) for field in fields(what)}
    return {"kind": kind_of(what), **{name: _plain(value) for name, value in said.items()}}


def from_words(words: Mapping[str, Any]) -> What:
    """A stored event. Raises KeyError or TypeError for what was never stored by this program."""
    said = {name: value for name, value in words.items() if name != "kind"}
    if isinstance(said.get("until"), str):
        said["until"] = date.fromisoformat(said["until"])
    return KINDS[words["kind"]](**said)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
