"""Reporting a signal, keeping what is typed, the receipt; the signals of a case and the assessment of all together."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.law import access_law
from relaas.application.opening import KeyReused, LawNotModelled, NoOrganisation
from relaas.application.recording import ActRefused
from relaas.application.signals import assessment, recording, reporting, signals_page
from relaas.application.signals.recording import SIGNALS, may_report
from relaas.story.access import Verb
from relaas.web.presentation.refusal import refusal_view
from relaas.web.presentation.requests import case_crumbs
from relaas.web.presentation.signals import assessment_view, receipt_view, signals_picture, signals_view
from relaas.web.presentation.situation import situation_view
from relaas.web.session import acting, language_of_page, page
from relaas.web.signal_form import SignalForm, known_words, typed_in

UNPROCESSABLE, CONFLICT = 422, 409
KEEP = "keep"
_KEY = re.compile(r"[0-9a-f]{32}")


@never_cache
@require_http_methods(["GET", "POST"])
@acting
def report(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A signal in two minutes: one page. Sent in, it is recorded once; a draft of it is kept meanwhile."""
    if not may_report(actor.role):
        raise _not_given(actor)
    if request.method == "POST":
        return _keep(request, actor) if KEEP in request.POST else _send(request, actor)
    key, number = request.GET.get("concept", ""), request.GET.get("zaak", "")
    if not _KEY.fullmatch(key):
        # The key stands in the address, so that the way back, a reload or signing in again leads to the same form.
        return redirect(f"{reverse('web:signal')}?{urlencode({'concept': uuid4().hex, **_about(number)})}")
    try:
        typed = reporting.open_report(actor=actor, key=key)
    except reporting.ReportSent:
        return redirect("web:receipt", key)
    except reporting.NoSuchReport:
        typed = {}
    number = next(iter(typed.get("case", ())), number)
    form = SignalForm(
        today=timezone.localdate(), language=language_of_page(), mandate=actor.mandate_id, number=number, typed=typed
    )
    form.fields["idempotency_key"].initial = key
    return _form_page(request, form, number)


