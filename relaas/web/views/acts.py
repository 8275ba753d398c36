"""Recording an act, and correcting one: the form from the regime, and every answer that is not yes."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relaas.application import correcting, recording, seeing
from relaas.application.actors import Actor
from relaas.application.case_page import CasePage
from relaas.application.child.informing import LEAFLET
from relaas.application.course import HistoryRow
from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.risk.page import see_risk
from relaas.application.risk.resting import AnalysisLacks, state_for
from relaas.application.story.finding_uses import NoSuchFinding
from relaas.casework.tellings import hears_child
from relaas.casework.wording import word_roles
from relaas.kernel.when import When
from relaas.web.act_form import ActForm, CorrectionForm, as_initial, new_moment
from relaas.web.presentation.case import case_view, history_view
from relaas.web.presentation.refusal import refusal_view
from relaas.web.presentation.risk import lack_words, law_sources, written_in_act
from relaas.web.presentation.sources import sources_of
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409
F = TypeVar("F", bound=ActForm)


@require_http_methods(["GET", "POST"])
@acting
def record(request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """The form of an act; sent in, it is recorded once, or answered with what stands in the way. An act in which the
    child tells the actor its account has a form of its own, and so has telling it of the reflection period."""
    seen = _seen(actor, number)
    if act not in seen.facts.regime.acts:
        raise Http404
    if hears_child(regime=seen.facts.regime, act=act, role=actor.role):
        return redirect("web:tell", number, act)
    if LEAFLET in seen.facts.regime.acts[act].records:
        return redirect("web:reflection", number)
    form = _form(ActForm, request, seen, act, {**new_moment(seen.seen), **_of_analysis(request, actor, number, act)})
    context = _context(seen, act, form) | {"rests_on_analysis": state_for(act) is not None}
    if request.method == "GET":
        return page(request, "web/act.html", context)
    if not form.is_valid():
        return page(request, "web/act.html", context, status=UNPROCESSABLE)
    against = request.POST.get("against_rules", "") if "as_fact" in request.POST else None
    context["against_rules"] = request.POST.get("against_rules", "")
    context["rests_on"] = request.POST.getlist("finding")
    try:
        recording.record_act(
            actor=actor,
            number=number,
            act=act,
            on=form.when,
            answers=form.answers,
            form=form.written,
            seen=form.cleaned_data["seen"],
            idempotency_key=form.cleaned_data["idempotency_key"],
            against_rules=against,
            findings=context["rests_on"],
        )
    except (
        FormInvalid, recording.ActRefused, recording.CaseMovedOn, AnalysisLacks, KeyReused, NoSuchFinding,
    ) as error:  # fmt: skip
        return _not_recorded(request, form, error, context, seen)
    messages.success(request, _("Vastgelegd: %(act)s.") % {"act": context["title"]})
    return redirect("web:case", number)


@require_http_methods(["GET", "POST"])
@acting
def correct(request: HttpRequest, actor: Actor, number: str, of: int) -> HttpResponse:
    """Say that a recorded act did not happen, or happened otherwise. Nothing is erased."""
    seen = _seen(actor, number)
    row = next((row for row in seen.history if row.number == of and row.act), None)
    if row is None or row.act is None:
        raise Http404
    before = as_initial(on=row.on, answers=row.answers, written=row.form or {})
    form = _form(CorrectionForm, request, seen, row.act, {**new_moment(seen.seen), **before})
    context = _context(seen, row.act, form) | {"row": history_view((row,), seen.facts.regime, language_of_page())[0]}
    if request.method == "GET":
        return page(request, "web/correct.html", context)
    if not form.is_valid():
        return page(request, "web/correct.html", context, status=UNPROCESSABLE)
    try:
        _correct(actor, number, row, form, as_fact="as_fact" in request.POST)
    except (FormInvalid, recording.ActRefused, recording.CaseMovedOn, KeyReused, correcting.CorrectionRefused) as error:
        return _not_recorded(request, form, error, context, seen, template="web/correct.html")
    messages.success(request, _("Hersteld. Wat er stond blijft te zien, maar telt niet meer."))
    return redirect("web:case", number)


def _correct(actor: Actor, number: str, row: HistoryRow, form: CorrectionForm, *, as_fact: bool) -> None:
    instead: dict[str, Any] = {}
    if form.replaces:
        instead = {
            "act": row.act,
            "on": form.when,
            "answers": form.answers,
            "form": form.written,
            "against_rules": as_fact,
        }
    correcting.correct_act(
        actor=actor,
        number=number,
        of=row.number,
        reason=form.cleaned_data["reason"],
        seen=form.cleaned_data["seen"],
        idempotency_key=form.cleaned_data["idempotency_key"],
        **instead,
    )


def _of_analysis(request: HttpRequest, actor: Actor, number: str, act: str) -> dict[str, Any]:
    """What the form of an act that rests on the analysis begins with; nothing for who may not see the analysis."""
    if request.method != "GET" or state_for(act) is None:
        return {}
    try:
        written = written_in_act(see_risk(actor=actor, number=number, today=timezone.localdate()), act)
    except NotGranted:
        return {}
    return as_initial(on=When.exact(timezone.localdate()), answers={}, written=written)


def _seen(actor: Actor, number: str) -> CasePage:
    return seeing.see_case(actor=actor, number=number, today=timezone.localdate())


def _form(kind: type[F], request: HttpRequest, seen: CasePage, act: str, initial: dict[str, Any]) -> F:
    return kind(
        request.POST if request.method == "POST" else None,
        regime=seen.facts.regime,
        act=act,
        today=seen.today,
        language=language_of_page(),
        initial=initial,
    )


def _context(seen: CasePage, act: str, form: ActForm) -> dict[str, Any]:
    language, regime = language_of_page(), seen.facts.regime
    element = regime.acts[act]
    title = element.title.in_language(language)
    return {
        "section": "cases",
        "case": case_view(seen.facts, language),
        "act": act,
        "title": title,
        "help": element.help.in_language(language) if element.help else "",
        "roles": word_roles(regime, element.by, language),
        "sources": sources_of(regime, element.rests_on, language),
        "form": form,
        "findings": [finding for finding in seen.findings if finding.is_own],
        "crumbs": [
            {"text": _("Zaken"), "url": reverse("web:cases")},
            {"text": seen.facts.name, "url": reverse("web:case", args=[seen.facts.number])},
            {"text": title, "url": ""},
        ],
    }


def _not_recorded(
    request: HttpRequest,
    form: ActForm,
    error: Exception,
    context: dict[str, Any],
    seen: CasePage,
    *,
    template: str = "web/act.html",
) -> HttpResponse:
    """The same page with what stands in the way; everything that was filled in is still there."""
    language, status = language_of_page(), CONFLICT
    if isinstance(error, FormInvalid):
        form.add_faults(error.faults)
        status = UNPROCESSABLE
    elif isinstance(error, recording.ActRefused):
        context["refusal"] = refusal_view(error, language)
    elif isinstance(error, AnalysisLacks):
        context["lacks"] = lack_words(error.law, error.lacks)
        context["lacks_sources"] = law_sources(error.law, ["letter-r2", "letter-r2-binding"])
    elif isinstance(error, recording.CaseMovedOn):
        context["moved_on"] = True
        context["between"] = history_view(error.between, seen.facts.regime, language)
        form.see_again(error.seen)
    elif isinstance(error, KeyReused):
        form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
    elif isinstance(error, NoSuchFinding):
        form.add_error(None, _("Een bevinding die u koos is er niet, of is niet van uw rol."))
    elif isinstance(error, correcting.CorrectionRefused):
        form.add_error(None, _WHY_NOT[error.why]())
    return page(request, template, context, status=status)


_WHY_NOT = {
    correcting.WhyNotCorrected.NO_SUCH_ACT: lambda: _("Deze handeling is er niet."),
    correcting.WhyNotCorrected.NOT_YOURS: lambda: _(
        "Alleen de rol en de organisatie die dit vastlegden kunnen het herstellen."
    ),
    correcting.WhyNotCorrected.ALREADY_CORRECTED: lambda: _(
        "Deze handeling is al hersteld. Herstel zo nodig dat herstel."
    ),
    correcting.WhyNotCorrected.NOTHING_LEFT: lambda: _("Dit is zelf een herstel. Leg de handeling opnieuw vast."),
}
