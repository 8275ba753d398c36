"""The form of a signal: what was seen or heard, by indicators and in words, where and when, and about which child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from relaas.application.forms import FormFault
from relaas.application.law import vocabularies
from relaas.application.signals.content import (
    LONGEST_PLACE,
    LONGEST_WORDS,
    UNKNOWN_DAY,
    Known,
    Sign,
    SignalContent,
)
from relaas.application.story.identity import LONGEST, OLDEST
from relaas.kernel.when import When
from relaas.story.indicators import indicator_groups, indicators_by_code
from relaas.web.act_form import day_field, word_fault

SIGN, HOW, KEY, CASE, MANDATE = "sign", "how-", "idempotency_key", "case", "mandate"
_SEVERAL = ("names", "nationalities", "languages", "documents")
_CLAIMED = (*_SEVERAL, "born_on_claimed", "age_claimed", "photo")
_UNKNOWN, _DAY, _BETWEEN = "unknown", "day", "between"


def known_words() -> dict[Known, str]:
    """How somebody can know something, in the language of the page."""
    return {
        Known.SEEN: _("zelf gezien"),
        Known.CHILD: _("gehoord van het kind"),
        Known.OTHER: _("gehoord van iemand anders"),
        Known.DOCUMENT: _("gelezen in een document"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator on the form."""

    code: str
    title: str
    is_chosen: bool
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorGroupRows:
    """A group of indicators on the form. ``chosen``: how many of it are ticked; a group with any stands open."""

    name: str
    title: str
    list_title: str
    rows: tuple[IndicatorRow, ...]
    chosen: int


