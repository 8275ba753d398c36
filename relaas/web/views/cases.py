"""Cases: the list, opening one, one case, what was known of it, and why something in it is so."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from relaas.application import opening, seeing, work
from relaas.application.actors import Actor
from relaas.application.case_page import CasePage
from relaas.application.forms import FormInvalid
from relaas.application.law import openable
from relaas.application.signals.recording import may_report
from relaas.casework.reflection import reflection_law
from relaas.casework.wording import word_day
from relaas.procedure.drawing.timeline import timeline_svg, timeline_text
from relaas.web.open_form import OpenForm
from relaas.web.presentation.access import gives
from relaas.web.presentation.case import case_view, history_view, may_view, withheld_view, word_moment
from relaas.web.presentation.lists import case_row_view
from relaas.web.presentation.matching import joinings_view
from relaas.web.presentation.reasons import reason_view
from relaas.web.presentation.requests import emergency_view
from relaas.web.presentation.situation import situation_view
from relaas.web.session import acting, language_of_page, page


@require_GET
@acting
def case_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases my role works on, newest first."""
    cursor = request.GET.get("na")
    try:
        found = work.list_cases(actor=actor, today=timezone.localdate(), cursor=cursor)
    except work.CursorInvalid as error:
        raise BadRequest(str(error)) from error
    rows = [case_row_view(row, language_of_page()) for row in found.cases]
    context = {"section": "cases", "cases": rows, "next": found.next_cursor, "is_first": not cursor}
    return page(request, "web/cases.html", context)


@require_http_methods(["GET", "POST"])
@acting
def open_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a case under the law of its day, or under a regime that is chosen."""
    today, language = timezone.localdate(), language_of_page()
    form = OpenForm(request.POST or None, laws=openable(today=today), today=today, language=language)
    if request.method == "POST" and form.is_valid():
        try:
            opened = opening.open_case(actor=actor, **form.asked)
        except opening.LawNotModelled as error:
            form.add_not_modelled(error.answer)
        except opening.NoOrganisation:
            form.add_error(None, _("Voor een of meer rollen van deze regeling is nog geen organisatie aangewezen."))
        except opening.KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Begin opnieuw bij de lijst van zaken."))
        except FormInvalid as error:
            form.add_faults(error.faults)
        else:
            messages.success(request, _("De zaak is geopend. Zij heet: %(name)s.") % {"name": opened.name})
            return redirect("web:case", opened.number)
    crumbs = _crumbs((_("Zaak openen"), ""))
    status = 422 if form.errors else 200
    return page(request, "web/open.html", {"section": "cases", "form": form, "crumbs": crumbs}, status=status)


@require_GET
@acting
def case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One case as it stands today."""
    found = seeing.see_case(actor=actor, number=number, today=timezone.localdate())
    return page(request, "web/case.html", _case_context(found, actor, may_write=not found.joinings.is_joined))


@require_GET
@acting
def known(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What was known of a case at the end of a day."""
    today = timezone.localdate()
    try:
        day = parse_date(request.GET.get("dag", ""))
    except ValueError:
        day = None
    if day is None:
        raise BadRequest("dag is no date")
    moment = datetime.combine(min(day, today), time(23, 59, 59), tzinfo=timezone.get_current_timezone())
    found = seeing.known_on(actor=actor, number=number, moment=moment, today=today)
    context = _case_context(found, actor, may_write=False)
    then = {"known_at": word_moment(moment, language_of_page()), "known_on": day.isoformat()}
    return page(request, "web/case.html", context | then)


@require_GET
@acting
def why(request: HttpRequest, actor: Actor, number: str, kind: str, subject: str) -> HttpResponse:
    """Why a status, a term, a right or a possibility is what it is, down to the acts and the sources."""
    language = language_of_page()
    try:
        found = seeing.explain(actor=actor, number=number, kind=kind, subject=subject, today=timezone.localdate())
    except seeing.NothingToExplain as error:
        raise Http404 from error
    context = {
        "section": "cases",
        "case": case_view(found.facts, language),
        "day": word_day(found.today, language),
        "reason": reason_view(found.facts.regime, found.because, language),
        "why_withheld": found.why_withheld.in_language(language),
        "crumbs": _crumbs((found.facts.name, reverse("web:case", args=[number])), (_("Waarom"), "")),
    }
    return page(request, "web/why.html", context)


def _case_context(found: CasePage, actor: Actor, *, may_write: bool) -> dict[str, Any]:
    language, situation = language_of_page(), found.situation
    return {
        "section": "cases",
        "case": case_view(found.facts, language),
        "reads": {
            "log": gives(actor.role, "readings"),
            "own": gives(actor.role, "readings", purpose="own_account"),
            "signals": gives(actor.role, "signals"),
            "messages": gives(actor.role, "messages", purpose="representation"),
            "reflection": reflection_law(found.facts.regime) is not None and gives(actor.role, "procedure"),
        },
        "reports": may_report(actor.role),
        "now": situation_view(situation, role=actor.role, language=language),
        "history": history_view(found.history, situation.regime, language, found.findings),
        "shows_readers": found.shows_readers,
        "withheld": withheld_view(found.withheld, language),
        "may": may_view(found, actor.role, language),
        "may_write": may_write,
        "emergencies": [emergency_view(one, language) for one in found.emergencies],
        "joinings": joinings_view(found.joinings, language),
        # The drawing escapes everything it is given, and is made of attributes only.
        "timeline": mark_safe(timeline_svg(situation, language=language)),  # noqa: S308
        "timeline_text": timeline_text(situation, language=language),
        "crumbs": _crumbs((found.facts.name, "")),
    }


def _crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    return [{"text": text, "url": url} for text, url in ((_("Zaken"), reverse("web:cases")), *further)]
