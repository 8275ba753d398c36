"""Questions to the child, and what people conclude from its account."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.story import asking, findings, questions
from relaas.application.story.unable import ChildUnableToTell
from relaas.web.presentation.requests import case_crumbs, finding_view, passage_view, question_view, withheld_view
from relaas.web.presentation.sources import sources_of
from relaas.web.request_forms import AskForm, FindingForm, LookForm, passage_choices
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET"])
@acting
def question_list(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The questions that one may see, what became of each, and what one can do with it."""
    return _question_page(request, actor, number)


@require_http_methods(["GET", "POST"])
@acting
def ask(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """First on which ground and about what; then what the account says of it; and only then the question."""
    seen = questions.see_questions(actor=actor, number=number, today=timezone.localdate())
    context: dict[str, Any] = {"section": "cases", "number": number, "name": seen.name}
    context["crumbs"] = case_crumbs(number, seen.name, _("Vraag stellen"))
    if request.method == "POST":
        return _asked(request, actor, number, context)
    form = LookForm(request.GET if "subject" in request.GET else None, askable=seen.askable)
    if not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return page(request, "web/ask.html", context | {"look_form": form, "form": form}, status=status)
    look = _look(actor, number, form.cleaned_data["rule"], form.cleaned_data["subject"])
    initial = {**form.cleaned_data, "seen": look.seen}
    return page(request, "web/ask.html", context | _look_context(look) | {"form": AskForm(initial=initial)})


@require_POST
@acting
def follow(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Bundle, put, answer, refuse or withdraw."""
    sent = request.POST
    place: dict[str, Any] = {"actor": actor, "number": number, "idempotency_key": sent.get("idempotency_key", "")[:32]}
    chosen = sent.getlist("question")
    one = chosen[0] if chosen else ""
    steps = {
        "bundle": lambda: questions.bundle_questions(questions=chosen, **place),
        "put": lambda: questions.put_questions(questions=chosen, telling=sent.get("telling", ""), **place),
        "answer": lambda: questions.answer_question(question=one, passages=sent.getlist("passages"), **place),
        "refuse": lambda: questions.refuse_question(question=one, reason=sent.get("reason", ""), **place),
        "withdraw": lambda: questions.withdraw_question(question=one, **place),
    }
    if sent.get("do") not in steps or not place["idempotency_key"]:
        raise BadRequest("do is no step")
    try:
        steps[sent["do"]]()
    except FormInvalid:
        return _question_page(request, actor, number, fault=_WHAT_IS_MISSING[sent["do"]](), status=UNPROCESSABLE)
    except ChildUnableToTell as error:
        return _question_page(request, actor, number, fault=_unable(error), status=CONFLICT)
    except (questions.NoSuchQuestion, questions.QuestionClosed):
        fault = _("Deze vraag is er niet meer, of is al beantwoord, geweigerd of ingetrokken.")
        return _question_page(request, actor, number, fault=fault, status=CONFLICT)
    messages.success(request, _("Vastgelegd."))
    return redirect("web:questions", number)


@require_http_methods(["GET", "POST"])
@acting
def finding_list(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What was concluded, and concluding something."""
    seen = findings.see_findings(actor=actor, number=number, today=timezone.localdate())
    form = FindingForm(request.POST if request.method == "POST" else None, page=seen)
    if request.method == "POST" and form.is_valid():
        try:
            findings.conclude(actor=actor, number=number, **form.cleaned_data)
        except FormInvalid as error:
            form.add_faults(error.faults)
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        else:
            messages.success(request, _("De bevinding is vastgelegd."))
            return redirect("web:findings", number)
    context = {
        "section": "cases",
        "number": number,
        "name": seen.name,
        "findings": [finding_view(one) for one in seen.findings],
        "form": form,
        "can_conclude": bool(seen.purposes and seen.passages),
        "crumbs": case_crumbs(number, seen.name, _("Bevindingen")),
    }
    return page(request, "web/findings.html", context, status=UNPROCESSABLE if form.errors else 200)


def _asked(request: HttpRequest, actor: Actor, number: str, context: dict[str, Any]) -> HttpResponse:
    """Ask, or say what stands in the way with everything that was typed still there."""
    form, status = AskForm(request.POST), UNPROCESSABLE
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("rule", "subject", "words", "seen", "idempotency_key")}
        try:
            asking.ask(actor=actor, number=number, **given)
        except FormInvalid as error:
            form.add_faults(error.faults)
        except ChildUnableToTell as error:
            status = CONFLICT
            form.add_error(None, _unable(error))
            context["sources"] = sources_of(error.regime, error.rests_on, language_of_page())
        except asking.LookFirst:
            status = CONFLICT
            form.add_error(
                "confirmed", _("Er is intussen iets bijgekomen. Kijk opnieuw of het antwoord er nu bij staat.")
            )
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        else:
            messages.success(request, _("Uw vraag is gesteld. Of zij aan het kind wordt voorgelegd, ziet u hier."))
            return redirect("web:questions", number)
    look = _look(actor, number, form.data.get("rule", ""), form.data.get("subject", ""))
    form.look_again(look.seen)
    return page(request, "web/ask.html", context | _look_context(look) | {"form": form}, status=status)


def _unable(error: ChildUnableToTell) -> str:
    if error.status is None:
        return _("Het kind kan nu niets worden gevraagd.")
    status = error.status.in_language(language_of_page())
    return _("%(status)s. Zolang dat zo is, wordt het kind niets gevraagd.") % {"status": status}


def _look(actor: Actor, number: str, rule: str, subject: str) -> asking.Look:
    try:
        return asking.look_before_asking(actor=actor, number=number, rule=rule, subject=subject)
    except FormInvalid as error:
        raise BadRequest(str(error)) from error


def _look_context(look: asking.Look) -> dict[str, Any]:
    return {
        "look": look,
        "passages": [passage_view(one) for one in look.passages],
        "facts": [(one.kind, ", ".join(str(value) for value in one.values.values())) for one in look.facts],
    }


def _question_page(
    request: HttpRequest, actor: Actor, number: str, *, fault: str = "", status: int = 200
) -> HttpResponse:
    seen = questions.see_questions(actor=actor, number=number, today=timezone.localdate())
    context = {
        "section": "cases",
        "number": number,
        "name": seen.name,
        "questions": [question_view(one, language_of_page()) for one in seen.questions],
        "withheld": [withheld_view(one) for one in seen.withheld],
        "may_ask": bool(seen.askable),
        "passages": passage_choices("", seen.passages).choices,
        "tellings": seen.tellings,
        "may_bundle": any(questions.Step.BUNDLE in one.may for one in seen.questions),
        "may_put": any(questions.Step.PUT in one.may for one in seen.questions) and bool(seen.tellings),
        "key": uuid4().hex,
        "fault": fault,
        "crumbs": case_crumbs(number, seen.name, _("Vragen aan het kind")),
    }
    return page(request, "web/questions.html", context, status=status)


_WHAT_IS_MISSING = {
    "bundle": lambda: _("Kies welke vragen u bundelt."),
    "put": lambda: _("Kies welke vragen zijn gesteld, en bij welke vertelling."),
    "answer": lambda: _("Kies de passages waarin het antwoord staat."),
    "refuse": lambda: _("Zeg waarom de vraag niet wordt gesteld."),
    "withdraw": lambda: _("Kies welke vraag u intrekt."),
}
