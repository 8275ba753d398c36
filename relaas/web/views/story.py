"""The account of a child, and searching in it; looking one value up across cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.law import vocabularies
from relaas.application.placed import NotFound
from relaas.application.story.facts import NoSuchFact
from relaas.application.story.labelling import NoSuchPassage
from relaas.application.story.searching import LONGEST, search_account
from relaas.application.story.searching_across import search_across, searchable_kinds
from relaas.application.story.story_page import see_story
from relaas.application.story.telling import NoSuchTelling, NotATelling
from relaas.web.presentation.facts import fact_view
from relaas.web.presentation.story import found_views, story_view, withheld_views
from relaas.web.session import acting, language_of_page, page


@require_GET
@acting
def account(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The account as far as I may see it."""
    with found_or_404():
        found = see_story(actor=actor, number=number, today=timezone.localdate())
    view = story_view(found, language_of_page())
    context = {"section": "cases", "story": view, "crumbs": story_crumbs(found.number, found.name)}
    return page(request, "web/story.html", context)


@require_POST
@acting
def search(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What of it holds these words. They come in a form, so that they stand in no address and no log of addresses."""
    text, language = request.POST.get("words", "")[:LONGEST], language_of_page()
    with found_or_404():
        found = search_account(actor=actor, number=number, text=text, today=timezone.localdate())
    context = {
        "section": "cases",
        "story": {"number": found.number, "name": found.name},
        "asked": text,
        "passages": found_views(found, language),
        "facts": [fact_view(fact, language) for fact in found.facts],
        "withheld": withheld_views(found.withheld, language),
        "crumbs": story_crumbs(found.number, found.name, (_("Zoeken"), "")),
    }
    return page(request, "web/search.html", context)


@require_http_methods(["GET", "POST"])
@acting
def across(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One number, document, name or plate, in all cases in which I may look for it."""
    language, kinds = language_of_page(), searchable_kinds(actor=actor)
    known = vocabularies()
    context: dict[str, Any] = {
        "section": "search",
        "kinds": [(kind, known.kind(kind).title.in_language(language)) for kind in kinds],
        "kind": request.POST.get("kind", ""),
        "value": request.POST.get("value", "")[:LONGEST],
    }
    if request.method == "POST" and context["kind"] not in kinds and kinds:
        return page(request, "web/across.html", context | {"choose": True}, status=422)
    if request.method == "POST" or not kinds:
        kind = context["kind"] if kinds else "phone_number"
        found = search_across(actor=actor, kind=kind, value=context["value"], today=timezone.localdate())
        context |= {
            "is_answer": True,
            "is_value": found.is_value,
            "cases": [
                {"number": one.number, "name": one.name, "facts": [fact_view(fact, language) for fact in one.facts]}
                for one in found.cases
            ],
        }
    return page(request, "web/across.html", context)


@contextmanager
def found_or_404() -> Iterator[None]:
    """What is not there for who asks is not there, whatever the reason."""
    try:
        yield
    except (NotFound, NoSuchPassage, NoSuchTelling, NoSuchFact, NotATelling) as error:
        raise Http404 from error


def story_crumbs(number: str, name: str, *further: tuple[str, str]) -> list[dict[str, str]]:
    """From the list of cases to the account of one child, and further."""
    story = (_("Het verhaal"), reverse("web:story", args=[number]) if further else "")
    steps = ((_("Zaken"), reverse("web:cases")), (name, reverse("web:case", args=[number])), story, *further)
    return [{"text": text, "url": url} for text, url in steps]
