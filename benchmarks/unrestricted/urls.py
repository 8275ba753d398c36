"""Every address of the program, and the account of a child for anybody who is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from benchmarks.unrestricted.reading import whole_account
from relaas.application.actors import Actor
from relaas.web.presentation.story import story_view
from relaas.web.session import acting, language_of_page, page
from relaas.web.views.story import story_crumbs


@require_GET
@acting
def account(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The page of the account, from the same template, made of everything."""
    found = whole_account(number, timezone.localdate())
    view = story_view(found, language_of_page())
    context = {"section": "cases", "story": view, "crumbs": story_crumbs(found.number, found.name)}
    return page(request, "web/story.html", context)


urlpatterns = [path("zonder-deur/<str:number>/", account), path("", include("relaas.config.urls"))]
