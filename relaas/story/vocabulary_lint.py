"""What a vocabulary means beyond its shape: every name in it leads somewhere, and nothing rests on a dead field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from relaas.kernel.faults import Fault, nearest
from relaas.kernel.strict_yaml import Document, Path
from relaas.story.fact_kinds import Certainty, FactField, FactKind, FactKinds, ValueType, options_of
from relaas.story.standards import FieldStatus, Standard

# Only what has one exact spelling, or is told as a name, can be found by its exact value.
_INDEXABLE = (ValueType.PHONE, ValueType.IDENTIFIER, ValueType.TEXT)


def lint_standard(document: Document, standard: Standard) -> Iterator[Fault]:
    """Every fault in the meaning of one public vocabulary."""
    seen: dict[str, str] = dict.fromkeys(standard.lists, "lists")
    for key, section in standard.sections.items():
        for name, field in section.fields.items():
            place = ("sections", key, "fields", name)
            if name in seen:
                yield document.fault(place, f"stands in {seen[name]} too; a name is used once in a vocabulary")
            seen[name] = key
            if field.codes_of is not None:
                yield from _known(document, (*place, "codes_of"), [field.codes_of], standard.lists, "list")
            if field.codes is not None and field.codes_of is not None:
                yield document.fault(place, "has codes of its own and those of a list; keep one")


def lint_maps(document: Document, standard: Standard, standards: Mapping[str, Standard]) -> Iterator[Fault]:
    """Every code of one vocabulary maps to codes that exist. Ask it when all vocabularies are read."""
    for key, section in standard.sections.items():
        for name, field in section.fields.items():
            for code, option in (field.codes or {}).items():
                place = ("sections", key, "fields", name, "codes", code, "maps")
                yield from _targets(document, place, option.maps, standards)
    for key, codes in standard.lists.items():
        for code, option in codes.items():
            yield from _targets(document, ("lists", key, code, "maps"), option.maps, standards)


def lint_kinds(
    document: Document, kinds: FactKinds, *, standards: Mapping[str, Standard], categories: Collection[str]
) -> Iterator[Fault]:
    """Every fault in the meaning of the kinds of fact."""
    for certainty in Certainty:
        if certainty not in kinds.certainties:
            yield document.fault(("certainties",), f"{certainty} has no words")
    for key, options in kinds.lists.items():
        for name, option in options.items():
            yield from _targets(document, ("lists", key, name, "maps"), option.maps, standards)
    for name, kind in kinds.kinds.items():
        place = ("kinds", name)
        yield from _known(document, (*place, "category"), [kind.category], categories, "category")
        yield from _known(document, (*place, "rests_on"), kind.rests_on, kinds.sources, "source")
        yield from _known(document, (*place, "at_least_one_of"), kind.at_least_one_of, kind.fields, "field")
        yield from _targets(document, (*place, "maps"), kind.maps, standards)
        for field_name, field in kind.fields.items():
            yield from _field(document, (*place, "fields", field_name), field, kind, kinds, standards)


def _field(
    document: Document,
    place: Path,
    field: FactField,
    kind: FactKind,
    kinds: FactKinds,
    standards: Mapping[str, Standard],
) -> Iterator[Fault]:
    yield from _targets(document, (*place, "maps"), field.maps, standards)
    yield from _options(document, place, field, kinds, standards)
    yield from _neighbours(document, place, field, kind)
    if field.indexed and field.type not in _INDEXABLE:
        types = ", ".join(_INDEXABLE)
        yield document.fault((*place, "indexed"), f"a {field.type} has no exact value to find it by; only {types} do")
    if field.indexed and not (kind.compared and field.compared):
        yield document.fault((*place, "indexed"), "is looked up across cases, so the kind and the field are compared")
    for name, values in field.goes_with.items():
        beside = kind.fields.get(name)
        known = options_of(beside, lists=kinds.lists, standards=standards) if beside is not None else {}
        yield from _known(document, (*place, "goes_with"), [name], kind.fields, "field")
        if beside is not None:
            yield from _known(document, (*place, "goes_with", name), values, known, f"option of {name}")


def _options(
    document: Document, place: Path, field: FactField, kinds: FactKinds, standards: Mapping[str, Standard]
) -> Iterator[Fault]:
    if field.type is not ValueType.CHOICE:
        if field.options is not None or field.many:
            yield document.fault(place, f"only a choice has options and many; this is a {field.type}")
        return
    if field.options is None:
        yield document.fault((*place, "options"), "is missing: the list of a choice")
    elif ":" in field.options:
        yield from _targets(document, (*place, "options"), [field.options], standards)
        if not options_of(field, lists=kinds.lists, standards=standards):
            yield document.fault((*place, "options"), f"{field.options} has no codes to choose from")
    else:
        yield from _known(document, (*place, "options"), [field.options], kinds.lists, "list")


def _neighbours(document: Document, place: Path, field: FactField, kind: FactKind) -> Iterator[Fault]:
    """The other fields that a field names are there, and of the type that it takes."""
    named = (
        ("needs", field.needs, None, None),
        ("not_before", field.not_before, ValueType.DATE, ValueType.DATE),
        ("read_with", field.read_with, ValueType.PHONE, ValueType.COUNTRY),
    )
    for word, name, own, other in named:
        if name is None:
            continue
        yield from _known(document, (*place, word), [name], kind.fields, "field")
        if own is not None and field.type is not own:
            yield document.fault((*place, word), f"belongs to a {own}; this is a {field.type}")
        if other is not None and name in kind.fields and kind.fields[name].type is not other:
            yield document.fault((*place, word), f"{name} is no {other} but a {kind.fields[name].type}")


def _targets(
    document: Document, place: Path, targets: Iterable[str], standards: Mapping[str, Standard]
) -> Iterator[Fault]:
    for target in targets:
        vocabulary, colon, rest = target.partition(":")
        if not colon:
            yield document.fault(place, f'"{target}" is no target; write vocabulary:field or vocabulary:field=code')
        elif vocabulary not in standards:
            yield from _known(document, place, [vocabulary], standards, "vocabulary")
        else:
            yield from _target(document, place, standards[vocabulary], *rest.partition("="))


def _target(document: Document, place: Path, standard: Standard, name: str, equals: str, code: str) -> Iterator[Fault]:
    field = standard.field(name)
    if field is None and name not in standard.lists:
        known = [*standard.lists, *(known for known, _ in standard.fields())]
        yield from _known(document, place, [name], known, f"field of {standard.vocabulary}")
    elif field is not None and field.status is not FieldStatus.DRAFT:
        yield document.fault(place, f"{name} is {field.status} in {standard.vocabulary}; map to a field that is in use")
    elif equals:
        yield from _known(document, place, [code], standard.codes(name), f"code of {name}")


def _known(document: Document, place: Path, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    options = list(known)
    for name in names:
        if name not in options:
            yield document.fault(place, f'"{name}" is no {what}{nearest(name, options)}')
