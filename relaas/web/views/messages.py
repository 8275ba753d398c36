"""What the child wrote on its page, and answering it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relaas.application.actors import Actor
from relaas.application.child import messages as application
from relaas.application.forms import FaultKind, FormInvalid
from relaas.application.opening import KeyReused
from relaas.web.presentation.child import message_view
from relaas.web.presentation.requests import case_crumbs
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@acting
def message_list(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The messages, latest first; an answer to one. What was typed stays when it cannot be sent."""
    if request.method == "GET":
        return _list(request, actor, number)
    sent = request.POST
    try:
        application.answer_message(
            actor=actor,
            number=number,
            message=sent.get("message", ""),
            words=sent.get("words", ""),
            idempotency_key=sent.get("idempotency_key", "")[:40] or uuid4().hex,
        )
    except FormInvalid as error:
        too_long = error.faults[0].kind is FaultKind.TOO_LONG
        fault = _("Dit antwoord is te lang. Kort het in.") if too_long else _("Schrijf een antwoord.")
        return _list(request, actor, number, fault=fault, status=UNPROCESSABLE)
    except (application.NoSuchMessage, KeyReused):
        fault = _("Op dit bericht is intussen al geantwoord. Kijk hieronder wat er staat.")
        return _list(request, actor, number, fault=fault, status=CONFLICT)
    notes.success(request, _("Uw antwoord staat op de pagina van het kind."))
    return redirect("web:messages", number)


def _list(request: HttpRequest, actor: Actor, number: str, *, fault: str = "", status: int = 200) -> HttpResponse:
    found = application.see_messages(actor=actor, number=number, today=timezone.localdate())
    numbers = range(len(found.messages), 0, -1)
    context = {
        "section": "cases",
        "number": number,
        "name": found.name,
        "said": [
            message_view(place, one, found.today, language_of_page())
            for place, one in zip(numbers, found.messages, strict=True)
        ],
        "fault": fault,
        "answering": request.POST.get("message", "") if fault else "",
        "written": request.POST.get("words", "") if fault else "",
        "key": uuid4().hex,
        "crumbs": case_crumbs(number, found.name, _("Berichten van het kind")),
    }
    return page(request, "web/messages.html", context, status=status)
