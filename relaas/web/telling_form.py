"""The form of a telling: the act as the regime asks it, how it went, who was there, and the words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from relaas.application.forms import FormFault
from relaas.application.story.telling import Circumstances, Present
from relaas.web.act_form import FACT, FIELD, ActForm
from relaas.web.languages import known_languages
from relaas.web.passage_form import PassageFields

INTERPRETER = "interpreter"
_CIRCUMSTANCES = (
    "place",
    "present",
    "interpreter_from",
    "interpreter_to",
    "interpreter",
    "recording",
    "breaks",
    "observed",
)


def present_roles() -> dict[str, str]:
    """Who can have been there beside the child."""
    return {
        "interviewer": _("Gespreksvoerder"),
        "guardian": _("Voogd"),
        INTERPRETER: _("Tolk"),
        "confidant": _("Vertrouwenspersoon"),
        "lawyer": _("Advocaat"),
    }


class TellingForm(ActForm, PassageFields):
    """A telling happened on one day that is known. Whatever else the act asks stands in it too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on_latest"]
        self.fields["on"].label = _("Op welke dag vertelde het kind?")
        self.fields.update(_circumstance_fields())
        self.add_passages(at_least=0)

    def clean(self) -> dict[str, Any]:
        """Of an interpreter it is said between which languages."""
        cleaned: dict[str, Any] = super().clean() or {}
        if INTERPRETER in (cleaned.get("present") or []):
            for name in ("interpreter_from", "interpreter_to"):
                if not cleaned.get(name):
                    self.add_error(name, _("Kies een taal."))
        return cleaned

    @property
    def circumstance_fields(self) -> list[BoundField]:
        """How it went."""
        return [self[name] for name in _CIRCUMSTANCES]

    @property
    def act_fields(self) -> list[BoundField]:
        """What the regime asks of the act."""
        return [self[name] for name in self.fields if name == "on" or name.startswith((FACT, FIELD))]

    @property
    def circumstances(self) -> Circumstances:
        """How it went, for the application. Only after the form was found valid."""
        said = self.cleaned_data
        direction = f"{said['interpreter_from']}>{said['interpreter_to']}"
        return Circumstances(
            place=said["place"],
            present=tuple(
                Present(role=role, direction=direction if role == INTERPRETER else "") for role in said["present"]
            ),
            interpreter=said["interpreter"],
            recording=said["recording"],
            breaks=said["breaks"],
            observed=said["observed"],
        )

    def add_faults(self, faults: Iterable[FormFault]) -> None:
        """Faults that the application found, put with the field or the passage that they are about."""
        super().add_faults(self.add_passage_faults(faults))


def _circumstance_fields() -> dict[str, forms.Field]:
    languages = [("", _("geen")), *known_languages().items()]
    return {
        "place": _line(_("Waar?")),
        "present": forms.MultipleChoiceField(
            label=_("Wie waren er bij het kind?"),
            choices=list(present_roles().items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "interpreter_from": _select(_("De tolk vertaalde uit"), languages),
        "interpreter_to": _select(_("De tolk vertaalde in"), languages),
        "interpreter": _line(_("Nummer van de tolk"), _("Het nummer in het register, geen naam.")),
        "recording": _line(
            _("Kenmerk van de opname"),
            _("Waar de opname van beeld en geluid wordt bewaard. De opname zelf komt hier niet in."),
        ),
        "breaks": _area(_("Pauzes"), ""),
        "observed": _area(_("Hoe ging het met het kind?"), _("Wat te zien was, niet wat het kind zei.")),
    }


def _line(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input"})
    return forms.CharField(label=label, help_text=help_text, max_length=200, required=False, widget=widget)


def _area(label: str, help_text: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 2})
    return forms.CharField(label=label, help_text=help_text, max_length=2000, required=False, widget=widget)


def _select(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.Select(attrs={"class": "utrecht-select"})
    )
