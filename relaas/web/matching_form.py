"""The forms with which somebody decides about two cases, says that all was looked at, or takes a joining back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from relaas.application.matching.deciding import Verdict
from relaas.web.act_form import missing
from relaas.web.request_forms import KeyedForm

LONGEST = 2000


class ReasonForm(KeyedForm):
    """Why, in the words of who decides."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = forms.Textarea(attrs={"class": "utrecht-textarea utrecht-textarea--html-textarea", "rows": 3})
        self.fields["reason"] = forms.CharField(label=label, max_length=LONGEST, widget=area, error_messages=missing())


class DecideForm(ReasonForm):
    """What is decided about a case and a candidate, on the versions of who each is said to be that were looked at."""

    def __init__(self, *args: Any, other: str, versions: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, label=_("Uw redenen"), auto_id=f"id_%s_{other}", **kwargs)
        hidden = forms.HiddenInput
        self.fields["other"] = forms.CharField(widget=hidden, max_length=12, initial=other)
        for name, version in (("version", versions[0]), ("other_version", versions[1])):
            self.fields[name] = forms.IntegerField(widget=hidden, min_value=1, initial=version)
        self.fields["verdict"] = forms.ChoiceField(
            choices=[(one.value, one.value) for one in Verdict], widget=hidden, required=True
        )


class LookedForm(KeyedForm):
    """All candidates of this version were looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
