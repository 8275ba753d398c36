"""The risk analysis: the picture of it, the team, each domain, each answer, and what is late across cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from relaas.application import seeing
from relaas.application.actors import Actor
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.risk import answering, assessing
from relaas.application.risk.analysing import TEAM, AnalysisMovedOn, NoSuchEntry, Written
from relaas.application.risk.late import see_late_risks
from relaas.application.risk.page import RiskPage, see_risk
from relaas.web.presentation.risk import (
    acceptance_view,
    acts_of_analysis,
    domain_title,
    domain_views,
    due_view,
    finding_views,
    law_sources,
    measure_view,
    member_view,
    overview,
    risk_crumbs,
    telling_view,
)
from relaas.web.risk_forms import (
    AcceptForm,
    AssessForm,
    MeasureForm,
    MemberForm,
    ProofForm,
    ReviewForm,
    RiskForm,
    SignForm,
    WithdrawForm,
)
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409
F = TypeVar("F", bound=RiskForm)
Save = Callable[[dict[str, Any]], Written]


@require_GET
@acting
def analysis(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The whole: domains by level with their answer and state, what is missing, and whether the child can tell."""
    seen = _seen(actor, number)
    case = seeing.see_case(actor=actor, number=number, today=timezone.localdate())
    context = _context(seen) | {
        "overview": overview(seen),
        "domains": domain_views(seen),
        "telling": telling_view(seen, case),
        "acts": acts_of_analysis(seen, case),
        "members": [member_view(seen, one) for one in seen.analysis.members],
        "measures": [measure_view(seen, one) for one in seen.analysis.measures if one.answers_on(seen.today)],
        "crumbs": risk_crumbs(seen),
    }
    return page(request, "web/risk.html", context)


