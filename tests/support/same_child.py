"""Cases of invented children with names in several scripts, for tests of whether two are about one child."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from relaas.kernel.when import When
from tests.support.seen import seen_now
from tests.support.told_case import FIRST_DAY, moment, open_integral


def child(
    actors: dict[str, Any],
    *names: str,
    day: int = 0,
    born: date | None = None,
    key: str = "",
    start: date = FIRST_DAY,
    **claimed: Any,
) -> str:
    """The number of a case opened so many days after the first, of a child that is said to have these names."""
    from relaas.application.story.identity import write_identity

    key = key or f"{names[0]}-{day}"
    opened_on = start + timedelta(days=day)
    number = open_integral(actors, key=key, first_day=opened_on)
    patch = {"names": list(names), "born_on_claimed": born, **claimed}
    write_identity(
        actor=actors["guardian"],
        number=number,
        patch=patch,
        idempotency_key=f"identity-{key}",
        now=moment(opened_on, 9),
    )
    return number


def signal(
    actors: dict[str, Any], number: str, *, on: date, words: str, by: str = "police", act: str = "record_signal"
) -> None:
    """Somebody records a signal."""
    from relaas.application.recording import record_act

    now = moment(on, 10)
    record_act(
        actor=actors[by],
        number=number,
        act=act,
        on=When.exact(on),
        answers={},
        form={"indications": words},
        seen=seen_now(actor=actors[by], number=number, now=now),
        idempotency_key=f"{act}-{by}-{number}-{on}",
        now=now,
    )


def officer_of(actors: dict[str, Any]) -> Any:
    """Who holds children against each other."""
    return actors["matching_officer"]


def versions(number: str, other: str) -> tuple[int, int]:
    """What is the latest of who the children of two cases are said to be."""
    from relaas.storage.models import Identity

    def latest(of: str) -> int:
        return Identity.objects.filter(case__number=of).count()

    return latest(number), latest(other)


def decide_now(actors: dict[str, Any], number: str, other: str, verdict: str, *, now: datetime, **more: Any) -> Any:
    """The officer decides about two cases."""
    from relaas.application.matching.deciding import Verdict, decide

    given = {
        "reason": "Verzonnen reden: dezelfde tante aan de telefoon.",
        "versions": versions(number, other),
        "idempotency_key": f"{verdict}-{number}-{other}",
    }
    return decide(
        actor=officer_of(actors), number=number, other=other, verdict=Verdict(verdict), now=now, **{**given, **more}
    )
