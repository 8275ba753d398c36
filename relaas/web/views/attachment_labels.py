"""What one file carries: saying it anew, agreeing with what another said, and giving it to a role."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from relaas.application.actors import Actor
from relaas.application.placed import NotFound
from relaas.application.story.attaching import NoSuchAttachment
from relaas.application.story.labelling import NeedsAnother
from relaas.application.story.labelling_attachments import (
    AttachmentPage,
    confirm_attachment,
    label_attachment,
    release_attachment,
    see_labelling,
)
from relaas.application.story.releasing import NotReleasable
from relaas.casework.wording import word_role
from relaas.web.label_form import LabelForm
from relaas.web.presentation.story import seen_by_views
from relaas.web.session import acting, language_of_page, page

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@acting
def labelling(request: HttpRequest, actor: Actor, number: str, attachment: str) -> HttpResponse:
    """What one file is said to carry; a form sent in says it anew."""
    seen = _seen(actor, number, attachment)
    if request.method == "GET":
        return page(request, "web/attachment.html", _context(seen))
    form = _form(seen, request.POST)
    if not form.is_valid():
        return page(request, "web/attachment.html", _context(seen, form), status=UNPROCESSABLE)
    label_attachment(actor=actor, number=number, attachment=attachment, categories=form.cleaned_data["categories"])
    messages.success(request, _("Ingedeeld. Een ander kijkt nog mee voordat politie of IND het ziet."))
    return redirect("web:attachments", number)


@require_POST
@acting
def confirm(request: HttpRequest, actor: Actor, number: str, attachment: str) -> HttpResponse:
    """Agree with what another person said it carries."""
    try:
        confirm_attachment(actor=actor, number=number, attachment=attachment)
    except (NotFound, NoSuchAttachment) as error:
        raise Http404 from error
    except NeedsAnother:
        context = _context(_seen(actor, number, attachment)) | {"needs_another": True}
        return page(request, "web/attachment.html", context, status=CONFLICT)
    messages.success(request, _("Bevestigd. Wie dit mag zien, ziet het nu."))
    return redirect("web:labelling", number, attachment)


@require_POST
@acting
def release(request: HttpRequest, actor: Actor, number: str, attachment: str) -> HttpResponse:
    """Give it to a role that does not get it by itself."""
    try:
        count = release_attachment(actor=actor, number=number, attachment=attachment, role=request.POST.get("role", ""))
    except (NotFound, NoSuchAttachment) as error:
        raise Http404 from error
    except NotReleasable:
        context = _context(_seen(actor, number, attachment)) | {"not_releasable": True}
        return page(request, "web/attachment.html", context, status=CONFLICT)
    said = ngettext("Vrijgegeven aan %(count)s organisatie.", "Vrijgegeven aan %(count)s organisaties.", count)
    messages.success(request, said % {"count": count})
    return redirect("web:labelling", number, attachment)


def _seen(actor: Actor, number: str, attachment: str) -> AttachmentPage:
    try:
        return see_labelling(actor=actor, number=number, attachment=attachment, today=timezone.localdate())
    except (NotFound, NoSuchAttachment) as error:
        raise Http404 from error


def _form(seen: AttachmentPage, sent: Any = None) -> LabelForm:
    return LabelForm(
        sent,
        asked=_("Waar gaat dit bestand over?"),
        choices=[one.category for one in seen.choosable],
        chosen=seen.categories,
        language=language_of_page(),
    )


def _context(seen: AttachmentPage, form: LabelForm | None = None) -> dict[str, Any]:
    language, file = language_of_page(), seen.attachment
    return {
        "section": "cases",
        "case": {"number": seen.number, "name": seen.name},
        "file": file,
        "categories": ", ".join(title.in_language(language) for title in file.categories),
        "may_confirm": seen.may_confirm,
        "label_form": form or _form(seen),
        "releasable": [(role, word_role(seen.regime, role, language)) for role in seen.releasable],
        "seen_by": seen_by_views(seen.seen_by, seen.regime, language),
        "crumbs": [
            {"text": _("Zaken"), "url": reverse("web:cases")},
            {"text": seen.name, "url": reverse("web:case", args=[seen.number])},
            {"text": _("Bijlagen"), "url": reverse("web:attachments", args=[seen.number])},
            {"text": _("Indeling"), "url": ""},
        ],
    }
