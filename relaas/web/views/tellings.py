"""Recording that the child told, and writing down more of what it said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from relaas.application import recording
from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.story.telling import record_telling, see_telling_to_write, write_passages
from relaas.application.story.telling_form import TellingForm as Asked
from relaas.application.story.telling_form import see_telling_form
from relaas.casework.wording import word_day, word_roles
from relaas.web.act_form import new_moment
from relaas.web.passage_form import PassagesForm, new_key
from relaas.web.presentation.case import case_view, history_view
from relaas.web.presentation.refusal import refusal_view
from relaas.web.presentation.sources import sources_of
from relaas.web.session import acting, language_of_page, page
from relaas.web.telling_form import TellingForm
from relaas.web.views.story import found_or_404, story_crumbs

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@acting
def tell(request: HttpRequest, actor: Actor, number: str, act: str) -> HttpResponse:
    """The form of a telling; sent in, it is recorded once with its words, or answered with what stands in the way."""
    with found_or_404():
        asked = see_telling_form(actor=actor, number=number, act=act, today=timezone.localdate())
    seen = asked.case
    form = TellingForm(
        request.POST if request.method == "POST" else None,
        regime=seen.facts.regime,
        act=act,
        today=seen.today,
        language=language_of_page(),
        initial={**new_moment(seen.seen), "on": seen.today},
    )
    context = _context(asked, act, form)
    if request.method == "GET" or form.is_adding:
        if asked.refused_today is not None:
            context["refusal"] = refusal_view(asked.refused_today, language_of_page())
        return page(request, "web/tell.html", context)
    if not form.is_valid():
        return page(request, "web/tell.html", context, status=UNPROCESSABLE)
    context["against_rules"] = request.POST.get("against_rules", "")
    try:
        record_telling(
            actor=actor,
            number=number,
            act=act,
            on=form.cleaned_data["on"],
            circumstances=form.circumstances,
            words=form.words,
            seen=form.cleaned_data["seen"],
            idempotency_key=form.cleaned_data["idempotency_key"],
            answers=form.answers,
            form=form.written,
            against_rules=context["against_rules"] if "as_fact" in request.POST else None,
        )
    except (FormInvalid, recording.ActRefused, recording.CaseMovedOn, KeyReused) as error:
        return _not_recorded(request, form, error, context, asked)
    messages.success(request, _("Vastgelegd: %(act)s.") % {"act": context["title"]})
    return redirect("web:story", number)


@require_http_methods(["GET", "POST"])
@acting
def write(request: HttpRequest, actor: Actor, number: str, telling: str) -> HttpResponse:
    """More passages of a telling."""
    with found_or_404():
        seen = see_telling_to_write(actor=actor, number=number, telling=telling, today=timezone.localdate())
    form = PassagesForm(request.POST if request.method == "POST" else None, initial=new_key())
    context = {
        "section": "cases",
        "form": form,
        "story": seen,
        "day": word_day(seen.held_on, language_of_page()),
        "crumbs": story_crumbs(number, seen.name, (_("Passages opschrijven"), "")),
    }
    if request.method == "GET" or form.is_adding:
        return page(request, "web/write_passages.html", context)
    if form.is_valid():
        try:
            count = write_passages(
                actor=actor,
                number=number,
                telling=telling,
                words=form.words,
                idempotency_key=form.cleaned_data["idempotency_key"],
            )
        except FormInvalid as error:
            form.add_passage_faults(error.faults)
        else:
            written = len(form.words) if count == 0 else count
            said = ngettext("%(count)s passage is opgeschreven.", "%(count)s passages zijn opgeschreven.", written)
            messages.success(request, said % {"count": written})
            return redirect("web:story", number)
    return page(request, "web/write_passages.html", context, status=UNPROCESSABLE)


def _context(asked: Asked, act: str, form: TellingForm) -> dict[str, Any]:
    language, facts = language_of_page(), asked.case.facts
    element = facts.regime.acts[act]
    title = element.title.in_language(language)
    return {
        "section": "cases",
        "case": case_view(facts, language),
        "title": title,
        "help": element.help.in_language(language) if element.help else "",
        "roles": word_roles(facts.regime, element.by, language),
        "sources": sources_of(facts.regime, element.rests_on, language),
        "form": form,
        "crumbs": story_crumbs(facts.number, facts.name, (title, "")),
    }


def _not_recorded(
    request: HttpRequest, form: TellingForm, error: Exception, context: dict[str, Any], asked: Asked
) -> HttpResponse:
    """The same page with what stands in the way; everything that was written down is still there."""
    language, status = language_of_page(), CONFLICT
    if isinstance(error, FormInvalid):
        form.add_faults(error.faults)
        status = UNPROCESSABLE
    elif isinstance(error, recording.ActRefused):
        context["refusal"] = refusal_view(error, language)
        context["may_be_fact"] = error.can_be_recorded_as_fact
    elif isinstance(error, recording.CaseMovedOn):
        context["between"] = history_view(error.between, asked.case.facts.regime, language)
        form.see_again(error.seen)
    else:
        form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
    return page(request, "web/tell.html", context, status=status)
