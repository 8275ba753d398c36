"""The forms for asking, concluding, identity and access on request. Each carries a key that makes it count once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from relaas.application.forms import FormFault
from relaas.application.story.asking import Askable
from relaas.application.story.findings import FindingsPage
from relaas.application.story.identity import IdentityPage
from relaas.application.story.projection import PassageShown
from relaas.application.story.request_pages import OnRequest
from relaas.web.act_form import day_field, missing, radios, word_fault
from relaas.web.presentation.access_words import word_categories, word_category, word_purpose
from relaas.web.session import language_of_page

SHORTENED = 120


class KeyedForm(forms.Form):
    """A form that counts once, however often it is sent."""

    use_required_attribute = False

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=32, initial=lambda: uuid4().hex)

    def add_faults(self, faults: Iterable[FormFault]) -> None:
        """Faults that the application found, put with the field that they are about."""
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else None, word_fault(fault.kind))


class LookForm(forms.Form):
    """On which ground, about what: the account itself is asked first."""

    use_required_attribute = False

    def __init__(self, *args: Any, askable: Sequence[Askable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [(one.rule, one.title.in_language(language_of_page())) for one in askable]
        subjects = list(dict.fromkeys(subject for one in askable for subject in one.subjects))
        self.fields["rule"] = radios(_("Waarvoor vraagt u dit?"), grounds, required=True)
        if len(grounds) == 1:
            self.fields["rule"].initial = grounds[0][0]
        self.fields["subject"] = radios(
            _("Waarover gaat de vraag?"), [(name, word_category(name)) for name in subjects], required=True
        )


class AskForm(KeyedForm):
    """The question, and that the asker looked and did not find the answer."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=80)
    subject = forms.CharField(widget=forms.HiddenInput, max_length=60)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = area(_("Wat wilt u van het kind weten?"))
        self.fields["confirmed"] = forms.BooleanField(
            label=_("Ik heb gekeken: het antwoord staat hier niet bij"),
            error_messages={"required": _("Kijk eerst of het antwoord hierboven staat.")},
        )

    def look_again(self, seen: str) -> None:
        """Keep what was typed; what is held is another now, so it has to be looked at once more."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["seen"] = seen
        self.data.pop("confirmed", None)


class FindingForm(KeyedForm):
    """A conclusion, what it rests on, what for, and what more it tells."""

    def __init__(self, *args: Any, page: FindingsPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cites"] = passage_choices(_("Waarop rust dit?"), page.passages)
        self.fields["words"] = area(_("Wat maakt u hieruit op?"))
        purposes = [(name, word_purpose(name)) for name in page.purposes]
        self.fields["purpose"] = radios(_("Waarvoor?"), purposes, required=True)
        if len(purposes) == 1:
            self.fields["purpose"].initial = purposes[0][0]
        self.fields["categories"] = _several(
            _("Zegt uw bevinding nog over iets anders iets?"),
            [(name, word_category(name)) for name in page.categories],
            required=False,
        )


class IdentityForm(KeyedForm):
    """Who the child is. What is left as it was stays as it was."""

    def __init__(self, *args: Any, page: IdentityPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_a_line = _("Eén per regel, in elk schrift.")
        self.fields["names"] = area(_("Namen"), required=False, help_text=one_a_line, initial="\n".join(page.names))
        self.fields["born_on_claimed"] = day_field(_("Geboortedatum volgens het kind"), required=False)
        self.fields["born_on_claimed"].initial = page.born_on_claimed
        for name, label, held in (
            ("nationalities", _("Nationaliteiten"), page.nationalities),
            ("languages", _("Talen"), page.languages),
            ("documents", _("Documentnummers"), page.documents),
        ):
            self.fields[name] = area(label, required=False, help_text=one_a_line, initial="\n".join(held), rows=2)
        self.fields["photo"] = forms.CharField(
            label=_("Waar de foto wordt bewaard"),
            required=False,
            initial=page.photo,
            widget=forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input"}),
        )

    @property
    def patch(self) -> dict[str, Any]:
        """The fields that were changed."""
        given = {}
        for name in self.changed_data:
            if name == "idempotency_key":
                continue
            value = self.cleaned_data[name]
            given[name] = value.splitlines() if name in ("names", "nationalities", "languages", "documents") else value
        return given


class RequestForm(KeyedForm):
    """What is asked for, why, and in an emergency why nobody else decides with."""

    def __init__(self, *args: Any, can_ask: Sequence[OnRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_of_page()
        choices = [
            (one.rule, f"{one.title.in_language(language)}: {word_categories(one.categories)}") for one in can_ask
        ]
        self.fields["rule"] = radios(_("Wat vraagt u?"), choices, required=True)
        self.fields["reason"] = area(_("Waarom is dit nu nodig?"))
        if any(one.is_emergency and one.decided_by for one in can_ask):
            self.fields["alone_because"] = area(
                _("Is niemand bereikbaar om mee te beslissen? Zeg waarom"),
                required=False,
                help_text=_("Alleen bij acuut gevaar. Wie de inzage achteraf beoordeelt, leest dit."),
            )


class ReasonForm(forms.Form):
    """A reason and nothing else."""

    use_required_attribute = False

    def __init__(self, *args: Any, label: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = area(label, required=required)


def passage_choices(title: str, passages: Sequence[PassageShown]) -> forms.MultipleChoiceField:
    """Some of the passages that one may read, by the number that they have for who chooses."""
    choices = [
        (one.id, _("Passage %(number)s: %(words)s") % {"number": one.number, "words": shortened(one)})
        for one in passages
    ]
    return _several(title, choices, required=True)


def shortened(passage: PassageShown) -> str:
    """The beginning of what a passage says, in translation where there is one."""
    text = passage.words.translation or passage.words.words
    return text if len(text) <= SHORTENED else text[: SHORTENED - 1] + "…"


def _several(title: str, choices: list[tuple[str, str]], *, required: bool) -> forms.MultipleChoiceField:
    messages = {"required": _("Kies er ten minste één.")}
    return forms.MultipleChoiceField(
        label=title,
        choices=choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages=messages,
    )


def area(
    label: str, *, required: bool = True, help_text: str = "", initial: str = "", rows: int = 3
) -> forms.CharField:
    """Words over several lines."""
    widget = forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": rows})
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        initial=initial,
        max_length=4000,
        widget=widget,
        error_messages=missing(),
    )
