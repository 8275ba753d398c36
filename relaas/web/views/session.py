"""What an open page asks before it sends a form: is the person who opened it still signed in."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from relaas.web.session import current_actor

UNAUTHORISED = 401


@require_GET
@never_cache
def still_signed_in(request: HttpRequest) -> JsonResponse:
    """The mandate in which this browser acts, with a token for forms that were open before; 401 for nobody."""
    actor = current_actor(request, timezone.localdate()) if request.user.is_authenticated else None
    if actor is None:
        return JsonResponse({}, status=UNAUTHORISED)
    return JsonResponse({"mandate": actor.mandate_id, "token": get_token(request)})
