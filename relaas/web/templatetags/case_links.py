"""Addresses within a case. A page has dozens of them, which differ in little but the number of the case."""

from functools import lru_cache

from django import template
from django.urls import reverse

register = template.Library()
_ANY_CASE = "any-case"


@register.simple_tag
def case_link(number: str, page: str = "case", *place: str | int) -> str:
    """The address of a page of a case: its own, or one of ``act``, ``correct`` and ``why`` with what that asks."""
    return _link(page, *place).replace(_ANY_CASE, number, 1)


@lru_cache(maxsize=4096)
def _link(page: str, *place: str | int) -> str:
    return reverse(f"web:{page}", args=[_ANY_CASE, *place])
