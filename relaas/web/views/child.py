"""The child's own page: opened with a code, in its language, to print and to keep, and left in a hurry."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from relaas.application.child.codes import TriedTooOften, Visit, open_with_code
from relaas.application.child.messages import send_message
from relaas.application.child.page import child_page
from relaas.application.forms import FaultKind, FormInvalid
from relaas.web.child_session import OVER, VISIT, begin, door_page, end, visiting
from relaas.web.presentation.child import child_page_view
from relaas.web.printing import CHILD_STYLE, can_print, pdf_of

FILE_NAME = "blad.pdf"
UNPROCESSABLE, TOO_MANY = 422, 429
_FAULTS = {FaultKind.REQUIRED: "empty", FaultKind.TOO_LONG: "too_long", FaultKind.NOT_AN_OPTION: "choose_one"}


@require_http_methods(["GET", "POST"])
@never_cache
def own_page(request: HttpRequest) -> HttpResponse:
    """Where do I stand? Without a visit: where the code is typed."""
    if request.method == "POST":
        return _open(request)
    if VISIT not in request.session:
        return door_page(request)
    return _page(request)


@require_POST
@never_cache
@visiting
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say that something is wrong, or ask something. What was typed stays when it cannot be sent."""
    sent = request.POST
    try:
        send_message(
            visit=visit,
            kind=sent.get("kind", ""),
            words=sent.get("words", ""),
            language=visit.language,
            idempotency_key=sent.get("idempotency_key", "")[:32] or uuid4().hex,
        )
    except FormInvalid as error:
        return _shown(request, visit, fault=_FAULTS.get(error.faults[0].kind, "empty"), status=UNPROCESSABLE)
    return redirect(f"{request.path.removesuffix('sturen/')}?ok=1")


@require_GET
@never_cache
@visiting
def to_print(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as a leaflet for a printer, or to keep in the phone."""
    return render(request, "web/child/paper.html", {"page": _paper(visit), "is_pdf": False})


@require_GET
@never_cache
@visiting
def as_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The leaflet as a file, under a name that says nothing. Where none can be made: the page to print."""
    if not can_print():
        return redirect("web:child-print")
    made = pdf_of(render_to_string("web/child/paper.html", {"page": _paper(visit), "is_pdf": True}), look=CHILD_STYLE)
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer


@require_GET
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Away from here at once: the visit is over, and the next page is somebody else's."""
    if VISIT in request.session:
        end(request)
    return HttpResponseRedirect(settings.RELAAS_QUICK_EXIT)


def _open(request: HttpRequest) -> HttpResponse:
    try:
        address = get_adapter(request).get_client_ip(request) or ""
        visit = open_with_code(typed=request.POST.get("code", ""), address=address)
    except TriedTooOften:
        return door_page(request, fault="code_often", status=TOO_MANY)
    except OVER:
        return door_page(request, fault="code_wrong", status=UNPROCESSABLE)
    begin(request, visit)
    return redirect("web:child")


@visiting
def _page(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _shown(request, visit)


def _shown(request: HttpRequest, visit: Visit, *, fault: str = "", status: int = 200) -> HttpResponse:
    page = child_page_view(child_page(visit=visit, today=timezone.localdate()))
    context = {
        "page": page,
        "tag": page.tag,
        "direction": page.direction,
        "texts": page.texts,
        "languages": page.languages,
        "fault": getattr(page.texts, fault) if fault else "",
        "written": request.POST.get("words", "") if fault else "",
        "kind": request.POST.get("kind", "") if fault else "",
        "key": (request.POST.get("idempotency_key") if fault else None) or uuid4().hex,
        "was_sent": "ok" in request.GET and not fault,
        "can_print": can_print(),
        "is_inside": True,
    }
    return render(request, "web/child/page.html", context, status=status)


def _paper(visit: Visit) -> object:
    return child_page_view(child_page(visit=visit, today=timezone.localdate(), to_take_away=True))
