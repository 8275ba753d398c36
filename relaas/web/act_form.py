"""The form of an act, made from the regime: when it took effect, the facts it asks for, and what is written with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relaas.application.forms import FaultKind, FormFault
from relaas.kernel.law_file import Text
from relaas.kernel.when import When
from relaas.procedure.model import Act, Fact, FactType, FieldType, FormField, Regime

FACT = "fact_"
FIELD = "field_"
_DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
_YES, _NO = "yes", "no"


def day_field(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    """A day, written or picked."""
    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"type": "date", "class": "utrecht-textbox utrecht-textbox--html-input date"}
    )
    messages = {
        "invalid": gettext_lazy("Vul een datum in, bijvoorbeeld 17-03-2016."),
        "required": gettext_lazy("Vul een datum in."),
    }
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=widget, input_formats=_DAYS, error_messages=messages
    )


class MomentForm(forms.Form):
    """What every form about a case carries: which state of the case was seen, and a key that makes it count once."""

    # Fields are not marked as wrong before anybody has filled them in; what may be left empty says so.
    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ActForm(MomentForm):
    """One act of a regime. Field names begin with ``fact_`` and ``field_`` for what the regime asks and records."""

    def __init__(self, *args: Any, regime: Regime, act: str, today: date, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regime, self.today, self.language = regime, today, language
        self.element: Act = regime.acts[act]
        self._add_days()
        for name in self.element.asks:
            self.fields[FACT + name] = _fact_field(regime.facts[name], language)
        for name, field in self.element.records.items():
            self.fields[FIELD + name] = _record_field(field, language)

    def _add_days(self) -> None:
        first = day_field(_("Op welke dag is het gebeurd?"), required=True)
        first.widget.attrs["max"] = self.today.isoformat()
        self.fields["on"] = first
        self.fields["on_latest"] = day_field(
            _("Laatste dag waarop het kan zijn gebeurd"),
            required=False,
            help_text=_("Alleen als de dag niet precies bekend is; de dag hierboven is dan de eerste mogelijke."),
        )

    def clean(self) -> dict[str, Any]:
        """Days in order, and none that has yet to come."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("on"), cleaned.get("on_latest")
        for name, day in (("on", first), ("on_latest", last)):
            if day is not None and day > self.today:
                self.add_error(name, _("Deze dag moet nog komen. Leg alleen vast wat is gebeurd."))
        if first and last and last < first:
            self.add_error("on_latest", _("Deze dag ligt vóór de eerste mogelijke dag. Draai de dagen om."))
        return cleaned

    @property
    def when(self) -> When:
        """When it took effect, as far as that is known. Only after the form was found valid."""
        first: date = self.cleaned_data["on"]
        return When(earliest=first, latest=self.cleaned_data["on_latest"] or first)

    @property
    def answers(self) -> dict[str, str | bool | date]:
        """The facts that were asked, by name."""
        return {
            name: _as_answer(self.regime.facts[name], self.cleaned_data[FACT + name])
            for name in self.element.asks
            if self.cleaned_data.get(FACT + name) not in (None, "")
        }

    @property
    def written(self) -> dict[str, Any]:
        """What was written in the form, by field; what was left empty is left out."""
        values = {name: self.cleaned_data.get(FIELD + name) for name in self.element.records}
        return {
            name: value == _YES if self.element.records[name].type is FieldType.FLAG else value
            for name, value in values.items()
            if value not in (None, "")
        }

    def add_faults(self, faults: Iterable[FormFault]) -> None:
        """Faults that the application found, put with the field that they are about."""
        for fault in faults:
            places = (fault.field, FACT + fault.field, FIELD + fault.field)
            self.add_error(next((place for place in places if place in self.fields), None), word_fault(fault.kind))

    def see_again(self, seen: str) -> None:
        """Keep all that was typed, and take it that this much of the case was now seen."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["seen"] = seen


def new_moment(seen: str) -> dict[str, Any]:
    """What a form that is opened now begins with."""
    return {"seen": seen, "idempotency_key": uuid4().hex}


def _fact_field(fact: Fact, language: str) -> forms.Field:
    title = fact.title.in_language(language)
    if fact.type is FactType.DATE:
        return day_field(title, required=True)
    choices = _yes_no() if fact.type is FactType.FLAG else _choices(fact.of, language)
    return radios(title, choices, required=True)


def _record_field(field: FormField, language: str) -> forms.Field:
    title = field.title.in_language(language)
    if field.type is FieldType.DATE:
        return day_field(title, required=field.required)
    if field.type is FieldType.FLAG:
        return radios(title, _yes_no(), required=field.required)
    if field.type is FieldType.CHOICE:
        return radios(title, _choices(field.of, language), required=field.required)
    if field.type is FieldType.NUMBER:
        number = forms.NumberInput(
            attrs={"class": "utrecht-textbox utrecht-textbox--html-input date", "inputmode": "numeric"}
        )
        return forms.IntegerField(label=title, required=field.required, widget=number, error_messages=missing())
    area = forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 5})
    line = forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input"})
    widget = area if field.type is FieldType.LONG_TEXT else line
    return forms.CharField(label=title, required=field.required, widget=widget, error_messages=missing())


def radios(title: str, choices: list[tuple[str, str]], *, required: bool) -> forms.ChoiceField:
    """One answer of a few."""
    radios = forms.RadioSelect(attrs={"class": "utrecht-radio-button utrecht-radio-button--html-input"})
    messages = {"required": _("Kies een antwoord.")}
    return forms.ChoiceField(label=title, choices=choices, required=required, widget=radios, error_messages=messages)


def missing() -> dict[str, Any]:
    """What is said where something must be filled in."""
    return {"required": gettext_lazy("Vul dit in.")}


def _yes_no() -> list[tuple[str, str]]:
    return [(_YES, _("Ja")), (_NO, _("Nee"))]


def _choices(options: Mapping[str, Text], language: str) -> list[tuple[str, str]]:
    return [(value, text.in_language(language)) for value, text in options.items()]


def _as_answer(fact: Fact, value: Any) -> Any:
    return value == _YES if fact.type is FactType.FLAG else value


def word_fault(kind: FaultKind) -> str:
    """A fault that the application found, in words."""
    return {
        FaultKind.REQUIRED: _("Vul dit in."),
        FaultKind.NOT_AN_OPTION: _("Kies een van de antwoorden."),
        FaultKind.NOT_A_DATE: _("Vul een datum in, bijvoorbeeld 17-03-2016."),
        FaultKind.NOT_A_NUMBER: _("Vul een getal in."),
        FaultKind.NOT_YES_OR_NO: _("Kies ja of nee."),
        FaultKind.TOO_LONG: _("Dit is te lang. Kort het in."),
        FaultKind.IN_THE_FUTURE: _("Deze dag moet nog komen. Leg alleen vast wat is gebeurd."),
        FaultKind.IN_THE_PAST: _("Deze dag is al voorbij. Kies een dag die nog komt."),
        FaultKind.TOO_UNCERTAIN: _(
            "Met zo weinig zekerheid over de dagen is niet te zeggen wat geldt. Maak deze dag preciezer."
        ),
    }.get(kind, _("Dit hoort niet bij deze handeling."))


class CorrectionForm(ActForm):
    """What was wrong with an act: it did not happen at all, or it happened otherwise. A reason always."""

    ANNUL, REPLACE = "annul", "replace"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 3})
        what = radios(
            _("Wat is er aan de hand?"),
            [
                (self.REPLACE, _("Het is anders gebeurd dan er staat; hieronder staat hoe")),
                (self.ANNUL, _("Het is helemaal niet gebeurd")),
            ],
            required=True,
        )
        reason = forms.CharField(
            label=_("Waarom herstelt u dit?"), max_length=2000, widget=area, error_messages=missing()
        )
        self.fields = {"what": what, "reason": reason, **self.fields}
        if self.is_bound and self.data.get("what") == self.ANNUL:
            for name in self.fields.keys() - {"what", "reason", "seen", "idempotency_key"}:
                self.fields[name].required = False

    @property
    def replaces(self) -> bool:
        """Whether something else is said to have happened."""
        return bool(self.cleaned_data["what"] == self.REPLACE)


def as_initial(*, on: When, answers: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """A recorded act as the beginning of its correction."""
    days = {"on": on.earliest, "on_latest": None if on.is_exact else on.latest}
    facts = {FACT + name: _as_chosen(value) for name, value in answers.items()}
    fields = {FIELD + name: _as_chosen(value) for name, value in written.items()}
    return {**days, **facts, **fields}


def _as_chosen(value: Any) -> Any:
    return {True: _YES, False: _NO}[value] if isinstance(value, bool) else value
