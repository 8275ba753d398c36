"""The part of a form in which passages are written down: as many as there are, each with language and translation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from relaas.application.forms import FormFault
from relaas.application.story.passages import LONGEST, Words
from relaas.web.act_form import radios, word_fault
from relaas.web.languages import OTHER, direction_of, is_tag, known_languages, language_choices

ADD = "add_passage"
COUNT = "passage_count"
TRANSLATED_TO = "translated_to"
DUTCH = "nl"
MOST = 60
_PARTS = ("words", "language", "other", "translation")


@dataclass(frozen=True, slots=True)
class PassageRow:
    """The fields of one passage, as they stand on the page."""

    number: int
    words: BoundField
    language: BoundField
    other: BoundField
    translation: BoundField


class PassageFields(forms.Form):
    """A form with passages. A passage of which nothing is filled in is left out."""

    use_required_attribute = False

    def add_passages(self, *, at_least: int) -> None:
        """Make the fields: as many passages as were sent, one more when that was asked, never fewer than needed."""
        self.at_least = at_least
        self.is_adding = self.is_bound and ADD in self.data
        self.count = min(MOST, _count(self.data) + self.is_adding if self.is_bound else max(1, at_least))
        self.fields[TRANSLATED_TO] = forms.ChoiceField(
            label=_("In welke taal is de vertaling?"),
            choices=list(known_languages().items()),
            initial=DUTCH,
            required=False,
            widget=forms.Select(attrs={"class": "utrecht-select"}),
        )
        self.fields[COUNT] = forms.IntegerField(widget=forms.HiddenInput, initial=self.count, required=False)
        for number in range(1, self.count + 1):
            for name, field in _passage_fields(self.translated_to).items():
                # A passage that is begun needs both of these, so neither is called optional.
                field.one_of = name in ("words", "language")  # type: ignore[attr-defined]
                self.fields[f"{name}-{number}"] = field
        if self.is_adding:
            self._begin_another()

    def _begin_another(self) -> None:
        """Keep all that was typed; a new passage begins in the language of the one before."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data[COUNT] = str(self.count)
        for name in ("language", "other"):
            before = self.data.get(f"{name}-{self.count - 1}", "")
            self.data.setdefault(f"{name}-{self.count}", before)
        # Nothing is judged yet: who wants to write more has not finished.
        self._errors = ErrorDict()

    def clean(self) -> dict[str, Any]:
        """Every passage that is begun has words and a language."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in self._begun():
            if not cleaned.get(f"words-{number}"):
                self.add_error(f"words-{number}", _("Schrijf op wat het kind zei, in de taal waarin het dat zei."))
            if not cleaned.get(f"language-{number}"):
                self.add_error(f"language-{number}", _("Kies de taal waarin het kind dit zei."))
            elif cleaned[f"language-{number}"] == OTHER and not is_tag(cleaned.get(f"other-{number}") or ""):
                self.add_error(f"other-{number}", _("Schrijf de taalcode, bijvoorbeeld ku of sw."))
        if self.count and self.at_least and not self._begun() and not self.errors:
            self.add_error("words-1", _("Schrijf ten minste één passage op."))
        return cleaned

    @property
    def translated_to(self) -> str:
        """The language of the translations: Dutch, unless another was chosen."""
        chosen = str(self.data.get(TRANSLATED_TO, "")) if self.is_bound else DUTCH
        return chosen if chosen in known_languages() else DUTCH

    @property
    def passages(self) -> list[PassageRow]:
        """The fields per passage."""
        return [
            PassageRow(number, *(self[f"{name}-{number}"] for name in _PARTS)) for number in range(1, self.count + 1)
        ]

    @property
    def words(self) -> list[Words]:
        """What was written down, in order. Only after the form was found valid."""
        return [self._words(number) for number in self._begun()]

    def place_of(self, fault: FormFault) -> str | None:
        """The field that a fault is about when it is about a passage: the application counts only what was begun."""
        name, _dash, number = fault.field.rpartition("-")
        begun = self._begun()
        if name not in _PARTS or not number.isdigit() or not 0 < int(number) <= len(begun):
            return None
        return f"{name}-{begun[int(number) - 1]}"

    def add_passage_faults(self, faults: Iterable[FormFault]) -> list[FormFault]:
        """Put the faults about passages in their places; the others are given back."""
        rest = []
        for fault in faults:
            place = self.place_of(fault)
            if place is None:
                rest.append(fault)
            else:
                self.add_error(place, word_fault(fault.kind))
        return rest

    def _begun(self) -> list[int]:
        said = self.cleaned_data
        return [
            number
            for number in range(1, self.count + 1)
            if (said.get(f"words-{number}") or "").strip() or (said.get(f"translation-{number}") or "").strip()
        ]

    def _words(self, number: int) -> Words:
        language = self.cleaned_data[f"language-{number}"]
        return Words(
            words=self.cleaned_data[f"words-{number}"],
            language=self.cleaned_data[f"other-{number}"] if language == OTHER else language,
            translation=self.cleaned_data.get(f"translation-{number}") or "",
            translated_to=self.translated_to,
        )


class PassagesForm(PassageFields):
    """Further passages of a telling; the key makes that they are written once."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_passages(at_least=1)


class RemarkForm(PassageFields):
    """One correction or addition."""

    remark = forms.ChoiceField()
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, remarks: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"] = radios(_("Wat schrijft u?"), list(remarks.items()), required=True)
        self.add_passages(at_least=1)


def new_key() -> dict[str, Any]:
    """What a form that is opened now begins with."""
    return {"idempotency_key": uuid4().hex}


def _count(data: Mapping[str, Any]) -> int:
    said = str(data.get(COUNT, ""))
    return max(1, int(said)) if said.isdecimal() and len(said) < 4 else 1


def _passage_fields(translated_to: str) -> dict[str, forms.Field]:
    # The direction follows the first letter that is typed: right to left for Arabic, left to right for Tigrinya.
    area = {"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 4}
    line = {"class": "utrecht-textbox utrecht-textbox--html-input date", "dir": "ltr", "autocapitalize": "none"}
    too_long = {"max_length": _("Dit is te lang. Kort het in.")}
    return {
        "words": forms.CharField(
            label=_("Woorden van het kind"),
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={**area, "dir": "auto"}),
            error_messages=too_long,
        ),
        "language": forms.ChoiceField(
            label=_("Taal"),
            choices=language_choices(),
            required=False,
            widget=forms.Select(attrs={"class": "utrecht-select"}),
        ),
        "other": forms.CharField(
            label=_("Taalcode"),
            max_length=12,
            required=False,
            help_text=_("Alleen bij een andere taal; twee of drie letters, zoals ku, sw of ckb."),
            widget=forms.TextInput(attrs=line),
        ),
        "translation": forms.CharField(
            label=_("Vertaling"),
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={**area, "lang": translated_to, "dir": direction_of(translated_to)}),
            error_messages=too_long,
        ),
    }
