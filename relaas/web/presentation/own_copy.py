"""The child's own copy as its templates read it: roles in the Dutch words in which the child hears them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from relaas.application.story.own_copy import OwnCopy, Part
from relaas.story.own_copy_texts import OwnCopyWording
from relaas.web.session import dutch_role

_PLAIN = ("place", "interpreter", "breaks", "observed", "recording")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """One telling. ``circumstances`` are names of fixed texts with what was written there."""

    held_on: date
    audience: str
    circumstances: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderView:
    """One row of who has read."""

    day: date
    role: str
    organisation: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopyView:
    """The whole."""

    number: str
    name: str
    made_on: date
    tellings: tuple[TellingView, ...]
    readers: tuple[ReaderView, ...]
    wordings: tuple[OwnCopyWording, ...]
    languages: tuple[OwnCopyWording, ...]


def own_copy_view(found: OwnCopy) -> OwnCopyView:
    """The copy with roles in words."""
    return OwnCopyView(
        number=found.number,
        name=found.name,
        made_on=found.made_on,
        tellings=tuple(
            TellingView(
                held_on=telling.held_on,
                audience=dutch_role(telling.audience),
                circumstances=tuple(_circumstances(telling.circumstances)),
                parts=telling.parts,
            )
            for telling in found.tellings
        ),
        readers=tuple(
            ReaderView(
                day=reader.day,
                role=dutch_role(reader.role),
                organisation=reader.organisation,
                purpose=reader.purpose,
            )
            for reader in found.readers
        ),
        wordings=found.wordings,
        languages=found.languages,
    )


def _circumstances(written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    present = [dutch_role(str(one["role"])) for one in written.get("present", ())]
    if present:
        yield "present", ", ".join(present)
    yield from ((name, str(written[name])) for name in _PLAIN if written.get(name))
