"""The form with which is recorded that a child was told of the reflection period, and what it understood."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from relaas.application.child.informing import LEAFLET
from relaas.web.act_form import FIELD, ActForm
from relaas.web.languages import OTHER, known_languages, language_choices

SPOKEN = ("language", "understood_in")


class InformForm(ActForm):
    """An act of the regime in which languages are chosen from a list, and the version of the leaflet is not asked: the
    program knows which one it showed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop(FIELD + LEAFLET, None)
        for name in SPOKEN:
            if name in self.element.records:
                self.fields[FIELD + name] = _language(self.fields[FIELD + name])

    @property
    def leaflet_language(self) -> str:
        """The language in which the child was told."""
        return str(self.cleaned_data.get(FIELD + "language", ""))

    @property
    def written(self) -> dict[str, Any]:
        """What was written, with languages as people call them themselves."""
        found = super().written
        titles = {**known_languages(), OTHER: _("een andere taal")}
        return {name: titles.get(value, value) if name in SPOKEN else value for name, value in found.items()}


def _language(field: forms.Field) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=field.label,
        required=field.required,
        choices=language_choices(),
        widget=forms.Select(attrs={"class": "utrecht-select"}),
        error_messages={"required": _("Kies een taal.")},
    )
