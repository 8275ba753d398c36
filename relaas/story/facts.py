"""A coded fact: what a trained person took from passages, in the words of a vocabulary.

What was typed is checked and put into one normal form at once; every fault is reported, each with its field, and no
fault repeats a value. A fact says what was told. How sure the coder is concerns only whether the coder understood it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from relaas.kernel.law_file import Text
from relaas.kernel.moments import check_aware
from relaas.story.fact_kinds import Certainty, FactField, FactKind, ValueType
from relaas.story.fact_values import BadValue, Plain, matching_key, read_value
from relaas.story.told_dates import ToldDate
from relaas.story.vocabularies import Vocabularies

Values = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class FactFault:
    """What is wrong with one field of a fact; with the fact as a whole when ``field`` is empty."""

    field: str
    why: Text


class FactFaults(ValueError):
    """Raised once per fact, with every fault. Its own words carry names of fields, never values."""

    def __init__(self, faults: tuple[FactFault, ...]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults in a fact: {', '.join(fault.field or 'the whole' for fault in faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedFact:
    """``values`` are in normal form. ``cites`` are the passages from which it was taken, at least one."""

    kind: str
    values: Values
    certainty: Certainty
    cites: tuple[str, ...]
    coder: str
    coded_at: datetime

    def __post_init__(self) -> None:
        """Refuse a fact that was taken from no passage, or at a moment without a time zone."""
        if not self.cites or not all(self.cites):
            raise ValueError("A fact is taken from at least one passage. Name the passages that it cites.")
        if len(set(self.cites)) != len(self.cites):
            raise ValueError("A fact cites a passage once. Leave the repeated one out.")
        check_aware(self.coded_at)


def code_fact(
    *,
    vocabularies: Vocabularies,
    kind: str,
    values: Mapping[str, Any],
    certainty: Certainty,
    cites: tuple[str, ...],
    coder: str,
    coded_at: datetime,
) -> CodedFact:
    """A fact of what was typed. Raises FactFaults with every fault of the values."""
    return CodedFact(
        kind=kind,
        values=normalised(vocabularies, kind, values),
        certainty=certainty,
        cites=cites,
        coder=coder,
        coded_at=coded_at,
    )


def check_fact(vocabularies: Vocabularies, kind: str, values: Mapping[str, Any]) -> tuple[FactFault, ...]:
    """Every fault of what was typed, in the order of the fields; none when it is a fact."""
    return _read(vocabularies, kind, values)[1]


def normalised(vocabularies: Vocabularies, kind: str, values: Mapping[str, Any]) -> dict[str, Plain]:
    """What was typed in normal form, without empty fields, in the order of the fields. Raises FactFaults."""
    found, faults = _read(vocabularies, kind, values)
    if faults:
        raise FactFaults(faults)
    return found


def look_up_keys(vocabularies: Vocabularies, kind: str, values: Values) -> dict[str, str]:
    """By field, under which key a fact in normal form is found; names without accents, capitals and spaces."""
    known = vocabularies.kind(kind)
    keys = {
        name: matching_key(str(values[name])) if known.fields[name].type is ValueType.TEXT else str(values[name])
        for name in known.indexed_fields
        if name in values
    }
    return {name: key for name, key in keys.items() if key}


def _read(
    vocabularies: Vocabularies, kind: str, values: Mapping[str, Any]
) -> tuple[dict[str, Plain], tuple[FactFault, ...]]:
    kinds = vocabularies.facts.kinds
    known = kinds.get(kind)
    if known is None:
        return {}, (_unknown("", "Deze soort feit is er niet", "There is no such kind of fact", kind, kinds),)
    faults = [*_strangers(known, values)]
    found: dict[str, Plain] = {}
    for name, field in known.fields.items():
        said = values.get(name)
        if _is_empty(said):
            continue
        try:
            value = _value(vocabularies, field, said, values)
        except BadValue as error:
            faults.append(FactFault(name, error.why))
            continue
        if value not in ("", ()):
            found[name] = value
    faulty = {fault.field for fault in faults}
    faults += _between(known, found, faulty)
    return found, tuple(faults)


def _is_empty(said: Any) -> bool:
    return said is None or (isinstance(said, str) and not said.strip()) or (isinstance(said, list | tuple) and not said)


def _strangers(kind: FactKind, values: Mapping[str, Any]) -> Iterator[FactFault]:
    for name in values:
        if name not in kind.fields:
            yield _unknown(name, "Dit veld is er niet", "There is no such field", name, kind.fields)


def _value(vocabularies: Vocabularies, field: FactField, said: Any, values: Mapping[str, Any]) -> Plain:
    if field.type is ValueType.CHOICE:
        return _choice(vocabularies, field, said)
    return read_value(field.type, said, country=_country(values.get(field.read_with or "")))


def _country(said: Any) -> str | None:
    """The country beside a telephone number, when it is one; a bad one is a fault of its own field."""
    try:
        return str(read_value(ValueType.COUNTRY, said))
    except BadValue:
        return None


def _choice(vocabularies: Vocabularies, field: FactField, said: Any) -> Plain:
    options = vocabularies.options(field)
    chosen = list(said) if field.many and isinstance(said, list | tuple) else [said]
    for one in chosen:
        if not isinstance(one, str) or one not in options:
            why = _unknown("", "Deze keuze is er niet", "There is no such option", str(one), options).why
            raise BadValue(nl=why.nl, en=why.en)
    return tuple(code for code in options if code in chosen) if field.many else chosen[0]


def _between(kind: FactKind, found: Values, faulty: set[str]) -> Iterator[FactFault]:
    """What the fields of one fact ask of each other. A field that is faulty by itself is not blamed twice."""
    if not any(name in found or name in faulty for name in kind.at_least_one_of):
        names = [kind.fields[name].title for name in kind.at_least_one_of]
        yield _fault(
            "",
            f"Vul ten minste een van deze in: {', '.join(name.nl for name in names)}.",
            f"Fill in at least one of these: {', '.join(name.en for name in names)}.",
        )
    for name in found:
        field = kind.fields[name]
        if field.needs is not None and field.needs not in found and field.needs not in faulty:
            other = kind.fields[field.needs].title
            yield _fault(name, f"Hier hoort ook bij: {other.nl}.", f"This also needs: {other.en}.")
        if field.not_before is not None and field.not_before in found:
            first = kind.fields[field.not_before].title
            if _ends_too_early(found[name], found[field.not_before]):
                yield _fault(name, f'Dit is voor "{first.nl}".', f'This is before "{first.en}".')
        for beside, options in field.goes_with.items():
            if beside not in faulty and found.get(beside) not in options:
                other = kind.fields[beside].title
                yield _fault(
                    name,
                    f'Dit hoort niet bij wat bij "{other.nl}" staat.',
                    f'This does not go with what "{other.en}" says.',
                )


def _ends_too_early(end: Plain, start: Plain) -> bool:
    return ToldDate.parse(str(end)).is_surely_before(ToldDate.parse(str(start)))


def _unknown(field: str, nl: str, en: str, said: str, known: Iterable[str]) -> FactFault:
    close = get_close_matches(said, list(known), n=1)
    return _fault(
        field,
        f'{nl}; bedoel je "{close[0]}"?' if close else f"{nl}.",
        f'{en}; did you mean "{close[0]}"?' if close else f"{en}.",
    )


def _fault(field: str, nl: str, en: str) -> FactFault:
    return FactFault(field, Text(nl=nl, en=en))
