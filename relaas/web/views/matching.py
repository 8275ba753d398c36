"""Whether two cases are about one child: what is to be looked at, the candidates, and what a person decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.joined import CaseJoined
from relaas.application.matching import candidates, deciding
from relaas.application.matching.sight import NothingToCompare
from relaas.application.opening import KeyReused
from relaas.web.matching_form import DecideForm, LookedForm, ReasonForm
from relaas.web.presentation.matching import candidate_view, due_view, joined_view, page_view
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409


@require_GET
@acting
def matching(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases that nobody looked at yet, and the latest joinings."""
    found = candidates.see_matching(actor=actor, today=timezone.localdate())
    language = language_of_page()
    context = {
        "section": "matching",
        "due": [due_view(one, language) for one in found.due],
        "has_more": found.has_more,
        "joined": [joined_view(one, language) for one in found.joined],
    }
    return page(request, "web/matching.html", context)


@require_http_methods(["GET", "POST"])
@acting
def compare(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The candidates of a case with the reasons for and against; sent in, a decision about one of them."""
    found = _seen(actor, number)
    if request.method == "GET":
        return _compared(request, found)
    other = request.POST.get("other", "")
    versions = (found.version, next((one.version for one in found.candidates if one.number == other), 1))
    form = DecideForm(request.POST, other=other, versions=versions)
    if not form.is_valid():
        if set(form.errors) != {"reason"}:
            raise BadRequest("the form was not made here")
        return _compared(request, found, form, status=UNPROCESSABLE)
    return _decided(request, actor, found, form)


@require_POST
@acting
def looked(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take a case from the list: all candidates were looked at."""
    form = LookedForm(request.POST)
    if not form.is_valid():
        raise BadRequest("the form was not made here")
    try:
        deciding.look_done(actor=actor, number=number, **form.cleaned_data)
    except deciding.WrittenAnew:
        return _compared(request, _seen(actor, number), fault=_written_anew(), status=CONFLICT)
    messages.success(request, _("Bekeken. De zaak komt terug als er iets nieuws over het kind wordt opgeschreven."))
    return redirect("web:matching")


@require_POST
@acting
def undo(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Take a joining back."""
    form = _undo_form(request)
    found = _seen(actor, number)
    if not form.is_valid():
        return _compared(request, found, undo_form=form, status=UNPROCESSABLE)
    try:
        deciding.undo_join(actor=actor, number=number, **form.cleaned_data)
    except FormInvalid as error:
        form.add_faults(error.faults)
        return _compared(request, found, undo_form=form, status=UNPROCESSABLE)
    except (deciding.NotJoined, KeyReused):
        return _compared(
            request, _seen(actor, number), fault=_("Deze zaak is niet meer samengevoegd."), status=CONFLICT
        )
    messages.success(request, _("Losgemaakt. Beide zaken staan weer op zichzelf."))
    return redirect("web:compare", number)


def _decided(request: HttpRequest, actor: Actor, found: candidates.CandidatesPage, form: DecideForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        decided = deciding.decide(
            actor=actor,
            number=found.number,
            other=given["other"],
            verdict=deciding.Verdict(given["verdict"]),
            reason=given["reason"],
            versions=(given["version"], given["other_version"]),
            idempotency_key=given["idempotency_key"],
        )
    except FormInvalid as error:
        form.add_faults(error.faults)
        return _compared(request, found, form, status=UNPROCESSABLE)
    except (deciding.WrittenAnew, deciding.SameCase):
        return _compared(request, found, form, fault=_written_anew(), status=CONFLICT)
    except CaseJoined:
        fault = _("Een van beide zaken is inmiddels met een andere samengevoegd. Bekijk de zaak opnieuw.")
        return _compared(request, found, form, fault=fault, status=CONFLICT)
    except KeyReused:
        fault = _("Dit formulier is al gebruikt. Bekijk de zaak opnieuw.")
        return _compared(request, found, form, fault=fault, status=CONFLICT)
    messages.success(request, _said(decided))
    return redirect("web:compare", found.number)


def _said(decided: deciding.Decided) -> str:
    if decided.verdict is deciding.Verdict.SAME:
        return _("Samengevoegd: zaak %(joined)s hoort nu bij zaak %(into)s. U kunt dit ongedaan maken.") % {
            "joined": decided.joined,
            "into": decided.into,
        }
    if decided.verdict is deciding.Verdict.NOT_SAME:
        return _("Vastgelegd: niet hetzelfde kind. Dit tweetal komt niet terug, tenzij er iets nieuws bekend wordt.")
    return _("Vastgelegd: nog niet te zeggen. De kandidaat blijft staan.")


def _written_anew() -> str:
    return _("Over een van beide kinderen is intussen iets nieuws opgeschreven. Kijk opnieuw en beslis dan.")


def _seen(actor: Actor, number: str) -> candidates.CandidatesPage:
    try:
        return candidates.see_candidates(actor=actor, number=number, today=timezone.localdate())
    except NothingToCompare as error:
        raise Http404 from error


def _undo_form(request: HttpRequest | None = None) -> ReasonForm:
    return ReasonForm(request.POST if request is not None else None, label=_("Waarom maakt u dit ongedaan?"))


def _compared(
    request: HttpRequest,
    found: candidates.CandidatesPage,
    sent: DecideForm | None = None,
    *,
    undo_form: ReasonForm | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    language = language_of_page()
    views: list[dict[str, Any]] = []
    for one in found.candidates:
        form = DecideForm(other=one.number, versions=(found.version, one.version))
        if sent is not None and sent.data.get("other") == one.number:
            form = sent
        views.append({**candidate_view(one, language), "form": form})
    context = {
        "section": "matching",
        "this": page_view(found, language),
        "candidates": views,
        "looked_form": LookedForm(initial={"version": found.version}, auto_id="id_looked_%s"),
        "undo_form": undo_form or _undo_form(),
        "form": sent or undo_form,
        "fault": fault,
        "crumbs": [
            {"text": _("Zelfde kind"), "url": reverse("web:matching")},
            {"text": found.name, "url": ""},
        ],
    }
    return page(request, "web/compare.html", context, status=status)
