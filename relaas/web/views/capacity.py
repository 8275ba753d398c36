"""Capacity and expertise: my organisation's, its books, and the totals."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.capacity import books, seeing
from relaas.application.law import capacity_law
from relaas.application.opening import KeyReused
from relaas.web.capacity_form import TITLES, EventForm
from relaas.web.presentation.capacity import event_views, handover_words, pool_view, risk_view
from relaas.web.presentation.capacity_curve import line_titles
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE = 422


@require_GET
@acting
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The capacity of my organisation."""
    law, language = capacity_law(), language_of_page()
    try:
        seen = seeing.see_capacity(actor=actor, today=timezone.localdate())
    except seeing.NotForThisRole as error:
        raise Http404 from error
    context = {
        "section": "capacity",
        "organisation": seen.organisation,
        "pools": [pool_view(pool, law, language) for pool in seen.pools],
        "lines": line_titles(),
        "risks": [risk_view(risk, law, seen.names, language) for risk in seen.risks],
        "handovers": [handover_words(one, law, seen.names, language) for one in seen.handovers],
        "keeps": seen.names is not None,
        "kinds": TITLES.items(),
        "events": event_views(seen, law, language),
        "key": uuid4().hex,
    }
    return page(request, "web/capacity.html", context)


@require_http_methods(["GET", "POST"])
@acting
def write(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """One event, in a form of its kind."""
    law = capacity_law()
    try:
        seen = seeing.see_capacity(actor=actor, today=timezone.localdate())
    except seeing.NotForThisRole as error:
        raise Http404 from error
    if seen.names is None or kind not in TITLES:
        raise Http404
    posts = sorted({post.name for post in seen.posts})
    form = EventForm(
        request.POST if request.method == "POST" else None, kind=kind, law=law, people=seen.names, posts=posts
    )
    if request.method == "POST" and form.is_valid():
        try:
            books.record_event(
                actor=actor, on=form.on, what=form.what, idempotency_key=form.cleaned_data["idempotency_key"]
            )
        except books.EventInvalid as error:
            form.add_wrongs(error.faults)
        except books.BooksMovedOn:
            form.add_error(None, _("Iemand anders schreef op hetzelfde moment. Kijk opnieuw en verstuur het nog eens."))
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Begin opnieuw."))
        else:
            messages.success(request, _("Vastgelegd."))
            return redirect("web:capacity")
    context = {"section": "capacity", "title": TITLES[kind], "form": form}
    return page(request, "web/capacity_event.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@acting
def annul(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Say that a line of the books was wrong."""
    try:
        books.annul_event(actor=actor, number=number, idempotency_key=request.POST.get("idempotency_key", "")[:64])
    except (books.NoSuchEvent, books.NotThePlanner) as error:
        raise Http404 from error
    except (books.BooksMovedOn, KeyReused):
        messages.error(request, _("Iemand anders schreef op hetzelfde moment. Kijk opnieuw en verstuur het nog eens."))
    else:
        messages.success(request, _("Deze regel telt niet meer mee; hij blijft te zien."))
    return redirect("web:capacity")


@require_GET
@acting
def totals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All organisations together, for who watches the whole."""
    law, language = capacity_law(), language_of_page()
    try:
        seen = seeing.see_totals(actor=actor, today=timezone.localdate())
    except seeing.NotForThisRole as error:
        raise Http404 from error
    context = {
        "section": "capacity",
        "organisations": seen.organisations,
        "pools": [pool_view(pool, law, language) for pool in seen.pools],
        "lines": line_titles(),
    }
    return page(request, "web/capacity_totals.html", context)
