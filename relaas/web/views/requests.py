"""Who the child is, access on request, emergencies and notices."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.story import identity, notices, request_pages, requests
from relaas.web.presentation.case import word_moment
from relaas.web.presentation.requests import (
    case_crumbs,
    emergency_view,
    identity_view,
    on_request_view,
    request_view,
)
from relaas.web.request_forms import IdentityForm, RequestForm
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@acting
def identity_page(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Who the child is, for who may read that; the other people work with the name of the case."""
    seen = identity.see_identity(actor=actor, number=number, today=timezone.localdate())
    form = IdentityForm(request.POST if request.method == "POST" else None, page=seen)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["idempotency_key"]
        try:
            identity.write_identity(actor=actor, number=number, patch=form.patch, idempotency_key=key)
        except FormInvalid as error:
            form.add_faults(error.faults)
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        else:
            messages.success(request, _("Vastgelegd als nieuwe versie; de vorige blijft bewaard."))
            return redirect("web:identity", number)
    context = {
        "section": "cases",
        "number": number,
        "name": seen.name,
        "identity": identity_view(seen, language_of_page()),
        "form": form,
        "may_write": seen.may_write,
        "crumbs": case_crumbs(number, seen.name, _("Identiteit")),
    }
    return page(request, "web/identity.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def request_list(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What can be asked for in a case, what was, and asking for it."""
    seen = request_pages.see_requests(actor=actor, number=number, today=timezone.localdate())
    form = RequestForm(request.POST if request.method == "POST" else None, can_ask=seen.can_ask)
    if request.method == "POST" and form.is_valid():
        try:
            asked = requests.request_access(actor=actor, number=number, **form.cleaned_data)
        except FormInvalid as error:
            form.add_faults(error.faults)
        except requests.NobodyDecides:
            form.add_error(None, _("In deze zaak is niemand die met u kan beslissen. Vraag wie het systeem beheert."))
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        else:
            messages.success(request, _said_of(asked))
            return redirect("web:requests", number)
    return _request_page(request, seen, form, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@acting
def decide(request: HttpRequest, actor: Actor, number: str, asked: str) -> HttpResponse:
    """Allow, refuse or review."""
    do, words = request.POST.get("do", ""), request.POST.get("reason", "")
    if do not in ("allow", "refuse", "review"):
        raise BadRequest("do is no decision")
    fault = ""
    try:
        if do == "review":
            requests.review_emergency(actor=actor, number=number, request=asked, note=words)
        else:
            requests.decide_request(
                actor=actor, number=number, request=asked, is_allowed=do == "allow", reason=words[:4000]
            )
    except requests.NoSuchRequest as error:
        raise Http404 from error
    except FormInvalid:
        fault = _("Schrijf op waarom.")
    except requests.SecondPersonNeeded:
        fault = _("Over een verzoek beslist iemand anders dan wie het deed.")
    except requests.AlreadyDecided:
        fault = _("Over dit verzoek is al beslist.")
    except requests.RequestLapsed:
        fault = _("Dit verzoek kan niet meer worden toegestaan: de tijd of de fase ervan is voorbij.")
    if fault:
        seen = request_pages.see_requests(actor=actor, number=number, today=timezone.localdate())
        return _request_page(request, seen, RequestForm(can_ask=seen.can_ask), fault=fault, status=CONFLICT)
    messages.success(request, _("Vastgelegd."))
    return redirect("web:requests", number)


@require_GET
@acting
def emergency_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every emergency that nobody reviewed yet, for who supervises."""
    found = request_pages.see_emergencies(actor=actor, today=timezone.localdate())
    rows = [emergency_view(one, language_of_page()) for one in found]
    return page(request, "web/emergencies.html", {"section": "emergencies", "emergencies": rows})


@require_POST
@acting
def notice_seen(request: HttpRequest, actor: Actor, notice: int) -> HttpResponse:
    """Take a notice from the list."""
    try:
        notices.mark_seen(actor=actor, notice=notice)
    except notices.NoSuchNotice as error:
        raise Http404 from error
    return redirect("web:work")


def _request_page(
    request: HttpRequest, seen: request_pages.RequestsPage, form: RequestForm, *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "section": "cases",
        "number": seen.number,
        "name": seen.name,
        "can_ask": [on_request_view(one) for one in seen.can_ask],
        "requests": [request_view(one, language_of_page()) for one in seen.requests],
        "form": form,
        "fault": fault,
        "crumbs": case_crumbs(seen.number, seen.name, _("Verzoeken om inzage")),
    }
    return page(request, "web/requests.html", context, status=status)


def _said_of(asked: requests.Requested) -> str:
    if asked.until is None:
        return _("Uw verzoek wacht op een tweede persoon.")
    return _("U heeft inzage tot %(moment)s.") % {"moment": word_moment(asked.until, language_of_page())}
