"""The mark that a page gives of what was seen of a case, for tests that record acts without a page."""

from datetime import datetime
from typing import Any

from relaas.kernel.moments import amsterdam_date

NOTHING_SEEN = "0-never-seen"


def seen_now(*, actor: Any, number: str, now: datetime) -> str:
    """What the actor sends along who looks at the case at this moment and then records something; made up by who may
    not look."""
    from relaas.application.placed import NotFound
    from relaas.application.seeing import see_case

    try:
        return see_case(actor=actor, number=number, today=amsterdam_date(now), now=now).seen
    except NotFound:
        return NOTHING_SEEN
