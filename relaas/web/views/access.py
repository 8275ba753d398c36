"""Who may see what, and why not: of one case, and of the law for every role."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from relaas.application.actors import Actor
from relaas.application.law import access_law
from relaas.application.story.access_page import NoSuchRole, see_access
from relaas.application.story.labelling import NoSuchPassage
from relaas.web.presentation.access import law_view, role_access_view
from relaas.web.session import acting, language_of_page, page, role_title


@require_GET
@acting
def of_case(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What a role reads of a case now, on which ground, and why not the rest; of one passage with ``?passage=``."""
    language = language_of_page()
    try:
        found = see_access(
            actor=actor,
            number=number,
            today=timezone.localdate(),
            role=request.GET.get("rol") or None,
            passage=request.GET.get("passage") or None,
        )
    except (NoSuchRole, NoSuchPassage) as error:
        raise Http404 from error
    context = {
        "section": "cases",
        "number": found.number,
        "role": role_title(found.role),
        "roles": [{"role": role, "title": role_title(role), "current": role == found.role} for role in found.roles],
        "phase": access_law().information.phases[found.phase].in_language(language),
        "categories": role_access_view(found, language),
        "withheld": found.withheld.in_language(language),
        "passage": found.passage or "",
        "crumbs": [
            {"text": _("Zaken"), "url": reverse("web:cases")},
            {"text": found.name, "url": reverse("web:case", args=[found.number])},
            {"text": _("Wie mag wat zien"), "url": ""},
        ],
    }
    return page(request, "web/access.html", context)


@require_GET
@acting
def of_law(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the law of access can give each role in any case; ``?rol=`` chooses one, else one's own."""
    law, language = access_law(), language_of_page()
    role = request.GET.get("rol") or actor.role
    authority = law.authority_of(role)
    if authority is None:
        raise Http404
    context = {
        "section": "regimes",
        "number": "",
        "role": role_title(role),
        "roles": [{"role": one, "title": role_title(one), "current": one == role} for one in law.roles],
        "categories": law_view(role, language),
        "withheld": authority.withheld.in_language(language),
        "crumbs": [
            {"text": _("Regelingen"), "url": reverse("web:regimes")},
            {"text": _("Wie mag wat zien"), "url": ""},
        ],
    }
    return page(request, "web/access.html", context)
