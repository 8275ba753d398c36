"""The vocabularies that come with the program: public standards, and our own kinds of coded fact that map to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document
from relaas.story.access import About, AccessLaw
from relaas.story.access_library import standard_access
from relaas.story.fact_kinds import FactField, FactKind, FactKinds, Option, options_of
from relaas.story.standards import Code, Standard
from relaas.story.vocabulary_lint import lint_kinds, lint_maps, lint_standard

LAW = Path(__file__).resolve().parent.parent / "law" / "vocabularies"


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Every public standard by name, and the kinds of fact. Immutable; share one per process."""

    standards: Mapping[str, Standard]
    facts: FactKinds

    def kind(self, name: str) -> FactKind:
        """The kind of fact of that name. Raises KeyError with the nearest name when there is none."""
        if name not in self.facts.kinds:
            raise KeyError(f'no kind of fact is called "{name}"{nearest(name, self.facts.kinds)}')
        return self.facts.kinds[name]

    def options(self, field: FactField) -> Mapping[str, Option | Code]:
        """The options of a field with a choice, by their codes, in the order in which to show them."""
        return options_of(field, lists=self.facts.lists, standards=self.standards)


def load_vocabularies(root: Path = LAW, *, categories: Collection[str] | None = None) -> Vocabularies:
    """Read every file under ``root``. Raises LawFaults with all faults of all files.

    ``categories`` are the kinds of information that a fact can be; by default those of the law of access.
    """
    faults: list[Fault] = []
    standards: dict[str, Standard] = {}
    read: list[tuple[Document, Standard]] = []
    kinds: list[tuple[Document, FactKinds]] = []
    for path in sorted(root.glob("*.yaml")):
        document = _read(path, faults)
        if document is None:
            continue
        if "facts" in document.content:
            if (found := validated(document, FactKinds, faults)) is not None:
                kinds.append((document, found))
        elif (standard := validated(document, Standard, faults)) is not None:
            standards[standard.vocabulary] = standard
            read.append((document, standard))
            faults += lint_standard(document, standard)
    for document, standard in read:
        faults += lint_maps(document, standard, standards)
    if len(kinds) == 1:
        document, found = kinds[0]
        known = _categories_of(standard_access()) if categories is None else categories
        faults += lint_kinds(document, found, standards=standards, categories=known)
    elif not faults:
        faults.append(Fault(f"law/{root.name}", 0, "", f"{len(kinds)} files begin with facts; there must be one"))
    if faults:
        raise LawFaults(faults)
    return Vocabularies(standards=standards, facts=kinds[0][1])


@lru_cache(maxsize=1)
def standard_vocabularies() -> Vocabularies:
    """The vocabularies that come with the program, read once."""
    return load_vocabularies()


def _categories_of(access: AccessLaw) -> tuple[str, ...]:
    return tuple(name for name, one in access.information.categories.items() if one.about is not About.CASE)


def _read(path: Path, faults: list[Fault]) -> Document | None:
    document = read_law_file(path, faults)
    if document is None:
        return None
    named = document.content.get("vocabulary", document.content.get("facts"))
    if named != path.stem:
        faults.append(document.fault((), f"the file is called {path.name}, the vocabulary {named!r}; make them one"))
    return document
