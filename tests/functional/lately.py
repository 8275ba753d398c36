"""The invented child of `tests.support.told_case`, of whom all happened lately: pages show the case as of today."""

from datetime import date, timedelta

from tests.functional.path import TODAY
from tests.support.told_case import REFLECTING_ON_DAY, TOLD_ON_DAY, World, reflecting_world, told_world

BORN_ON = date(TODAY.year - 13, 1, 15)


def told_lately() -> World:
    """A child that told its story five days ago."""
    return told_world(first_day=TODAY - timedelta(days=TOLD_ON_DAY + 5), born_on=BORN_ON)


def reflecting_lately(*, password: str | None = None) -> World:
    """A child in reflection that, against the rules, told its story five days ago."""
    first_day = TODAY - timedelta(days=REFLECTING_ON_DAY + 5)
    return reflecting_world(first_day=first_day, born_on=BORN_ON, password=password)
