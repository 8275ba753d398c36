"""Who read a case."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from relaas.application import readers
from relaas.application.actors import Actor
from relaas.application.work import CursorInvalid
from relaas.web.presentation.readings import reading_view
from relaas.web.session import acting, language_of_page, page, role_title


@require_GET
@acting
def readings(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Who read what of a case, when, for which purpose and on which ground, latest first."""
    language, cursor = language_of_page(), request.GET.get("na")
    try:
        found = readers.readings_of(actor=actor, number=number, today=timezone.localdate(), cursor=cursor)
    except CursorInvalid as error:
        raise BadRequest(str(error)) from error
    context = {
        "section": "cases",
        "name": found.name,
        "number": found.number,
        "readings": [reading_view(one, role_title(one.role), language) for one in found.readings],
        "names_people": found.names_people,
        "why_withheld": found.why_withheld.in_language(language),
        "next": found.next_cursor,
        "is_first": not cursor,
        "crumbs": [
            {"text": _("Zaken"), "url": reverse("web:cases")},
            {"text": found.name, "url": reverse("web:case", args=[found.number])},
            {"text": _("Wie heeft gelezen"), "url": ""},
        ],
    }
    return page(request, "web/readings.html", context)
