"""Telling a child of the reflection period: the leaflet in its language, the clock, and what the child understood."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from relaas.application.actors import Actor
from relaas.application.child.informing import ReflectionPage, inform_child, see_reflection
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.recording import ActRefused, CaseMovedOn
from relaas.web.act_form import FIELD, new_moment
from relaas.web.inform_form import InformForm
from relaas.web.languages import known_languages
from relaas.web.presentation.case import history_view
from relaas.web.presentation.reflection import leaflet_view, reflection_view
from relaas.web.presentation.refusal import refusal_view
from relaas.web.presentation.requests import case_crumbs
from relaas.web.printing import CHILD_STYLE, can_print, pdf_of
from relaas.web.session import acting, language_of_page, page

FILE_NAME = "folder.pdf"
UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@never_cache
@acting
def reflection(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Where the child stands with the reflection period; for who tells it, the leaflet and what it understood."""
    found = _found(request, actor, number)
    form = _form(request, found)
    context = _context(found, form)
    if request.method == "GET":
        return page(request, "web/reflection.html", context)
    if form is None:
        context["fault"] = _("Wie het kind inlicht is nu niet aan u, of het kind is intussen al ingelicht.")
        return page(request, "web/reflection.html", context, status=CONFLICT)
    if not form.is_valid():
        return page(request, "web/reflection.html", context, status=UNPROCESSABLE)
    context["against_rules"] = request.POST.get("against_rules", "")
    try:
        inform_child(
            actor=actor,
            number=number,
            act=found.informs_by[0],
            on=form.when,
            form=form.written,
            leaflet_language=form.leaflet_language,
            seen=form.cleaned_data["seen"],
            idempotency_key=form.cleaned_data["idempotency_key"],
            against_rules=context["against_rules"] if "as_fact" in request.POST else None,
        )
    except (FormInvalid, ActRefused, CaseMovedOn, KeyReused) as error:
        return _not_recorded(request, form, error, context, found)
    messages.success(request, _("Vastgelegd: %(act)s.") % {"act": context["act"]})
    return redirect("web:reflection", number)


@require_GET
@never_cache
@acting
def to_print(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The leaflet without anything around it."""
    return render(request, "web/child/leaflet_print.html", {"leaflet": _leaflet(request, actor, number)})


@require_GET
@never_cache
@acting
def as_pdf(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The leaflet as a file, under a name that does not say what it is. Where none can be made: the page to print."""
    if not can_print():
        return redirect(f"{reverse('web:leaflet-print', args=[number])}?{request.GET.urlencode()}")
    context = {"leaflet": _leaflet(request, actor, number), "is_pdf": True}
    made = pdf_of(render_to_string("web/child/leaflet_print.html", context), look=CHILD_STYLE)
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


def _found(request: HttpRequest, actor: Actor, number: str, *, to_take_away: bool = False) -> ReflectionPage:
    asked = request.POST.get(f"{FIELD}language") or request.GET.get("taal")
    found = see_reflection(
        actor=actor, number=number, today=timezone.localdate(), language=asked, to_take_away=to_take_away
    )
    if found is None:
        raise Http404("the law of this case knows no reflection period")
    return found


def _leaflet(request: HttpRequest, actor: Actor, number: str) -> Any:
    found = _found(request, actor, number, to_take_away=True)
    if found.wording is None:
        raise Http404("there is no leaflet in this language that may be shown")
    return leaflet_view(found, found.wording)


def _form(request: HttpRequest, found: ReflectionPage) -> InformForm | None:
    """The form of the first act with which the actor can tell the child now; None when there is none."""
    if not found.informs_by:
        return None
    known = known_languages()
    tags = found.wording.language.tags if found.wording is not None else (found.language,)
    chosen = next((tag for tag in tags if tag in known), "")
    asked = {f"{FIELD}language": chosen, f"{FIELD}understood_in": chosen} if "taal" in request.GET else {}
    return InformForm(
        request.POST if request.method == "POST" else None,
        regime=found.regime,
        act=found.informs_by[0],
        today=found.today,
        language=language_of_page(),
        initial={**new_moment(found.seen), **asked},
    )


def _context(found: ReflectionPage, form: InformForm | None) -> dict[str, Any]:
    language = language_of_page()
    act = found.regime.acts[found.informs_by[0]] if found.informs_by else None
    return {
        "section": "cases",
        "reflection": reflection_view(found, language),
        "form": form,
        "act": act.title.in_language(language) if act is not None else "",
        "act_help": act.help.in_language(language) if act is not None and act.help is not None else "",
        "can_print": can_print(),
        "crumbs": case_crumbs(found.number, found.name, _("Bedenktijd")),
    }


def _not_recorded(
    request: HttpRequest, form: InformForm, error: Exception, context: dict[str, Any], found: ReflectionPage
) -> HttpResponse:
    """The same page with what stands in the way; everything that was filled in is still there."""
    status = CONFLICT
    if isinstance(error, FormInvalid):
        form.add_faults(error.faults)
        status = UNPROCESSABLE
    elif isinstance(error, ActRefused):
        context["refusal"] = refusal_view(error, language_of_page())
    elif isinstance(error, CaseMovedOn):
        context["moved_on"] = True
        context["between"] = history_view(error.between, found.regime, language_of_page())
        form.see_again(error.seen)
    else:
        form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
    return page(request, "web/reflection.html", context, status=status)
