"""The forms of the risk analysis. Each carries what was seen of its subject, and a key that makes it count once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from relaas.application.risk.assessing import OF_ACCOUNT, Dissent, Found
from relaas.application.risk.page import RiskPage
from relaas.casework.risk_entries import Judged
from relaas.web.act_form import day_field, missing, radios
from relaas.web.request_forms import KeyedForm, area
from relaas.web.session import language_of_page, role_title

YES, NO = "yes", "no"
MOST_WORDS = 200


class RiskForm(KeyedForm):
    """What every form of the analysis carries."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def see_again(self, seen: str) -> None:
        """Keep what was typed, and take it that this much was now seen."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen

    def flag(self, name: str) -> bool | None:
        """The answer to a question of yes or no; None where there is none."""
        return {YES: True, NO: False}.get(self.cleaned_data.get(name, ""))


class MemberForm(RiskForm):
    """Somebody in the team."""

    def __init__(self, *args: Any, page: RiskPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_of_page()
        self.fields["colleague"] = _someone(_("Wie werkt aan deze zaak?"), page, required=False)
        self.fields["name"] = _line(_("Of iemand anders: naam"), required=False)
        self.fields["organisation"] = _line(_("Organisatie van iemand anders"), required=False)
        self.fields["discipline"] = radios(
            _("Met welke discipline?"),
            [(name, one.title.in_language(language)) for name, one in page.law.team.disciplines.items()],
            required=True,
        )
        self.fields["is_present"] = radios(_("Bij de bespreking aanwezig?"), _yes_no(), required=True)
        self.fields["has_conflict"] = radios(
            _("Heeft deze persoon een belang bij de uitkomst?"), _yes_no(), required=True
        )
        self.fields["conflict"] = area(
            _("Welk belang?"),
            required=False,
            help_text=_("Wie een belang heeft, telt niet mee voor het team en tekent niet."),
        )

    def clean(self) -> dict[str, Any]:
        """Somebody is named in one of the two ways, and a conflict of interest is explained."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("colleague"):
            for name in ("name", "organisation"):
                if not cleaned.get(name):
                    self.add_error(name, _("Kies iemand hierboven, of vul dit in."))
        if cleaned.get("has_conflict") == YES and not cleaned.get("conflict"):
            self.add_error("conflict", _("Vul dit in."))
        return cleaned


