"""The child's own copy: on the screen, to print, and as a PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from relaas.application.actors import Actor
from relaas.application.placed import NotFound
from relaas.application.story import own_copy
from relaas.web.presentation.own_copy import OwnCopyView, own_copy_view
from relaas.web.printing import can_print, pdf_of
from relaas.web.session import acting, page

FILE_NAME = "exemplaar.pdf"


@require_GET
@never_cache
@acting
def on_screen(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """My whole account and who has read it, in my language."""
    found = _found(request, actor, number)
    context = {
        "section": "cases",
        "copy": found,
        "language": found.wordings[0].tag,
        "can_print": can_print(),
        "crumbs": [
            {"text": _("Zaken"), "url": reverse("web:cases")},
            {"text": found.name, "url": reverse("web:case", args=[number])},
            {"text": _("Eigen exemplaar"), "url": ""},
        ],
    }
    return page(request, "web/own_copy.html", context)


@require_GET
@never_cache
@acting
def to_print(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The same without anything around it, for a printer."""
    return page(request, "web/own_copy_print.html", {"copy": _found(request, actor, number, to_take_away=True)})


@require_GET
@never_cache
@acting
def as_pdf(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The same as a file, under a name that does not say what it is. Where none can be made: the page to print."""
    if not can_print():
        return redirect(f"{reverse('web:own-copy-print', args=[number])}?{request.GET.urlencode()}")
    found = _found(request, actor, number, to_take_away=True)
    made = pdf_of(render_to_string("web/own_copy_print.html", {"copy": found, "is_pdf": True}))
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


def _found(request: HttpRequest, actor: Actor, number: str, *, to_take_away: bool = False) -> OwnCopyView:
    try:
        found = own_copy.own_copy(
            actor=actor,
            number=number,
            today=timezone.localdate(),
            language=request.GET.get("taal") or None,
            to_take_away=to_take_away,
        )
    except NotFound as error:
        raise Http404 from error
    return own_copy_view(found)
