"""What the log must know of a request: its trace and its session."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from relaas.application.origin import coming_from


def origin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Everything that an answer takes is logged as coming from its request."""

    def answer(request: HttpRequest) -> HttpResponse:
        traceparent = request.headers.get("traceparent", "")
        with coming_from(traceparent=traceparent, session_key=request.session.session_key):
            return get_response(request)

    return answer
