"""The forms with which a planner keeps the books: one kind of event each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relaas.capacity.capacity_law import CapacityLaw
from relaas.capacity.checking import Fault, Wrong
from relaas.capacity.events import What
from relaas.capacity.written import KINDS
from relaas.kernel.law_file import Text
from relaas.web.act_form import day_field, missing
from relaas.web.request_forms import KeyedForm
from relaas.web.session import language_of_page

TITLES = {
    "opened": gettext_lazy("Een functieplaats openen"),
    "closed": gettext_lazy("Een functieplaats opheffen"),
    "placed": gettext_lazy("Iemand op een functieplaats zetten"),
    "certified": gettext_lazy("Een certificaat vastleggen"),
    "knows": gettext_lazy("Expertise vastleggen"),
    "away": gettext_lazy("Verlof of ziekte aankondigen"),
    "left": gettext_lazy("Een vertrek aankondigen"),
    "promised": gettext_lazy("Een overdracht afspreken"),
    "handed_over": gettext_lazy("Een overdracht afronden"),
}
_DAYS = {
    "opened": gettext_lazy("Vanaf welke dag?"),
    "closed": gettext_lazy("Vanaf welke dag niet meer?"),
    "placed": gettext_lazy("Vanaf welke dag?"),
    "certified": gettext_lazy("Vanaf welke dag geldt het?"),
    "knows": gettext_lazy("Vanaf welke dag?"),
    "away": gettext_lazy("Eerste dag"),
    "left": gettext_lazy("Laatste werkdag"),
    "promised": gettext_lazy("Uiterlijk op welke dag?"),
    "handed_over": gettext_lazy("Op welke dag?"),
}
_NUMBER = {"class": "utrecht-textbox utrecht-textbox--html-input", "inputmode": "numeric"}
_SELECT = {"class": "utrecht-select utrecht-select--html-select"}


class EventForm(KeyedForm):
    """One event. The fields are the parts of the event of that kind, and the day."""

    def __init__(
        self, *args: Any, kind: str, law: CapacityLaw, people: Mapping[int, str], posts: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        post = _text(_("Naam van de functieplaats")) if kind == "opened" else _choice(_("Functieplaats"), _same(posts))
        known = {
            "post": post,
            "team": _text(_("Team")),
            "pool": _choice(_("Soort werk"), _titled({name: one.title for name, one in law.pools.items()})),
            "hours": _hours(_("Uren per week"), initial=law.full_week),
            "elsewhere": _hours(_("Waarvan uren aan ander werk"), initial=0, required=False),
            "person": _choice(_("Wie?"), list(people.items())),
            "to": _choice(_("Aan wie?"), list(people.items())),
            "certificate": _choice(
                _("Welk certificaat?"), _titled({name: one.title for name, one in law.certificates.items()})
            ),
            "topic": _choice(_("Welke expertise?"), _titled(law.topics)),
            "on": day_field(str(_DAYS[kind]), required=True),
            "until": day_field(_("Tot en met"), required=True),
        }
        parts = {*(field.name for field in fields(KINDS[kind])), "on"}
        self.fields.update({name: field for name, field in known.items() if name in parts})

    @property
    def on(self) -> date:
        """The day of the event. Only after the form was found valid."""
        day: date = self.cleaned_data["on"]
        return day

    @property
    def what(self) -> What:
        """The event. Only after the form was found valid."""
        said = {name: self.cleaned_data[name] for name in (field.name for field in fields(KINDS[self.kind]))}
        for name in ("person", "to"):
            if name in said:
                said[name] = int(said[name])
        if "elsewhere" in said:
            said["elsewhere"] = said["elsewhere"] or 0
        return KINDS[self.kind](**said)

    def add_wrongs(self, faults: Iterable[Fault]) -> None:
        """What the books found wrong, put with the field that it is about."""
        for fault in faults:
            self.add_error(fault.part if fault.part in self.fields else None, _words_of(fault.wrong))


def _words_of(wrong: Wrong) -> str:
    return {
        Wrong.UNKNOWN: _("Dit is hier niet bekend. Kies uit de lijst."),
        Wrong.NOT_THEN: _("Dat klopt op die dag niet: kies een andere dag, of leg eerst vast wat eraan voorafgaat."),
        Wrong.OUT_OF_RANGE: _("Dit aantal uren kan niet."),
        Wrong.BEFORE_ITS_BEGIN: _("Deze dag ligt vóór de eerste dag. Draai de dagen om."),
        Wrong.THE_SAME: _("Kies twee verschillende mensen."),
    }[wrong]


def _same(names: Iterable[str]) -> list[tuple[Any, str]]:
    return [(name, name) for name in names]


def _titled(titles: Mapping[str, Text]) -> list[tuple[Any, str]]:
    return [(name, title.in_language(language_of_page())) for name, title in titles.items()]


def _text(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input"})
    return forms.CharField(label=label, max_length=60, widget=widget, error_messages=missing())


def _hours(label: str, *, initial: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        initial=initial,
        required=required,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={**missing(), "invalid": _("Vul een heel getal in.")},
    )


def _choice(label: str, choices: list[tuple[Any, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Kies…")), *choices],
        widget=forms.Select(attrs=_SELECT),
        error_messages={**missing(), "invalid_choice": _("Dit is hier niet bekend. Kies uit de lijst.")},
    )
