"""The form with which a case is opened: which law governs it, from which day, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from relaas.application.forms import FormFault
from relaas.application.law import Openable
from relaas.procedure.library import NotModelled
from relaas.web.act_form import day_field, missing, radios, word_fault


class OpenForm(forms.Form):
    """A law, a day and a reason; the key makes that it counts once."""

    use_required_attribute = False

    def __init__(self, *args: Any, laws: Iterable[Openable], today: date, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        laws = tuple(laws)
        self.fields["law"] = radios(_("Onder welke regeling?"), _lines(laws, language), required=False)
        self.fields["version"] = forms.ChoiceField(
            label=_("Of kies uitdrukkelijk één versie van het recht"),
            choices=_versions(laws, language),
            required=False,
            widget=forms.Select(attrs={"class": "utrecht-select"}),
        )
        # One of the two is needed, so neither is called optional.
        self.fields["law"].one_of = self.fields["version"].one_of = True  # type: ignore[attr-defined]
        self.fields["on"] = day_field(_("Vanaf welke dag loopt de zaak?"), required=True)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.fields["reason"] = forms.CharField(
            label=_("Waarom wordt de zaak onder deze regeling geopend?"),
            max_length=2000,
            error_messages=missing(),
            widget=forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 3}),
        )
        self.fields["idempotency_key"] = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid4().hex)

    def clean(self) -> dict[str, Any]:
        """Exactly one law."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("law") and not cleaned.get("version") and "law" not in self.errors:
            self.add_error("law", _("Kies een regeling, of hieronder een versie."))
        if cleaned.get("law") and cleaned.get("version"):
            self.add_error("version", _("Kies een regeling of een versie, niet allebei."))
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """What to ask of the application. Only after the form was found valid."""
        data = self.cleaned_data
        return {
            "line_or_regime": data["law"] or data["version"],
            "on": data["on"],
            "reason": data["reason"],
            "idempotency_key": data["idempotency_key"],
        }

    def add_not_modelled(self, answer: NotModelled | None) -> None:
        """Say that the law of that day is not known to the program, and which is."""
        known = ", ".join(answer.known) if answer else ""
        self.add_error(
            "on",
            _("Het recht van die dag is niet in het programma opgenomen. Wel opgenomen: %(known)s.")
            % {"known": known or "–"},
        )

    def add_faults(self, faults: Iterable[FormFault]) -> None:
        """Faults that the application found."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, word_fault(fault.kind))


def _lines(laws: Iterable[Openable], language: str) -> list[tuple[str, str]]:
    """Each line of law by its version of the day, and the proposals, which are law on no day."""
    laws = tuple(laws)
    proposals = [
        (law.name, _("%(title)s (voorstel, geen geldend recht)") % {"title": law.regime.title.in_language(language)})
        for law in laws
        if law.is_proposal
    ]
    lines = {
        law.regime.line: law.regime.title.in_language(language).partition(" (")[0]
        for law in laws
        if not law.is_proposal
    }
    return [
        *((line, _("%(title)s, zoals het recht op die dag was") % {"title": title}) for line, title in lines.items()),
        *proposals,
    ]


def _versions(laws: Iterable[Openable], language: str) -> list[tuple[str, str]]:
    named = [(law.regime.regime, law.regime.title.in_language(language)) for law in laws if not law.is_proposal]
    return [("", _("geen bepaalde versie")), *sorted(named)]
