"""Where a use comes from: the trace of its request and a mark of its session. Never an address or a device."""

import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings

_MARK_BYTES = 8
_TRACE_BYTES = 16
# W3C Trace Context: version, trace-id, parent-id, flags; a trace of only noughts is none.
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Origin:
    """``trace`` joins everything that was done for one request, also at other organisations; ``source`` everything of
    one session, and tells nothing of it without the secret of this deployment."""

    trace: str
    source: str = ""


_CURRENT: ContextVar[Origin | None] = ContextVar("relaas_origin", default=None)


@contextmanager
def coming_from(*, traceparent: str = "", session_key: str | None = None) -> Iterator[None]:
    """Everything that is done inside is logged as coming from this request. A ``traceparent`` that is none is left."""
    told = _TRACEPARENT.fullmatch(traceparent)
    token = _CURRENT.set(Origin(told[1] if told else new_trace(), _mark(session_key) if session_key else ""))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_origin() -> Origin:
    """Where this use comes from; outside a request it is a trace by itself."""
    return _CURRENT.get() or Origin(new_trace())


def new_trace() -> str:
    """A trace-id that nobody used before."""
    return secrets.token_hex(_TRACE_BYTES)


def _mark(session_key: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.digest(secret, b"relaas log source|" + session_key.encode(), "sha256")[:_MARK_BYTES].hex()
