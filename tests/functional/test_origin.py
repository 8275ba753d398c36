"""What is done for one request carries one trace, what is done in one session one mark; no address is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from relaas.storage.models import AccessEntry

pytestmark = [pytest.mark.django_db(databases=["default", "keystore"])]

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


class TestARequest:
    def test_is_known_in_the_log_by_its_trace_and_its_session(self, sign_in: Callable[[str], Any]) -> None:
        guardian = sign_in("guardian")
        guardian.get("/werk/", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"})
        guardian.get("/werk/")
        sign_in("police").get("/werk/")
        told, made, other = AccessEntry.objects.order_by("sequence")
        assert told.trace == TRACE
        assert len({told.trace, made.trace, other.trace}) == 3
        assert told.source == made.source != other.source
        assert guardian.session.session_key not in (told.source, "")
        assert "127.0.0.1" not in str(AccessEntry.objects.values_list())