class SignalForm(forms.Form):
    """A signal about another child, or, with the number of a case, about the child of that case.

    ``typed`` is what was kept of it as a draft. What was typed in a form that is sent in is still there when something
    is wrong with it.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        today: date,
        language: str,
        mandate: int,
        number: str = "",
        typed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(data)
        self.today, self.language = today, language
        self.typed = typed or {}
        for name, field in (*_hidden(number, mandate), *_signal_fields(), *_claimed_fields()):
            self.fields[name] = field
            if name in self.typed:
                field.initial = self.typed[name][0] if self.typed[name] else ""
        if not self.typed:
            self.fields["on"].initial = today
        self.fields["on"].widget.attrs["max"] = self.fields["on_latest"].widget.attrs["max"] = today.isoformat()

    @property
    def groups(self) -> tuple[IndicatorGroupRows, ...]:
        """The indicators as they are ticked."""
        chosen = self._list(SIGN)
        return tuple(
            IndicatorGroupRows(
                name=group.name,
                title=group.title.in_language(self.language),
                list_title=group.list_title.in_language(self.language),
                rows=tuple(
                    IndicatorRow(
                        code=code,
                        title=one.title.in_language(self.language),
                        is_chosen=code in chosen,
                        known=self._one(HOW + code),
                    )
                    for code, one in group.indicators.items()
                ),
                chosen=len(chosen.intersection(group.indicators)),
            )
            for group in indicator_groups(vocabularies())
        )

    @property
    def word_fields(self) -> list[BoundField]:
        """What was seen and heard in words."""
        return [self[name] for name in ("seen", "heard", "heard_from")]

    @property
    def moment_fields(self) -> list[BoundField]:
        """Where and when."""
        return [self[name] for name in ("place", "when", "on", "on_latest")]

    @property
    def child_fields(self) -> list[BoundField]:
        """Who the child is said to be, what is asked first."""
        return [self[name] for name in ("names", "age_claimed", "born_on_claimed")]

    @property
    def more_child_fields(self) -> list[BoundField]:
        """The rest of who the child is said to be."""
        return [self[name] for name in ("languages", "nationalities", "documents", "photo")]

    @property
    def more_of_child_is_typed(self) -> bool:
        """Whether anything of the rest stands in it, so that it is not hidden."""
        return any(field.value() or field.errors for field in self.more_child_fields)

    @property
    def key(self) -> str:
        """The key that makes it count once."""
        return str(self["idempotency_key"].value())

    def clean(self) -> dict[str, Any]:
        """Days in order, and none that has yet to come."""
        cleaned: dict[str, Any] = super().clean() or {}
        when, first, last = cleaned.get("when"), cleaned.get("on"), cleaned.get("on_latest")
        if when in (_DAY, _BETWEEN) and first is None and "on" not in self.errors:
            self.add_error("on", _("Vul een datum in."))
        if when == _BETWEEN and last is None and "on_latest" not in self.errors:
            self.add_error("on_latest", _("Vul een datum in."))
        if when == _BETWEEN and first and last and last < first:
            self.add_error("on_latest", _("Deze dag ligt vóór de eerste mogelijke dag. Draai de dagen om."))
        return cleaned

    @property
    def content(self) -> SignalContent:
        """What the signal says. Only after the form was found valid."""
        said = self.cleaned_data
        return SignalContent(
            signs=tuple(
                Sign(code=code, known=_known(self._one(HOW + code))) for code in dict.fromkeys(self._all(SIGN))
            ),
            seen=said["seen"],
            heard=said["heard"],
            heard_from=Known(said["heard_from"]) if said["heard_from"] else None,
            place=said["place"],
            on=_when(said),
        )

    @property
    def claimed(self) -> dict[str, Any]:
        """Who the child is said to be. Only after the form was found valid."""
        said = {name: self.cleaned_data[name] for name in _CLAIMED}
        for name in _SEVERAL:
            lines = str(said[name]).replace(";", "\n").splitlines()
            said[name] = [line.strip() for line in lines if line.strip()]
        return said

    def add_faults(self, faults: Iterable[FormFault]) -> None:
        """Faults that the application found, put with the field that they are about; of the indicators, above all."""
        for fault in faults:
            if fault.field == "signs":
                self.add_error(None, _("Kruis ten minste één signaal aan, of schrijf op wat u zag of hoorde."))
            elif fault.field == "heard_from":
                self.add_error("heard_from", _("Zeg van wie u dit hoorde."))
            else:
                self.add_error(fault.field if fault.field in self.fields else None, word_fault(fault.kind))

    def _all(self, name: str) -> list[str]:
        if isinstance(self.data, QueryDict) and self.is_bound:
            return [str(value) for value in self.data.getlist(name)]
        return list(self.typed.get(name, ()))

    def _list(self, name: str) -> set[str]:
        return set(self._all(name))

    def _one(self, name: str) -> str:
        return next(iter(self._all(name)), "")


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """What of a form is worth keeping: its own fields, and the indicators that are ticked."""
    names = [name for name, _field in (*_signal_fields(), *_claimed_fields())]
    chosen = [code for code in data.getlist(SIGN) if code in indicators_by_code(vocabularies())]
    kept = {name: [data[name]] for name in (*names, CASE) if name in data}
    return {**kept, SIGN: chosen, **{HOW + code: [data.get(HOW + code, "")] for code in chosen}}


def _known(value: str) -> Known:
    return Known(value) if value in set(Known) else Known.SEEN


def _when(said: Mapping[str, Any]) -> When:
    if said["when"] == _UNKNOWN:
        return UNKNOWN_DAY
    last = said["on_latest"] if said["when"] == _BETWEEN else said["on"]
    return When(earliest=said["on"], latest=last)


def _hidden(number: str, mandate: int) -> Iterable[tuple[str, forms.Field]]:
    yield KEY, forms.CharField(widget=forms.HiddenInput, max_length=40, initial=uuid4().hex)
    yield CASE, forms.CharField(widget=forms.HiddenInput, max_length=12, required=False, initial=number)
    yield MANDATE, forms.CharField(widget=forms.HiddenInput, max_length=20, required=False, initial=str(mandate))


def _signal_fields() -> Iterable[tuple[str, forms.Field]]:
    yield "seen", _area(_("Wat zag u zelf?"), rows=3)
    yield "heard", _area(_("Wat hoorde of las u?"), rows=3)
    sources = [(known.value, words) for known, words in known_words().items() if known is not Known.SEEN]
    yield (
        "heard_from",
        forms.ChoiceField(
            label=_("Van wie of waaruit?"),
            choices=[("", _("kies")), *sources],
            required=False,
            widget=forms.Select(attrs={"class": "utrecht-select"}),
        ),
    )
    yield "place", _line(_("Waar was dat?"), longest=LONGEST_PLACE)
    yield (
        "when",
        forms.ChoiceField(
            label=_("Wanneer was dat?"),
            choices=[
                (_DAY, _("Op één dag")),
                (_BETWEEN, _("Tussen twee dagen")),
                (_UNKNOWN, _("Dat weet ik niet")),
            ],
            initial=_DAY,
            widget=forms.RadioSelect(attrs={"class": "utrecht-radio-button utrecht-radio-button--html-input"}),
            error_messages={"required": _("Kies een antwoord.")},
        ),
    )
    yield "on", day_field(_("De dag, of de eerste dag"), required=False)
    yield "on_latest", day_field(_("De laatste dag"), required=False)


def _claimed_fields() -> Iterable[tuple[str, forms.Field]]:
    yield (
        "names",
        _area(
            _("Namen die het kind gebruikt"),
            rows=2,
            help_text=_(
                "Eén per regel, in elk schrift, zoals u ze hoorde of las. Niet zeker hoe u ze schrijft? Dat geeft niet."
            ),
        ),
    )
    number = forms.NumberInput(
        attrs={"class": "utrecht-textbox utrecht-textbox--html-input date", "inputmode": "numeric"}
    )
    yield (
        "age_claimed",
        forms.IntegerField(
            label=_("Leeftijd die het kind zegt te hebben"),
            required=False,
            min_value=0,
            max_value=OLDEST,
            widget=number,
            error_messages={"invalid": _("Vul een getal in.")},
        ),
    )
    yield "born_on_claimed", day_field(_("Geboortedatum volgens het kind"), required=False)
    yield "languages", _line(_("Talen die het kind spreekt"))
    yield "nationalities", _line(_("Nationaliteiten die het kind noemt"))
    yield "documents", _area(_("Nummers van documenten"), rows=2, help_text=_("Eén per regel."))
    yield "photo", _line(_("Kenmerk van een foto"), help_text=_("Waar de foto wordt bewaard; niet de foto zelf."))


def _area(label: str, *, rows: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(
        attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": rows, "dir": "auto"}
    )
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_WORDS, required=False, widget=widget)


def _line(label: str, *, longest: int = LONGEST, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input", "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False, widget=widget)
