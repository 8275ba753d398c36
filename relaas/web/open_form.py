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

    def __init__(self, *args: Any, laws: Iterable[Openable], today: date, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [(law.name, _law_title(law, language)) for law in laws]
        self.fields["law"] = radios(_("Onder welke regeling?"), choices, required=True)
        self.fields["on"] = day_field(_("Vanaf welke dag loopt de zaak?"), required=True)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.fields["reason"] = forms.CharField(
            label=_("Waarom wordt de zaak onder deze regeling geopend?"),
            max_length=2000,
            error_messages=missing(),
            widget=forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 3}),
        )
        self.fields["idempotency_key"] = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid4().hex)

    @property
    def asked(self) -> dict[str, Any]:
        """What to ask of the application. Only after the form was found valid."""
        data = self.cleaned_data
        return {
            "line_or_regime": data["law"],
            "on": data["on"],
            "reason": data["reason"],
            "idempotency_key": data["idempotency_key"],
        }

    def add_not_modelled(self, answer: NotModelled | None) -> None:
        """Say that the law of that day is not known to the program, and which is."""
        known = ", ".join(answer.known) if answer else ""
        self.add_error(
            "on", _("Het recht van die dag is niet in het programma opgenomen. Wel opgenomen: %(known)s.") % {"known": known or "–"}
        )

    def add_faults(self, faults: Iterable[FormFault]) -> None:
        """Faults that the application found."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, word_fault(fault.kind))


def _law_title(law: Openable, language: str) -> str:
    title = law.regime.title.in_language(language)
    if law.is_proposal:
        return _("%(title)s (voorstel, geen geldend recht)") % {"title": title}
    if law.in_force:
        return _("%(title)s (het recht van die dag)") % {"title": title}
    return _("%(title)s (uitdrukkelijk gekozen versie: %(name)s)") % {"title": title, "name": law.name}