@require_http_methods(["GET", "POST"])
@acting
def team(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Who is in the team, and putting somebody in it."""
    seen = _seen(actor, number)
    form = _form(MemberForm, request, seen, TEAM, page=seen)
    where = reverse("web:risk-team", args=[number])

    def save(given: dict[str, Any]) -> Written:
        return assessing.put_member(
            **given,
            colleague=form.cleaned_data["colleague"],
            name=form.cleaned_data["name"],
            organisation=form.cleaned_data["organisation"],
            discipline=form.cleaned_data["discipline"],
            has_conflict=form.flag("has_conflict"),
            conflict=form.cleaned_data["conflict"],
            is_present=form.flag("is_present"),
        )

    done, status = _submitted(request, actor, number, form, save)
    if done:
        return redirect(where)
    context = _context(seen) | {
        "members": [member_view(seen, one) for one in seen.analysis.members],
        "required": [
            one.title.in_language(language_of_page()) for one in seen.law.team.disciplines.values() if one.required
        ],
        "quorum": seen.law.team.quorum,
        "organisations": seen.law.team.organisations,
        "sources": law_sources(seen.law, seen.law.team.rests_on),
        "form": form,
        "crumbs": risk_crumbs(seen, (_("Team"), "")),
    }
    return page(request, "web/risk_team.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting
def domain(request: HttpRequest, actor: Actor, number: str, domain: str) -> HttpResponse:
    """One domain: what was found, how serious it is held, who sees it otherwise, and what answers it."""
    seen = _seen(actor, number, domain)
    found = finding_views(seen, domain)
    form = _form(
        AssessForm, request, seen, domain, page=seen, judged=seen.analysis.judged(domain), has_findings=bool(found)
    )

    def save(given: dict[str, Any]) -> Written:
        return assessing.assess(
            **given,
            domain=domain,
            level=form.cleaned_data["level"],
            reasons=form.cleaned_data["reasons"],
            found=form.found,
            dissent=form.dissent,
        )

    done, status = _submitted(request, actor, number, form, save)
    if done:
        return redirect("web:risk-domain", number, domain)
    law, analysis = seen.law.domains[domain], seen.analysis
    judged, risk = analysis.judged(domain), analysis.risks.get(domain)
    context = _context(seen) | {
        "domain": domain,
        "title": domain_title(seen.law, domain),
        "help": law.help.in_language(language_of_page()),
        "sources": law_sources(seen.law, law.rests_on),
        "view": next(one for one in domain_views(seen) if one.domain == domain),
        "judged": judged,
        "findings": found,
        "health_withheld": seen.health_withheld.in_language(language_of_page()) if seen.health_withheld else "",
        "disagreements": [one for one in analysis.disagreements if one.domain == domain],
        "measures": [measure_view(seen, one) for one in analysis.measures if one.domain == domain],
        "acceptances": [acceptance_view(seen, one) for one in analysis.acceptances if one.domain == domain],
        "acceptable": law.acceptable,
        "may_accept": seen.may_sign and law.acceptable and risk is not None,
        "form": form,
        "crumbs": risk_crumbs(seen, (domain_title(seen.law, domain), "")),
    }
    return page(request, "web/risk_domain.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting
def add_measure(request: HttpRequest, actor: Actor, number: str, domain: str) -> HttpResponse:
    """Answering a risk with a measure."""
    seen = _seen(actor, number, domain)
    form = _form(MeasureForm, request, seen, domain, page=seen)

    def save(given: dict[str, Any]) -> Written:
        words = {name: form.cleaned_data[name] for name in ("words", "owner", "until", "escalates_to")}
        return answering.add_measure(**given, **words, domain=domain)

    done, status = _submitted(request, actor, number, form, save)
    if done:
        return redirect("web:risk-domain", number, domain)
    title = _("Maatregel: %(domain)s") % {"domain": domain_title(seen.law, domain)}
    return _answer_page(request, seen, domain, title, form, status, may=seen.may_answer)


@require_http_methods(["GET", "POST"])
@acting
def add_acceptance(request: HttpRequest, actor: Actor, number: str, domain: str) -> HttpResponse:
    """Proposing to accept a risk, and signing that first; where it is impossible the page says why."""
    seen = _seen(actor, number, domain)
    form = _form(AcceptForm, request, seen, domain)

    def save(given: dict[str, Any]) -> Written:
        reasons, conflict = form.cleaned_data["reasons"], form.flag("has_conflict")
        return answering.accept(**given, domain=domain, reasons=reasons, has_conflict=conflict)

    done, status = _submitted(request, actor, number, form, save)
    if done:
        return redirect("web:risk-domain", number, domain)
    title = _("Aanvaarding: %(domain)s") % {"domain": domain_title(seen.law, domain)}
    may = seen.may_sign and seen.law.domains[domain].acceptable
    return _answer_page(request, seen, domain, title, form, status, may=may, is_acceptance=True)


@require_http_methods(["GET", "POST"])
@acting
def measure(request: HttpRequest, actor: Actor, number: str, entry: str) -> HttpResponse:
    """One measure: showing that it was done, saying whether it worked, taking it back."""
    seen = _seen(actor, number)
    one = next((one for one in seen.analysis.measures if one.entry == entry), None)
    if one is None:
        raise Http404
    forms: dict[str, RiskForm] = {}
    if one.withdrawn_on is None:
        if entry in seen.owned and one.proof is None:
            forms["prove"] = _form(ProofForm, request, seen, entry, do="prove")
        if seen.may_review and one.proof is not None:
            forms["review"] = _form(ReviewForm, request, seen, entry, do="review", page=seen)
        if seen.may_answer:
            forms["withdraw"] = _form(WithdrawForm, request, seen, entry, do="withdraw")
    saves: dict[str, Save] = {
        "prove": lambda given: answering.prove(
            **given, measure=entry, **_words(forms["prove"], "words", "seen_by", "attachment")
        ),
        "review": lambda given: answering.review(
            **given, measure=entry, **_words(forms["review"], "effect", "reasons")
        ),
        "withdraw": lambda given: answering.withdraw(**given, answer=entry, **_words(forms["withdraw"], "reasons")),
    }
    done, status, sent = _one_of(request, actor, number, forms, saves)
    if done:
        return redirect("web:risk-measure", number, entry)
    view = measure_view(seen, one)
    context = _context(seen) | {
        "measure": view,
        "forms": _titled(forms),
        "form": sent,
        "crumbs": risk_crumbs(seen, _step(seen, one.domain), (_("Maatregel"), "")),
    }
    return page(request, "web/risk_measure.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting
def acceptance(request: HttpRequest, actor: Actor, number: str, entry: str) -> HttpResponse:
    """One acceptance: signing it as another organisation, taking it back."""
    seen = _seen(actor, number)
    one = next((one for one in seen.analysis.acceptances if one.entry == entry), None)
    if one is None:
        raise Http404
    view = acceptance_view(seen, one)
    signed = {(who.by.person, who.by.organisation) for who in one.signatures}
    is_mine = any(seen.me == person or seen.my_organisation == organisation for person, organisation in signed)
    forms: dict[str, RiskForm] = {}
    if view.waits and seen.may_sign and not is_mine:
        forms["sign"] = _form(SignForm, request, seen, entry, do="sign")
    if seen.may_answer and one.withdrawn_on is None:
        forms["withdraw"] = _form(WithdrawForm, request, seen, entry, do="withdraw")
    saves: dict[str, Save] = {
        "sign": lambda given: answering.sign(
            **given, acceptance=entry, has_conflict=forms["sign"].flag("has_conflict")
        ),
        "withdraw": lambda given: answering.withdraw(**given, answer=entry, **_words(forms["withdraw"], "reasons")),
    }
    done, status, sent = _one_of(request, actor, number, forms, saves)
    if done:
        return redirect("web:risk-acceptance", number, entry)
    context = _context(seen) | {
        "acceptance": view,
        "waits_for_other": view.waits and is_mine,
        "forms": _titled(forms),
        "form": sent,
        "sources": law_sources(seen.law, seen.law.acceptance.rests_on),
        "crumbs": risk_crumbs(seen, _step(seen, one.domain), (_("Aanvaarding"), "")),
    }
    return page(request, "web/risk_acceptance.html", context, status=status)


@require_GET
@acting
def supervised(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is so late that it is with who supervises."""
    found = see_late_risks(actor=actor, today=timezone.localdate())
    context = {
        "section": "late-risks",
        "rows": [due_view(one) for one in found.rows],
        "figures": [
            (_("Te laat"), len(found.rows)),
            (_("Zaken waarin iets te laat is"), found.cases),
            (_("Aanvaardingen van kracht"), found.acceptances),
        ],
    }
    return page(request, "web/late_risks.html", context)


def _seen(actor: Actor, number: str, domain: str | None = None) -> RiskPage:
    seen = see_risk(actor=actor, number=number, today=timezone.localdate())
    if domain is not None and domain not in seen.law.domains:
        raise Http404
    return seen


def _context(seen: RiskPage) -> dict[str, Any]:
    return {
        "section": "cases",
        "number": seen.number,
        "name": seen.name,
        "may_assess": seen.may_assess,
        "may_answer": seen.may_answer,
    }


def _step(seen: RiskPage, domain: str) -> tuple[str, str]:
    return domain_title(seen.law, domain), reverse("web:risk-domain", args=[seen.number, domain])


def _form(kind: type[F], request: HttpRequest, seen: RiskPage, scope: str, *, do: str = "", **given: Any) -> F:
    """A form about one subject; of several on a page only the one that was sent is bound."""
    is_sent = request.method == "POST" and (not do or request.POST.get("do") == do)
    initial = {"seen": seen.marks[scope]}
    auto_id = f"id_{do}_%s" if do else "id_%s"
    return kind(request.POST if is_sent else None, initial=initial, auto_id=auto_id, **given)


def _submitted(request: HttpRequest, actor: Actor, number: str, form: RiskForm, save: Save) -> tuple[bool, int]:
    """Whether it is written now, and with which status to answer otherwise; what is wrong is in the form."""
    if request.method != "POST":
        return False, 200
    if not form.is_valid():
        return False, UNPROCESSABLE
    given = {
        "actor": actor,
        "number": number,
        "seen": form.cleaned_data["seen"],
        "idempotency_key": form.cleaned_data["idempotency_key"],
    }
    try:
        save(given)
    except FormInvalid as error:
        form.add_faults(error.faults)
        return False, UNPROCESSABLE
    except NoSuchEntry as error:
        raise Http404 from error
    except AnalysisMovedOn as error:
        form.see_again(error.seen)
        form.add_error(
            None,
            _("Iemand anders schreef hier intussen iets. Kijk of wat u invulde nog klopt, en verstuur het dan."),
        )
        return False, CONFLICT
    except KeyReused:
        form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        return False, CONFLICT
    except tuple(_WHY_NOT) as error:
        form.add_error(None, _WHY_NOT[type(error)]())
        return False, CONFLICT
    messages.success(request, _("Vastgelegd."))
    return True, 200


def _one_of(
    request: HttpRequest, actor: Actor, number: str, forms: dict[str, RiskForm], saves: dict[str, Save]
) -> tuple[bool, int, RiskForm | None]:
    """As ``_submitted``, for the one of several forms that was sent."""
    if request.method != "POST":
        return False, 200, None
    do = request.POST.get("do", "")
    if do not in saves:
        raise BadRequest("do is no step")
    if do not in forms:
        messages.warning(request, _("Dat kan hier niet meer. Hieronder staat hoe het nu is."))
        return False, CONFLICT, None
    done, status = _submitted(request, actor, number, forms[do], saves[do])
    return done, status, forms[do]


def _words(form: RiskForm, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _titled(forms: dict[str, RiskForm]) -> list[dict[str, Any]]:
    return [{"do": do, "form": form, "title": _TITLES[do](), "is_main": do != "withdraw"} for do, form in forms.items()]


def _answer_page(
    request: HttpRequest,
    seen: RiskPage,
    domain: str,
    title: str,
    form: RiskForm,
    status: int,
    *,
    may: bool,
    is_acceptance: bool = False,
) -> HttpResponse:
    law = seen.law
    rests_on = law.acceptance.rests_on if is_acceptance else law.answer.rests_on
    judged = seen.analysis.risks.get(domain) or seen.analysis.judged(domain)
    context = _context(seen) | {
        "title": title,
        "domain": domain,
        "judged": judged,
        "level": law.levels[judged.level].title.in_language(language_of_page()) if judged else "",
        "form": form,
        "may": may,
        "is_acceptance": is_acceptance,
        "acceptable": law.domains[domain].acceptable,
        "sources": law_sources(law, rests_on if law.domains[domain].acceptable else law.domains[domain].rests_on),
        "crumbs": risk_crumbs(seen, _step(seen, domain), (title, "")),
    }
    return page(request, "web/risk_answer.html", context, status=status)


_TITLES = {
    "prove": lambda: _("Aantonen dat het is gedaan"),
    "review": lambda: _("Beoordelen of het heeft gewerkt"),
    "sign": lambda: _("Mee ondertekenen"),
    "withdraw": lambda: _("Intrekken"),
}
_WHY_NOT: dict[type[Exception], Callable[[], str]] = {
    answering.AcceptanceImpossible: lambda: _("Dit risico kan niet worden aanvaard."),
    answering.NothingToAccept: lambda: _("Er is hier geen vastgesteld risico om te aanvaarden."),
    answering.ConflictOfInterest: lambda: _("Wie een belang heeft bij de uitkomst, tekent niet."),
    answering.OtherSignatoryNeeded: lambda: _("Iemand van een andere organisatie moet mee ondertekenen."),
    answering.NotTheOwner: lambda: _("Alleen wie voor de maatregel instaat, toont aan dat zij is uitgevoerd."),
    answering.NothingMoreToSay: lambda: _("Dat kan hier niet meer. Hieronder staat hoe het nu is."),
}
