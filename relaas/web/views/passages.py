"""One passage: reading it, saying what it carries, releasing it, writing beside it, and taking facts from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.law import vocabularies
from relaas.application.opening import KeyReused
from relaas.application.story.correcting_passages import Remark, correct_passage
from relaas.application.story.facts import FactInvalid, code_fact, replace_fact
from relaas.application.story.labelling import (
    NeedsAnother,
    confirm_label,
    label_passage,
    release_passage,
)
from relaas.application.story.passage_page import PassagePage, see_passage
from relaas.application.story.releasing import NotReleasable
from relaas.application.story.story_page import FactSeen
from relaas.casework.wording import word_day, word_role
from relaas.web.fact_form import FactForm, as_initial
from relaas.web.label_form import LabelForm
from relaas.web.passage_form import RemarkForm, new_key
from relaas.web.presentation.facts import fact_view
from relaas.web.presentation.story import passage_brief, passage_view, seen_by_views
from relaas.web.session import acting, language_of_page, page
from relaas.web.views.story import found_or_404, story_crumbs

UNPROCESSABLE, CONFLICT = 422, 409
_REPLACES = "vervangt"


@require_GET
@acting
def passage(request: HttpRequest, actor: Actor, number: str, passage: str) -> HttpResponse:
    """One passage."""
    seen = _seen(actor, number, passage)
    return page(request, "web/passage.html", _context(seen))


@require_POST
@acting
def label(request: HttpRequest, actor: Actor, number: str, passage: str) -> HttpResponse:
    """Say what it carries."""
    seen = _seen(actor, number, passage)
    if not seen.choices:
        raise Http404
    form = _label_form(seen, request.POST)
    if not form.is_valid():
        return page(request, "web/passage.html", _context(seen, label_form=form), status=UNPROCESSABLE)
    with found_or_404():
        label_passage(actor=actor, number=number, passage=passage, categories=form.cleaned_data["categories"])
    messages.success(request, _("Ingedeeld. Een ander kijkt nog mee voordat politie of IND het leest."))
    return redirect("web:passage", number, passage)


@require_POST
@acting
def confirm(request: HttpRequest, actor: Actor, number: str, passage: str) -> HttpResponse:
    """Agree with what another person said it carries."""
    try:
        with found_or_404():
            confirm_label(actor=actor, number=number, passage=passage)
    except NeedsAnother:
        seen = _seen(actor, number, passage)
        return page(request, "web/passage.html", _context(seen) | {"needs_another": True}, status=CONFLICT)
    messages.success(request, _("Bevestigd. Wie dit mag lezen, leest het nu."))
    return redirect("web:passage", number, passage)


@require_POST
@acting
def release(request: HttpRequest, actor: Actor, number: str, passage: str) -> HttpResponse:
    """Give it whole to a role that does not get it by itself."""
    role = request.POST.get("role", "")
    try:
        with found_or_404():
            count = release_passage(actor=actor, number=number, passage=passage, role=role)
    except NotReleasable:
        seen = _seen(actor, number, passage)
        return page(request, "web/passage.html", _context(seen) | {"not_releasable": True}, status=CONFLICT)
    said = ngettext("Vrijgegeven aan %(count)s organisatie.", "Vrijgegeven aan %(count)s organisaties.", count)
    messages.success(request, said % {"count": count})
    return redirect("web:passage", number, passage)


@require_http_methods(["GET", "POST"])
@acting
def remark(request: HttpRequest, actor: Actor, number: str, passage: str) -> HttpResponse:
    """Write a correction of it or an addition to it."""
    seen = _seen(actor, number, passage, to_correct=True)
    remarks = {
        Remark.CORRECTION.value: _("Een correctie: het is anders dan hier staat"),
        Remark.ADDITION.value: _("Een aanvulling: er is nog iets bij te zeggen"),
    }
    form = RemarkForm(request.POST if request.method == "POST" else None, remarks=remarks, initial=new_key())
    context = _context(seen, (_("Correctie of aanvulling"), "")) | {"form": form}
    if request.method == "GET":
        return page(request, "web/remark.html", context)
    if not form.is_valid():
        return page(request, "web/remark.html", context, status=UNPROCESSABLE)
    try:
        with found_or_404():
            correct_passage(
                actor=actor,
                number=number,
                passage=passage,
                remark=Remark(form.cleaned_data["remark"]),
                words=form.words[0],
                idempotency_key=form.cleaned_data["idempotency_key"],
            )
    except FormInvalid as error:
        form.add_passage_faults(error.faults)
        return page(request, "web/remark.html", context, status=UNPROCESSABLE)
    except KeyReused:
        form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        return page(request, "web/remark.html", context, status=CONFLICT)
    messages.success(
        request, _("Opgeschreven. Wie het verhaal indeelt bekijkt het; daarna is het bij de passage te lezen.")
    )
    return redirect("web:passage", number, passage)


@require_http_methods(["GET", "POST"])
@acting
def fact(request: HttpRequest, actor: Actor, number: str, passage: str, kind: str) -> HttpResponse:
    """Take a fact from it, or replace one that was taken."""
    seen = _seen(actor, number, passage, to_cite=not request.GET.get(_REPLACES))
    if not seen.choices or kind not in vocabularies().facts.kinds:
        raise Http404
    replaced = _replaced(request, seen, kind)
    initial = new_key() | (as_initial(replaced.values, replaced.certainty) if replaced else {"cites": [passage]})
    form = FactForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        language=language_of_page(),
        citable=[(one.id, passage_brief(one)) for one in seen.citable],
        initial=initial,
    )
    title = form.kind.title.in_language(language_of_page())
    context = _context(seen, (title, "")) | {
        "form": form,
        "title": title,
        "summary": form.kind.summary.in_language(language_of_page()),
        "replaced": replaced,
    }
    if request.method == "GET":
        return page(request, "web/fact.html", context)
    if form.is_valid():
        try:
            _code(actor, number, kind, form, replaced)
        except FactInvalid as error:
            form.add_faults(error.faults)
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        else:
            messages.success(request, _("Vastgelegd: %(act)s.") % {"act": title})
            return redirect("web:passage", number, passage)
    return page(request, "web/fact.html", context, status=UNPROCESSABLE)


def _code(actor: Actor, number: str, kind: str, form: FactForm, replaced: FactSeen | None) -> None:
    given: dict[str, Any] = {
        "actor": actor,
        "number": number,
        "values": form.values,
        "certainty": form.certainty,
        "idempotency_key": form.cleaned_data["idempotency_key"],
    }
    with found_or_404():
        if replaced is not None:
            replace_fact(fact=replaced.id, **given)
        else:
            code_fact(kind=kind, cites=form.cites, **given)


def _replaced(request: HttpRequest, seen: PassagePage, kind: str) -> FactSeen | None:
    asked = request.GET.get(_REPLACES)
    if not asked:
        return None
    found = next((one for one in seen.facts if one.id == asked and one.kind == kind), None)
    if found is None:
        raise Http404
    return found


def _seen(actor: Actor, number: str, passage: str, *, to_correct: bool = False, to_cite: bool = False) -> PassagePage:
    with found_or_404():
        return see_passage(
            actor=actor,
            number=number,
            passage=passage,
            today=timezone.localdate(),
            to_correct=to_correct,
            to_cite=to_cite,
        )


def _label_form(seen: PassagePage, sent: Any = None) -> LabelForm:
    return LabelForm(
        sent,
        asked=_("Wat staat er in deze passage?"),
        choices=seen.choices,
        chosen=seen.passage.categories,
        language=language_of_page(),
    )


def _context(seen: PassagePage, *further: tuple[str, str], label_form: LabelForm | None = None) -> dict[str, Any]:
    language = language_of_page()
    title = _("Passage %(number)s") % {"number": seen.passage.number}
    place = reverse("web:passage", args=[seen.number, seen.passage.id]) if further else ""
    return {
        "section": "cases",
        "story": seen,
        "passage_title": title,
        "day": word_day(seen.held_on, language),
        "passage": passage_view(seen.passage, seen.regime, language),
        "remarks": [passage_view(one, seen.regime, language) for one in seen.remarks],
        "facts": [fact_view(one, language) for one in seen.facts],
        "seen_by": seen_by_views(seen.seen_by, seen.regime, language),
        "label_form": label_form or _label_form(seen) if seen.choices else None,
        "fact_kinds": [
            (name, one.title.in_language(language)) for name, one in vocabularies().facts.kinds.items() if seen.choices
        ],
        "releasable": [(role, word_role(seen.regime, role, language)) for role in seen.releasable],
        "crumbs": story_crumbs(seen.number, seen.name, (title, place), *further),
    }
