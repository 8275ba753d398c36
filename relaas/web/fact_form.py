"""The form of a coded fact, made from its kind in the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from relaas.application.law import vocabularies
from relaas.story.fact_kinds import Certainty, FactField, FactKind, ValueType
from relaas.story.fact_values import LONGEST_TEXT
from relaas.story.facts import FactFault
from relaas.web.act_form import radios
from relaas.web.presentation.facts import country_names

VALUE, CITES = "value_", "cites"
_YES, _NO = "yes", "no"


class FactForm(forms.Form):
    """One fact of a kind. Names of its fields begin with ``value_``. ``citable`` are the passages from which it can be
    taken, each with how it begins; none when it replaces a fact, which keeps the passages of that one."""

    use_required_attribute = False

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, kind: str, language: str, citable: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = vocabularies()
        self.kind: FactKind = known.kind(kind)
        self.language = language
        for name, field in self.kind.fields.items():
            self.fields[VALUE + name] = _value_field(field, language)
        sure = [(one.value, option.title.in_language(language)) for one, option in known.facts.certainties.items()]
        self.fields["certainty"] = radios(_("Hoe zeker bent u dat u dit goed begreep?"), sure, required=True)
        if choices := list(citable):
            self.fields[CITES] = forms.MultipleChoiceField(
                label=_("Uit welke passages?"),
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Kies ten minste één passage.")},
            )

    @property
    def cites(self) -> list[str]:
        """The passages from which it was taken. Only after the form was found valid."""
        return list(self.cleaned_data[CITES])

    @property
    def values(self) -> dict[str, Any]:
        """What was filled in, for the application to check. Only after the form was found valid."""
        found = {name: self.cleaned_data.get(VALUE + name) for name in self.kind.fields}
        return {
            name: value == _YES if self.kind.fields[name].type is ValueType.FLAG else value
            for name, value in found.items()
            if value not in (None, "", [])
        }

    @property
    def certainty(self) -> Certainty:
        """How sure the coder is of having understood."""
        return Certainty(self.cleaned_data["certainty"])

    def add_faults(self, faults: Iterable[FactFault]) -> None:
        """Faults that the vocabulary found, put with the field that they are about."""
        for fault in faults:
            place = VALUE + fault.field if fault.field else None
            self.add_error(place, fault.why.in_language(self.language))


def as_initial(values: Mapping[str, Any], certainty: str) -> dict[str, Any]:
    """A fact as the beginning of one that replaces it."""
    shown = {VALUE + name: {True: _YES, False: _NO}[v] if isinstance(v, bool) else v for name, v in values.items()}
    return {**shown, "certainty": certainty}


def _value_field(field: FactField, language: str) -> forms.Field:
    title = field.title.in_language(language)
    if field.type is ValueType.FLAG:
        return radios(title, [(_YES, _("Ja")), (_NO, _("Nee"))], required=False)
    if field.type is ValueType.CHOICE:
        options = [(code, one.title.in_language(language)) for code, one in vocabularies().options(field).items()]
        if field.many:
            return forms.MultipleChoiceField(
                label=title, choices=options, required=False, widget=forms.CheckboxSelectMultiple
            )
        return _select(title, options)
    if field.type is ValueType.COUNTRY:
        return _select(title, list(country_names(language).items()))
    hints = {
        ValueType.DATE: _("Een jaar, een maand of een dag: 2015, 2015-10 of 2015-10-07. Met ~ erachter: ongeveer."),
        ValueType.CURRENCY: _("Drie letters, zoals EUR of NGN."),
        ValueType.AMOUNT: _("Alleen het getal, zonder punt voor duizendtallen."),
    }
    short = " date" if field.type in (*hints, ValueType.COUNT) else ""
    line = forms.TextInput(attrs={"class": f"utrecht-textbox utrecht-textbox--html-input{short}", "dir": "auto"})
    return forms.CharField(
        label=title, help_text=hints.get(field.type, ""), max_length=LONGEST_TEXT, required=False, widget=line
    )


def _select(title: str, options: list[tuple[str, str]]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "utrecht-select"})
    return forms.ChoiceField(label=title, choices=[("", _("niet verteld")), *options], required=False, widget=widget)
