"""Consent and objection: what it is, whose word is asked, who said what, and saying it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.story import consenting
from relaas.web.presentation.requests import case_crumbs, consent_view
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@acting
def consent_list(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """All consents in which one has a word; sent in, a word is recorded once."""
    if request.method == "GET":
        return _consent_page(request, actor, number)
    sent = request.POST
    say = {"give": consenting.give_consent, "take_back": consenting.withdraw_consent}.get(sent.get("do", ""))
    if say is None or not sent.get("idempotency_key"):
        raise BadRequest("do is neither give nor take_back")
    words: dict[str, Any] = {name: sent.get(name, "")[:4000] for name in ("consent", "party", "reason")}
    fault, status = "", CONFLICT
    try:
        say(actor=actor, number=number, idempotency_key=sent["idempotency_key"][:64], **words)
    except FormInvalid:
        fault, status = _("Schrijf op hoe het kind dit heeft gezegd; kort als het kan."), UNPROCESSABLE
    except (consenting.NotYoursToSay, consenting.NoSuchConsent):
        fault, status = _("Dit is niet aan u om te zeggen of op te schrijven."), 403
    except consenting.NotAsked:
        fault = _("Dit woord vraagt de wet bij de leeftijd van het kind nu niet.")
    except consenting.NothingToTakeBack:
        fault = _("Er is niets om in te trekken: dit was niet gegeven, of al ingetrokken.")
    except KeyReused:
        fault = _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw.")
    if fault:
        return _consent_page(request, actor, number, fault=fault, status=status)
    messages.success(request, _("Vastgelegd. Het geldt vanaf nu."))
    return redirect("web:consents", number)


def _consent_page(
    request: HttpRequest, actor: Actor, number: str, *, fault: str = "", status: int = 200
) -> HttpResponse:
    seen = consenting.see_consents(actor=actor, number=number, today=timezone.localdate())
    context = {
        "section": "cases",
        "number": number,
        "name": seen.name,
        "consents": [consent_view(one, actor.role, language_of_page()) for one in seen.consents],
        "key": uuid4().hex,
        "fault": fault,
        "crumbs": case_crumbs(number, seen.name, _("Toestemming")),
    }
    return page(request, "web/consents.html", context, status=status)
