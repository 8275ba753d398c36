"""YAML as a law file needs it: only ``true`` and ``false`` are booleans, doubled keys are refused, lines are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from relaas.kernel.faults import Fault, LawFaults

Path = tuple[str, ...]


class _Strict(yaml.SafeLoader):
    """SafeLoader with the booleans of YAML 1.2, and without dates: a date is text until a model asks for it."""


_Strict.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _first in "tf":
    _Strict.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), [_first])


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file and the line on which each place of it stands."""

    name: str
    content: Any
    lines: dict[Path, int]

    def fault(self, path: Path, message: str) -> Fault:
        """A fault at a place, on the line of the nearest enclosing place that the file has."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return Fault(self.name, self.lines.get(known, 0), ".".join(path), message)


def read_document(*, name: str, text: str) -> Document:
    """Parse one YAML text. Raises LawFaults, naming every doubled key, or the place where it is no YAML."""
    try:
        node = _Strict(text).get_single_node()
        reader = _Reader(name)
        content = reader.value(node, ()) if node is not None else None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise LawFaults([Fault(name, mark.line + 1 if mark else 0, "", f"this is not YAML: {what}")]) from error
    if reader.faults:
        raise LawFaults(reader.faults)
    return Document(name=name, content=content, lines=reader.lines)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._scalars = _Strict("")
        self._within: list[yaml.Node] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if node in self._within:
            self.faults.append(Fault(self.name, node.start_mark.line + 1, ".".join(path), "contains itself (an alias)"))
            return None
        self._within.append(node)
        value = self._content(node, path)
        self._within.pop()
        return value

    def _content(self, node: yaml.Node, path: Path) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, str(index))) for index, item in enumerate(node.value)]
        return self._scalars.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = (*path, key)
            line = key_node.start_mark.line + 1
            if key in content:
                message = f"given twice (first on line {self.lines[place]}); keep one"
                self.faults.append(Fault(self.name, line, ".".join(place), message))
                continue
            content[key] = self.value(value_node, place)
            self.lines[place] = line
        return content
