"""The form with which a file is added to a case: the file, and what it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from relaas.application.story.attaching import Choosable
from relaas.application.story.cleaning import Why
from relaas.web.act_form import missing


class AttachmentForm(forms.Form):
    """One file; the key makes that it counts once."""

    use_required_attribute = False

    def __init__(self, *args: Any, choosable: Iterable[Choosable], largest: int, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.largest = largest
        self.fields["file"] = forms.FileField(
            label=_("Welk bestand?"),
            help_text=_("Een foto (JPEG, PNG), een PDF of gewone tekst, tot %(largest)s MB.") % {"largest": largest},
            error_messages={"required": _("Kies een bestand."), "empty": word_why(Why.EMPTY, largest)},
            widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.pdf,.txt"}),
        )
        self.fields["categories"] = forms.MultipleChoiceField(
            label=_("Waar gaat het over?"),
            choices=[(one.category, one.title.in_language(language)) for one in choosable],
            error_messages=missing(),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["idempotency_key"] = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=uuid4().hex)

    def add_refusal(self, why: Why) -> None:
        """Say at the file what is wrong with it."""
        self.add_error("file", word_why(why, self.largest))


def word_why(why: Why, largest: int) -> str:
    """Why a file is not taken in, and what to do about it."""
    words = {
        Why.EMPTY: _("Dit bestand is leeg."),
        Why.TOO_LARGE: _("Dit bestand is te groot: het mag niet meer zijn dan %(largest)s MB. Maak het kleiner.")
        % {"largest": largest},
        Why.NOT_ALLOWED: _(
            "Dit soort bestand wordt niet aangenomen. Sla het op als PDF, of maak er een foto (JPEG, PNG) van."
        ),
        Why.BROKEN: _(
            "Dit bestand is beschadigd of niet wat het zegt te zijn. Sla het opnieuw op en probeer het nog eens."
        ),
        Why.TWO_IN_ONE: _("In dit bestand zit een tweede verborgen. Sla het opnieuw op en probeer het nog eens."),
        Why.ACTIVE: _(
            "Dit bestand doet meer dan iets laten zien: er zit een programma, een handeling of een ander bestand in. "
            "Druk het af naar een nieuwe PDF."
        ),
        Why.ENCRYPTED: _("Dit bestand is beveiligd met een wachtwoord. Haal het wachtwoord eraf."),
        Why.TOO_MANY_PIXELS: _("Deze foto heeft te veel beeldpunten. Maak hem kleiner."),
    }
    return words[why]
