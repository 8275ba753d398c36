"""What somebody who labels a passage fills in: the kinds of information that it carries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from relaas.application.story.passage_page import PassagePage
from relaas.web.presentation.story import category_titles


class LabelForm(forms.Form):
    """One box per category, each with what falls under it."""

    use_required_attribute = False

    def __init__(self, *args: Any, passage: PassagePage, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = category_titles(passage.choices, language)
        self.helps = {name: help_text for name, _title, help_text in titles}
        self.fields["categories"] = forms.MultipleChoiceField(
            label=_("Wat staat er in deze passage?"),
            choices=[(name, title) for name, title, _help in titles],
            initial=[name for name in passage.passage.categories if name in passage.choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Kies ten minste één soort informatie.")},
        )

    @property
    def boxes(self) -> list[tuple[Any, str]]:
        """Each box with what falls under it."""
        return [(box, self.helps[str(box.data["value"])]) for box in self["categories"]]
