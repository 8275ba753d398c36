"""Choosing as whom one acts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from relaas.application.actors import Actor, actors_of
from relaas.web.session import MANDATE, acting, acting_view, page


@require_http_methods(["GET", "POST"])
@acting
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The mandates of who is signed in; choosing one holds for this session."""
    actors = actors_of(request.user, timezone.localdate())
    if request.method == "POST":
        chosen = next((one for one in actors if str(one.mandate_id) == request.POST.get("mandate")), None)
        if chosen is not None:
            request.session[MANDATE] = chosen.mandate_id
            messages.success(request, _("U handelt nu als %(role)s.") % {"role": acting_view(chosen).role})
            return redirect("web:work")
    return page(
        request, "web/mandates.html", {"mandates": [acting_view(one) for one in actors], "current": actor.mandate_id}
    )
