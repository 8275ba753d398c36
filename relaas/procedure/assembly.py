"""How a regime is put together from files: a union of what it builds on, then the differences.

``builds_on`` names files in order. Those of ``kind: patch`` are applied as JSON Merge Patches (RFC 7386: a mapping is
merged key by key, ``null`` takes away, anything else replaces) on the union of the others; the own sections come
last, the same way. Two files that say different things about one element cannot be united: the regime must say
which holds. Stricter than the RFC, ``null`` for what is not there is a fault: it is a misspelt name, or says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.strict_yaml import Document, Path

_HEADER = ("relaas", "regime", "kind", "line", "title", "summary", "builds_on", "in_force")


@dataclass(slots=True)
class Assembled:
    """The content of a regime and, for every place in it, the file and line that says so."""

    content: dict[str, Any]
    places: dict[Path, tuple[str, int]] = field(default_factory=dict)

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at a place, or at the nearest enclosing place whose line is known."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        file, line = self.places.get(known, (self.places.get((), ("", 0))[0], 0))
        return Fault(file=file, line=line, place=".".join(path), message=message)


def assemble(*, name: str, documents: dict[str, Document]) -> Assembled:
    """Put the named regime together. Raises LawFaults: unknown base, a circle, or bases that contradict each other."""
    return _Assembly(documents).of(name, trail=())


class _Assembly:
    def __init__(self, documents: dict[str, Document]) -> None:
        self.documents = documents
        self.faults: list[Fault] = []

    def of(self, name: str, *, trail: tuple[str, ...]) -> Assembled:
        document = self.documents[name]
        bases = document.content.get("builds_on") or []
        whole = Assembled(content={})
        for index, base in enumerate(bases if isinstance(bases, list) else []):
            self._check_base(document, name, index, base, trail)
        patches = [base for base in bases if self._is_patch(base)] if isinstance(bases, list) else []
        settling = [document.content, *(self.documents[patch].content for patch in patches)]
        for base in sorted(bases if isinstance(bases, list) else [], key=self._is_patch):
            part = self.of(base, trail=(*trail, name))
            if self._is_patch(base):
                self._patch(whole, part, stays_patch=self._is_patch(name))
            else:
                self._unite(whole, part, settling=settling, document=document)
        places = {path: (document.name, line) for path, line in document.lines.items()}
        self._patch(whole, Assembled(document.content, places), stays_patch=self._is_patch(name))
        for key in _HEADER:
            if key in document.content:
                whole.content[key] = document.content[key]
        for path, place in places.items():
            if not path or path[0] in _HEADER:
                whole.places[path] = place
        if self.faults:
            raise LawFaults(self.faults)
        return whole

    def _is_patch(self, name: str) -> bool:
        return bool(self.documents[name].content.get("kind") == "patch")

    def _patch(self, whole: Assembled, patch: Assembled, *, stays_patch: bool) -> None:
        """Apply the differences. A patch that is part of another patch takes nothing away yet: it keeps its nulls."""
        sections = {key: value for key, value in patch.content.items() if key not in _HEADER}
        if not stays_patch:
            for path in _missing(whole.content, sections, ()):
                self.faults.append(patch.fault(path, "takes away what is not there; mend the name, or leave it out"))
        whole.content = _merge_patch(whole.content, sections, keep_nulls=stays_patch)
        whole.places.update({path: place for path, place in patch.places.items() if path and path[0] not in _HEADER})

    def _check_base(self, document: Document, name: str, index: int, base: Any, trail: tuple[str, ...]) -> None:
        line = document.lines.get(("builds_on", str(index)), 0)
        if not isinstance(base, str) or base not in self.documents:
            message = f'"{base}" is no regime file{nearest(str(base), self.documents)}'
            raise LawFaults([Fault(document.name, line, "builds_on", message)])
        if base in (*trail, name):
            circle = " -> ".join((*trail, name, base))
            raise LawFaults([Fault(document.name, line, "builds_on", f"builds on itself: {circle}")])

    def _unite(self, whole: Assembled, part: Assembled, *, settling: list[dict[str, Any]], document: Document) -> None:
        """Take over what a base says. Where two differ, the regime or a patch of it says which holds."""
        for section, elements in part.content.items():
            if section in _HEADER:
                continue
            if not isinstance(elements, dict):
                whole.content[section] = elements
                continue
            mine = whole.content.setdefault(section, {})
            if not isinstance(mine, dict):
                continue
            for key, element in elements.items():
                settled = any(isinstance(said.get(section), dict) and key in said[section] for said in settling)
                if key in mine and mine[key] != element and not settled:
                    first = whole.places.get((section, key), ("", 0))
                    second = part.places.get((section, key), ("", 0))
                    message = f"{first[0]}:{first[1]} and {second[0]}:{second[1]} differ; say here which holds"
                    self.faults.append(Fault(document.name, 0, f"{section}.{key}", message))
                mine.setdefault(key, element)
        for path, place in part.places.items():
            if path and path[0] not in _HEADER:
                whole.places.setdefault(path, place)


def _missing(target: Any, patch: Any, path: Path) -> Iterator[Path]:
    """The places at which a patch takes away what is not there."""
    for key, value in patch.items():
        inner = target.get(key) if isinstance(target, dict) else None
        if isinstance(value, dict):
            yield from _missing(inner, value, (*path, key))
        elif value is None and inner is None:
            yield (*path, key)


def _merge_patch(target: Any, patch: Any, *, keep_nulls: bool = False) -> Any:
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None and not keep_nulls:
            merged.pop(key, None)
        else:
            merged[key] = _merge_patch(merged.get(key), value, keep_nulls=keep_nulls)
    return merged
