"""What somebody who labels a passage or a file fills in: the kinds of information that it carries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from relaas.web.presentation.story import category_titles


class LabelForm(forms.Form):
    """One box per category, each with what falls under it. ``asked`` is the question above them."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, asked: str, choices: Sequence[str], chosen: Collection[str], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        titles = category_titles(choices, language)
        self.helps = {name: help_text for name, _title, help_text in titles}
        self.fields["categories"] = forms.MultipleChoiceField(
            label=asked,
            choices=[(name, title) for name, title, _help in titles],
            initial=[name for name in chosen if name in choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Kies ten minste één soort informatie.")},
        )

    @property
    def boxes(self) -> list[tuple[Any, str]]:
        """Each box with what falls under it."""
        return [(box, self.helps[str(box.data["value"])]) for box in self["categories"]]