class AssessForm(RiskForm):
    """How serious a domain is, what was found in it, and who sees it otherwise."""

    def __init__(self, *args: Any, page: RiskPage, judged: Judged | None, has_findings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, self.has_findings = language_of_page(), has_findings
        levels = [
            (name, f"{one.title.in_language(language)}: {one.help.in_language(language)}")
            for name, one in page.law.levels.items()
        ]
        self.fields["level"] = radios(_("Hoe ernstig is het?"), levels, required=True)
        self.fields["reasons"] = area(_("Waarom?"))
        if judged is not None:
            self.fields["level"].initial, self.fields["reasons"].initial = judged.level, judged.reasons
        help_text = _("Eén bevinding per keer; u kunt er later meer toevoegen.") if has_findings else ""
        self.fields["words"] = area(_("Wat is er gevonden?"), required=not has_findings, help_text=help_text)
        evidence = [(name, one.title.in_language(language)) for name, one in page.law.evidence.items()]
        self.fields["evidence"] = radios(_("Waarop rust dat?"), evidence, required=not has_findings)
        self.fields["where"] = _line(_("Welk signaal, welk document of wie zag het wanneer?"), required=False)
        account = [("", _("Geen")), *((one.id, _short(one.words)) for one in page.account)]
        self.fields["cites"] = _select(_("Welke bevinding uit het verhaal?"), account)
        self.fields["tells_health"] = forms.BooleanField(
            label=_("Deze bevinding zegt iets over de gezondheid van het kind"),
            required=False,
            help_text=_("Dan ziet alleen wie zulke gegevens mag zien de bevinding; het niveau ziet ieder die meedoet."),
        )
        self.fields["who"] = _line(_("Wie ziet het anders?"), required=False)
        self.fields["why"] = area(_("Waarom ziet die het anders?"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """A finding is whole or not there, and so is a disagreement."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("words"):
            self._require(cleaned, "evidence", _("Kies een antwoord."))
            of_account = cleaned.get("evidence") == OF_ACCOUNT
            if cleaned.get("evidence"):
                self._require(cleaned, "cites" if of_account else "where", _("Vul dit in."))
        elif self.has_findings and (cleaned.get("where") or cleaned.get("cites")):
            self._require(cleaned, "words", _("Vul dit in."))
        if cleaned.get("who") or cleaned.get("why"):
            self._require(cleaned, "who", _("Vul dit in."))
            self._require(cleaned, "why", _("Vul dit in."))
        return cleaned

    def _require(self, cleaned: dict[str, Any], name: str, words: str) -> None:
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, words)

    @property
    def found(self) -> tuple[Found, ...]:
        """What was found, if anything new."""
        given = self.cleaned_data
        if not given["words"]:
            return ()
        return (
            Found(
                words=given["words"],
                evidence=given["evidence"],
                where=given["where"],
                cites=given["cites"],
                tells_health=given["tells_health"],
            ),
        )

    @property
    def dissent(self) -> tuple[Dissent, ...]:
        """Who sees it otherwise, if anybody new."""
        given = self.cleaned_data
        return (Dissent(who=given["who"], why=given["why"]),) if given["who"] else ()


class MeasureForm(RiskForm):
    """What is done about a risk, by whom, by when."""

    def __init__(self, *args: Any, page: RiskPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = area(_("Wat wordt er gedaan?"))
        self.fields["owner"] = _someone(_("Wie staat ervoor in?"), page, required=True, roles=page.law.roles.own)
        self.fields["until"] = day_field(_("Uiterlijk op"), required=True)
        self.fields["until"].widget.attrs["min"] = page.today.isoformat()
        self.fields["escalates_to"] = _someone(
            _("Wie van dezelfde organisatie hoort het als het te laat is?"),
            page,
            required=False,
            help_text=_("Iemand anders dan wie ervoor instaat. Alleen leeg als daar niemand anders werkt."),
        )


class AcceptForm(RiskForm):
    """Why a risk is borne; who sends it signs it first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"] = area(_("Waarom wordt dit risico aanvaard?"))
        self.fields["has_conflict"] = radios(_("Heeft u een belang bij de uitkomst?"), _yes_no(), required=True)


class SignForm(RiskForm):
    """Signing what another organisation proposed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["has_conflict"] = radios(_("Heeft u een belang bij de uitkomst?"), _yes_no(), required=True)


class ProofForm(RiskForm):
    """What shows that a measure was carried out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = area(_("Waaruit blijkt dat het is gedaan?"))
        self.fields["seen_by"] = _line(_("Wie heeft dat gezien?"), required=True)
        self.fields["attachment"] = _line(_("Waar is een bijlage of document te vinden?"), required=False)


class ReviewForm(RiskForm):
    """What a measure turned out to do."""

    def __init__(self, *args: Any, page: RiskPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        effects = [(name, one.title.in_language(language_of_page())) for name, one in page.law.effects.items()]
        self.fields["effect"] = radios(_("Heeft het gewerkt?"), effects, required=True)
        self.fields["reasons"] = area(_("Waaruit blijkt dat?"))


class WithdrawForm(RiskForm):
    """Why an answer is taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"] = area(_("Waarom trekt u dit in?"))


def _someone(
    title: str, page: RiskPage, *, required: bool, roles: tuple[str, ...] | None = None, help_text: str = ""
) -> forms.ChoiceField:
    people = [
        (one.key, f"{one.name} ({role_title(one.role)}, {one.organisation})")
        for one in page.colleagues
        if roles is None or one.role in roles
    ]
    return _select(title, [("", _("Kies iemand")), *people], required=required, help_text=help_text)


def _select(
    title: str, choices: list[tuple[str, str]], *, required: bool = False, help_text: str = ""
) -> forms.ChoiceField:
    select = forms.Select(attrs={"class": "utrecht-select utrecht-select--html-select"})
    return forms.ChoiceField(
        label=title, choices=choices, required=required, help_text=help_text, widget=select, error_messages=missing()
    )


def _line(title: str, *, required: bool) -> forms.CharField:
    line = forms.TextInput(attrs={"class": "utrecht-textbox utrecht-textbox--html-input"})
    return forms.CharField(label=title, required=required, max_length=MOST_WORDS, widget=line, error_messages=missing())


def _short(words: str) -> str:
    return words if len(words) <= 120 else words[:119] + "…"


def _yes_no() -> list[tuple[str, str]]:
    return [(NO, _("Nee")), (YES, _("Ja"))]
