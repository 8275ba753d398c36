"""From moments to legal dates: a date in law is the date in Amsterdam, wherever the clock stood."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


class NaiveMoment(ValueError):
    """A moment without a time zone was given; it could be either of two dates."""


def check_aware(moment: datetime) -> None:
    """Raise `NaiveMoment` unless `moment` says its time zone."""
    if moment.utcoffset() is None:
        raise NaiveMoment(f"{moment.isoformat()} does not say its time zone. Give one that does, for example in UTC.")


def amsterdam_date(moment: datetime) -> date:
    """The legal date of `moment`, which must say its time zone."""
    check_aware(moment)
    return moment.astimezone(AMSTERDAM).date()


def midnight(day: date) -> datetime:
    """The first moment of a legal date."""
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)
