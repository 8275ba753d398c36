"""What comes in with an act, checked against what its form asks. All faults at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from relaas.application.log import Refused
from relaas.kernel.when import When
from relaas.procedure.model import Act, FactType, FieldType, FormField, Regime

LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 20_000
LONGEST_REASON = 2000


class FaultKind(StrEnum):
    """What is wrong with one answer."""

    REQUIRED = "required"
    UNKNOWN_FIELD = "unknown_field"
    NOT_AN_OPTION = "not_an_option"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    IN_THE_FUTURE = "in_the_future"
    IN_THE_PAST = "in_the_past"
    TOO_UNCERTAIN = "too_uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFault:
    """One fault: the field (``on`` and ``reason`` besides the regime's own names) and what is wrong with it."""

    field: str
    kind: FaultKind


class FormInvalid(Refused):
    """The form cannot be recorded as it is. ``faults`` are all of its faults, in the order of the form."""

    def __init__(self, faults: tuple[FormFault, ...]) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.kind}" for fault in faults))
        self.faults = faults


def faults_in(
    *, regime: Regime, act: Act, answers: Mapping[str, Any], form: Mapping[str, Any], on: When, today: date
) -> list[FormFault]:
    """Everything that is wrong with what came in for an act."""
    faults = [FormFault(field="on", kind=FaultKind.IN_THE_FUTURE)] if _is_future(on, today) else []
    faults += [fault for name in act.asks for fault in _answer_faults(regime, name, answers.get(name))]
    faults += [fault for name, field in act.records.items() for fault in _field_faults(name, field, form.get(name))]
    strangers = [name for name in answers if name not in act.asks] + [name for name in form if name not in act.records]
    return faults + [FormFault(field=name, kind=FaultKind.UNKNOWN_FIELD) for name in strangers]


def within_today(on: When, today: date) -> When:
    """A day that is partly in the future, as far as it can have been: what happened did so today at the latest."""
    latest = today if on.latest is None or on.latest > today else on.latest
    return When(earliest=on.earliest, latest=latest)


def without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were filled in."""
    return {name: value for name, value in values.items() if not _is_blank(value)}


def checked_text(text: str, *, field: str, longest: int = LONGEST_REASON) -> str:
    """What was written, without blanks around it. Raises FormInvalid when it is empty or too long."""
    text = text.strip()
    if not text:
        raise FormInvalid((FormFault(field=field, kind=FaultKind.REQUIRED),))
    if len(text) > longest:
        raise FormInvalid((FormFault(field=field, kind=FaultKind.TOO_LONG),))
    return text


def _is_future(on: When, today: date) -> bool:
    return on.earliest is not None and on.earliest > today


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def _answer_faults(regime: Regime, name: str, value: Any) -> list[FormFault]:
    fact = regime.facts[name]
    if _is_blank(value):
        return [FormFault(field=name, kind=FaultKind.REQUIRED)]
    kind = {
        FactType.FLAG: lambda: None if isinstance(value, bool) else FaultKind.NOT_YES_OR_NO,
        FactType.CHOICE: lambda: None if value in fact.of else FaultKind.NOT_AN_OPTION,
        FactType.DATE: lambda: None if type(value) is date else FaultKind.NOT_A_DATE,
    }[fact.type]()
    return [] if kind is None else [FormFault(field=name, kind=kind)]


def _field_faults(name: str, field: FormField, value: Any) -> list[FormFault]:
    if _is_blank(value):
        return [FormFault(field=name, kind=FaultKind.REQUIRED)] if field.required else []
    kind = _CHECKS[field.type](field, value)
    return [] if kind is None else [FormFault(field=name, kind=kind)]


def _text_fault(value: Any, longest: int) -> FaultKind | None:
    if not isinstance(value, str):
        return FaultKind.NOT_TEXT
    return FaultKind.TOO_LONG if len(value) > longest else None


_CHECKS: dict[FieldType, Callable[[FormField, Any], FaultKind | None]] = {
    FieldType.TEXT: lambda field, value: _text_fault(value, LONGEST_TEXT),
    FieldType.LONG_TEXT: lambda field, value: _text_fault(value, LONGEST_LONG_TEXT),
    FieldType.CHOICE: lambda field, value: None if value in field.of else FaultKind.NOT_AN_OPTION,
    FieldType.DATE: lambda field, value: None if type(value) is date else FaultKind.NOT_A_DATE,
    FieldType.NUMBER: lambda field, value: None if type(value) in (int, float) else FaultKind.NOT_A_NUMBER,
    FieldType.FLAG: lambda field, value: None if isinstance(value, bool) else FaultKind.NOT_YES_OR_NO,
}