@require_POST
@acting
def draft(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep what is typed so far, for the script of the form."""
    if not may_report(actor.role):
        raise _not_given(actor)
    if _is_of_another(request, actor):
        return JsonResponse({"fault": "mandate"}, status=CONFLICT)
    try:
        _save(request, actor)
    except reporting.ReportSent:
        return JsonResponse({"sent": _receipt(request)}, status=CONFLICT)
    except (FormInvalid, reporting.TooManyReports, reporting.NothingIsKept):
        return JsonResponse({"fault": "not_kept"}, status=UNPROCESSABLE)
    return HttpResponse(status=204)


@require_POST
@acting
def discard(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Throw a draft away."""
    reporting.discard_report(actor=actor, key=key)
    messages.success(request, _("Het begonnen signaal is weggegooid."))
    return redirect("web:work")


@never_cache
@require_GET
@acting
def receipt(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """What is said back of a signal that was sent."""
    try:
        found = reporting.see_receipt(actor=actor, key=key)
    except reporting.NoSuchReport as error:
        raise Http404 from error
    return page(request, "web/receipt.html", {"section": "signal", "receipt": receipt_view(found, language_of_page())})


@require_GET
@acting
def signal_list(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The signals of a case."""
    found = signals_page.see_signals(actor=actor, number=number, today=timezone.localdate())
    language = language_of_page()
    context = {
        "section": "cases",
        "number": number,
        "name": found.name,
        "signals": signals_view(found, language),
        "picture": signals_picture(found, language),
        "may_report": found.may_report and may_report(actor.role),
        "assesses": found.assesses,
        "crumbs": case_crumbs(number, found.name, _("Signalen")),
    }
    return page(request, "web/signals.html", context)


@require_GET
@acting
def assessment_page(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The chain-wide assessment of a case."""
    found = assessment.see_assessment(actor=actor, number=number, today=timezone.localdate())
    language = language_of_page()
    context = {
        "section": "cases",
        "number": number,
        "name": found.case.facts.name,
        "assessment": assessment_view(found, language),
        "now": situation_view(found.case.situation, role=actor.role, language=language),
        "crumbs": case_crumbs(number, found.case.facts.name, _("Ketenbrede beoordeling")),
    }
    return page(request, "web/assessment.html", context)


def _send(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = _bound(request, actor)
    number = request.POST.get("case", "")
    if not _is_sound(form, request, actor):
        return _form_page(request, form, number, status=UNPROCESSABLE)
    refusal, status = None, UNPROCESSABLE
    try:
        sent = recording.record_signal_report(
            actor=actor,
            number=number or None,
            content=form.content,
            claimed=form.claimed,
            idempotency_key=form.cleaned_data["idempotency_key"],
        )
    except FormInvalid as error:
        form.add_faults(error.faults)
    except ActRefused as error:
        refusal, status = refusal_view(error, language_of_page()), CONFLICT
    except KeyReused:
        form.add_error(None, _("Dit formulier is al gebruikt voor een ander kind. Begin een nieuw signaal."))
    except recording.NoSignals:
        form.add_error(None, _("De regeling van deze zaak kent geen signalen."))
    except (LawNotModelled, NoOrganisation):
        form.add_error(
            None, _("Er kan nu geen zaak worden geopend. Vraag wie het systeem beheert; dit blijft bewaard.")
        )
    else:
        if sent.again:
            messages.info(request, _("Dit signaal was al verzonden. Het is één keer vastgelegd."))
        return redirect("web:receipt", sent.key)
    return _form_page(request, form, number, refusal=refusal, status=status)


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plain button: keep it and go on later."""
    form, number = _bound(request, actor), request.POST.get("case", "")
    if _is_of_another(request, actor):
        form.full_clean()
        form.add_error(None, _other_person())
        return _form_page(request, form, number, status=CONFLICT)
    try:
        saved = _save(request, actor)
    except reporting.ReportSent:
        return redirect(_receipt(request))
    except (FormInvalid, reporting.TooManyReports, reporting.NothingIsKept):
        form.full_clean()
        form.add_error(None, _("Dit kan niet als begonnen signaal worden bewaard. Verzend het, of gooi een ander weg."))
        return _form_page(request, form, number, status=UNPROCESSABLE)
    messages.success(request, _("Bewaard. U kunt hier of later verdergaan; onder Mijn werk vindt u het terug."))
    return redirect(f"{reverse('web:signal')}?concept={saved.key}")


def _save(request: HttpRequest, actor: Actor) -> reporting.ReportBegun:
    key = request.POST.get("idempotency_key", "")
    return reporting.save_report(actor=actor, idempotency_key=key, typed=typed_in(request.POST))


def _about(number: str) -> dict[str, str]:
    return {"zaak": number[:12]} if number else {}


def _bound(request: HttpRequest, actor: Actor) -> SignalForm:
    return SignalForm(request.POST, today=timezone.localdate(), language=language_of_page(), mandate=actor.mandate_id)


def _is_sound(form: SignalForm, request: HttpRequest, actor: Actor) -> bool:
    is_valid = form.is_valid()
    if _is_of_another(request, actor):
        form.add_error(None, _other_person())
        return False
    return is_valid


def _is_of_another(request: HttpRequest, actor: Actor) -> bool:
    """Whether the form was begun by another person, or in another role, than sends it in."""
    return request.POST.get("mandate", "") != str(actor.mandate_id)


def _other_person() -> str:
    return _("Dit formulier is begonnen door iemand anders of in een andere rol. Meld u aan als wie het begon.")


def _receipt(request: HttpRequest) -> str:
    return reverse("web:receipt", args=[request.POST.get("idempotency_key", "")])


def _not_given(actor: Actor) -> NotGranted:
    authority = access_law().authority_of(actor.role)
    why = authority.withheld if authority is not None else access_law().information.title
    return NotGranted(verb=Verb.WRITE, categories=(SIGNALS,), why=why)


def _form_page(
    request: HttpRequest, form: SignalForm, number: str, *, refusal: Any = None, status: int = 200
) -> HttpResponse:
    known = [(one.value, words) for one, words in known_words().items()]
    context = {"section": "signal", "form": form, "number": number, "refusal": refusal, "known": known}
    return page(request, "web/signal.html", context, status=status)
