"""The law that the program knows: all regimes, and each with its diagram, parts, sources and open questions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from relaas.application import seeing
from relaas.application.actors import Actor
from relaas.application.law import library
from relaas.procedure.drawing.diagram import regime_svg
from relaas.procedure.situation import Situation
from relaas.web.presentation.case import case_view
from relaas.web.presentation.regime import regime_line, regime_view
from relaas.web.session import acting, language_of_page, page


@require_GET
@acting
def regime_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every regime that can govern a case."""
    del actor
    regimes = [regime_line(regime, language_of_page()) for regime in library().regimes.values()]
    return page(request, "web/regimes.html", {"section": "regimes", "regimes": regimes})


@require_GET
@acting
def regime(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """One regime; with ``?zaak=`` its diagram shows where that case stands and which way it went."""
    if name not in library().regimes:
        raise Http404
    language, law = language_of_page(), library().regime(name)
    promises = next(iter(library().promises.values()), None)
    context: dict[str, Any] = {
        "section": "regimes",
        "regime": regime_view(law, promises, language),
        "crumbs": [
            {"text": _("Regelingen"), "url": reverse("web:regimes")},
            {"text": law.title.in_language(language), "url": ""},
        ],
    }
    here: dict[str, Any] = {}
    if number := request.GET.get("zaak"):
        found = seeing.see_case(actor=actor, number=number, today=timezone.localdate())
        context["case"] = case_view(found.facts, language)
        if found.facts.regime.regime == name:
            here = {"here": found.situation.statuses, "visited": _visited(found.situation)}
    # The drawing escapes everything it is given, and is made of attributes only.
    context["diagram"] = mark_safe(regime_svg(law, language=language, **here))  # noqa: S308
    return page(request, "web/regime.html", context)


def _visited(situation: Situation) -> frozenset[tuple[str, str]]:
    return frozenset(
        (track, status)
        for branch in situation.branches
        for stretch in branch.stretches
        for track, status in stretch.node.statuses.items()
    )
