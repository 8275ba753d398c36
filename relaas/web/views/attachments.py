"""Documents and pictures of a case: the list and the form, and one file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from relaas.application.actors import Actor
from relaas.application.law import access_law
from relaas.application.opening import KeyReused
from relaas.application.placed import NotFound
from relaas.application.story import attaching
from relaas.application.story.attaching import AttachmentsPage
from relaas.application.story.cleaning import FileRefused, Why
from relaas.application.story.identity import IDENTITY
from relaas.web.attachment_form import AttachmentForm
from relaas.web.presentation.case import word_moment
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE = 422
_KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "application/pdf": "PDF", "text/plain": "TXT"}


@require_http_methods(["GET", "POST"])
@never_cache
@acting
def attachments(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What I may see of the documents of a case; a file sent in is added to them."""
    if request.method == "POST":
        return _add(request, actor, number)
    found = _seen(actor, number)
    return page(request, "web/attachments.html", _context(found, _form(request, found)))


@require_GET
@never_cache
@acting
def attachment(request: HttpRequest, actor: Actor, number: str, attachment: str) -> HttpResponse:
    """One file, to keep and not to run: it is no page of this site, whatever is in it."""
    try:
        found = attaching.get_attachment(actor=actor, number=number, attachment=attachment, today=timezone.localdate())
    except (NotFound, attaching.NoSuchAttachment) as error:
        raise Http404 from error
    answer = HttpResponse(found.content, content_type=found.media_type)
    if found.media_type == "text/plain":
        answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _add(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    found = _seen(actor, number)
    form = _form(request, found)
    if "file" not in request.FILES and _is_too_much(request):
        form.errors.clear()
        form.add_refusal(Why.TOO_LARGE)
    elif form.is_valid():
        try:
            attaching.add_attachment(
                actor=actor,
                number=number,
                name=form.cleaned_data["file"].name or "",
                content=form.cleaned_data["file"].read(),
                categories=form.cleaned_data["categories"],
                idempotency_key=form.cleaned_data["idempotency_key"],
            )
        except FileRefused as error:
            form.add_refusal(error.why)
        except attaching.TooManyAttachments:
            form.add_error(None, _("Uw organisatie kan aan deze zaak geen bestanden meer toevoegen."))
        except KeyReused:
            form.add_error(None, _("Dit formulier is al gebruikt. Ga terug naar de zaak en begin opnieuw."))
        else:
            messages.success(request, _("Het bestand is toegevoegd."))
            return redirect("web:attachments", number)
    elif not found.choosable:
        # Nothing can be chosen, so the form says nothing: the door does.
        attaching.add_attachment(
            actor=actor, number=number, name="", content=b"", categories=[IDENTITY], idempotency_key=""
        )
    return page(request, "web/attachments.html", _context(found, form), status=UNPROCESSABLE)


def _is_too_much(request: HttpRequest) -> bool:
    """A file that is too large for memory was not read, and so looks as if none had been chosen."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def _seen(actor: Actor, number: str) -> AttachmentsPage:
    try:
        return attaching.see_attachments(actor=actor, number=number, today=timezone.localdate())
    except NotFound as error:
        raise Http404 from error


def _form(request: HttpRequest, found: AttachmentsPage) -> AttachmentForm:
    is_sent = request.method == "POST"
    return AttachmentForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        choosable=found.choosable,
        largest=settings.RELAAS_UPLOAD_MB,
        language=language_of_page(),
    )


def _context(found: AttachmentsPage, form: AttachmentForm) -> dict[str, Any]:
    language, known = language_of_page(), access_law().information.categories
    return {
        "section": "cases",
        "case": {"number": found.number, "name": found.name},
        "attachments": [
            {
                "id": one.id,
                "name": one.name,
                "kind": _KINDS[one.media_type],
                "kilobytes": max(1, one.size // 1000),
                "categories": ", ".join(title.in_language(language) for title in one.categories),
                "organisation": one.organisation,
                "may_label": one.may_label,
                "needs_second": one.needs_second,
                "added": word_moment(one.added_at, language),
            }
            for one in found.attachments
        ],
        "withheld": [
            {
                "title": known[one.category].title.in_language(language),
                "help": known[one.category].help.in_language(language),
                "why": one.why.in_language(language),
            }
            for one in found.withheld
        ],
        "form": form if found.choosable else None,
        "crumbs": [
            {"text": _("Zaken"), "url": reverse("web:cases")},
            {"text": found.name, "url": reverse("web:case", args=[found.number])},
            {"text": _("Bijlagen"), "url": ""},
        ],
    }
