"""The code that opens the child's page: made for a card, shown once, withdrawn."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from relaas.application.actors import Actor
from relaas.application.child import codes as application
from relaas.application.child.page import page_languages, page_wording
from relaas.application.opening import KeyReused
from relaas.casework.wording import word_day
from relaas.web.languages import language_view
from relaas.web.presentation.requests import case_crumbs
from relaas.web.session import acting, language_of_page, page

CONFLICT = 409
_GROUP = 4


@require_http_methods(["GET", "POST"])
@never_cache
@acting
def codes(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The codes that work, without their digits; making one, and withdrawing one."""
    if request.method == "GET":
        return _list(request, actor, number)
    if code := request.POST.get("withdraw"):
        return _withdrawn(request, actor, number, code)
    return _made(request, actor, number)


def _made(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The card, in the child's language, with nothing on it that says what it is for. It is not sent on to an address
    of its own: what is shown once must not be found there again."""
    wording = page_wording(actor, request.POST.get("language", ""))
    key = request.POST.get("idempotency_key", "")[:32] or uuid4().hex
    try:
        made = application.make_code(actor=actor, number=number, language=wording.tag, idempotency_key=key)
    except application.NobodyReads:
        return _list(request, actor, number, fault=_nobody(), status=CONFLICT)
    except KeyReused:
        return _list(request, actor, number, fault=_shown(), status=CONFLICT)
    if made.digits is None:
        return _list(request, actor, number, fault=_shown(), status=CONFLICT)
    digits = " ".join(made.digits[at : at + _GROUP] for at in range(0, len(made.digits), _GROUP))
    context = {
        "number": number,
        "tag": wording.tag,
        "direction": wording.direction,
        "texts": wording.said.texts,
        "digits": digits,
        "last_day": wording.day(made.last_day),
        "address": request.get_host() + reverse("web:child"),
    }
    return render(request, "web/child/card.html", context)


def _withdrawn(request: HttpRequest, actor: Actor, number: str, code: str) -> HttpResponse:
    try:
        application.withdraw_code(actor=actor, number=number, code=code)
    except application.NoSuchCode:
        return _list(request, actor, number, fault=_("Deze code werkte al niet meer."), status=CONFLICT)
    messages.success(request, _("De code is ingetrokken en opent niets meer."))
    return redirect("web:codes", number)


def _list(request: HttpRequest, actor: Actor, number: str, *, fault: str = "", status: int = 200) -> HttpResponse:
    found = application.see_codes(actor=actor, number=number, today=timezone.localdate())
    language = language_of_page()
    context = {
        "section": "cases",
        "number": number,
        "name": found.name,
        "codes": [
            {
                "id": one.id,
                "made": word_day(timezone.localdate(one.made_at), language),
                "last_day": word_day(one.last_day, language),
                "language": language_view(one.language, language),
            }
            for one in found.codes
        ],
        "languages": page_languages(actor),
        "key": uuid4().hex,
        "fault": fault,
        "crumbs": case_crumbs(number, found.name, _("Code voor het kind")),
    }
    return page(request, "web/codes.html", context, status=status)


def _nobody() -> str:
    return _(
        "Voor het kind is in deze zaak nog geen mandaat. Vraag de beheerder van de accounts om een persoon zonder "
        "wachtwoord met de rol kind bij de organisatie waaraan de zaak voor het kind is toegewezen."
    )


def _shown() -> str:
    return _("Deze code is al gemaakt en wordt maar één keer getoond. Maak zo nodig een nieuwe en trek de oude in.")
