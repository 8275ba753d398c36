"""The child's own copy in one language, or in two beside each other; numbers that stay in order in every script."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from relaas.story.own_copy_texts import OwnCopyWording

register = template.Library()
# A number as people write one: 0800-2001, 06 12 34 56 78, 12/05/2024.
_NUMBER = re.compile(r"\+?\d[\d\-/.:()\u00a0 ]*\d|\d")


@register.simple_tag
def isolated(value: object) -> SafeString:
    """A number, a day, a name or a reference that keeps its own order, whatever is written around it.

    In Arabic text 0800-2001 would be printed as 2001-0800. A day with the month in Arabic letters reads from the right.
    """
    return format_html('<bdi dir="{}">{}</bdi>', direction(value), value)


@register.filter
def direction(value: object) -> str:
    """From which side a text is read: that of its first letter."""
    for sign in str(value):
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


@register.filter
def with_numbers(text: str) -> SafeString:
    """Words of somebody, with each number in them isolated."""
    parts: list[str] = []
    place = 0
    for number in _NUMBER.finditer(text):
        parts += [conditional_escape(text[place : number.start()]), isolated(number.group())]
        place = number.end()
    # Every part was escaped.
    return mark_safe("".join((*parts, conditional_escape(text[place:]))))  # noqa: S308


@register.simple_tag(takes_context=True)
def say(context: template.Context, name: str) -> SafeString:
    """A fixed text."""
    return _in_each(context, lambda wording: getattr(wording.said.texts, name))


@register.simple_tag(takes_context=True)
def say_purpose(context: template.Context, name: str) -> SafeString:
    """What information is used for; nothing for a purpose that the law of access no longer knows."""
    return _in_each(context, lambda wording: wording.said.purposes.get(name, ""))


@register.simple_tag(takes_context=True)
def say_day(context: template.Context, day: date) -> SafeString:
    """A day in words, in its own order."""
    return _in_each(context, lambda wording: isolated(wording.day(day)))


def _in_each(context: template.Context, words: Callable[[OwnCopyWording], Any]) -> SafeString:
    """In each language that the copy is in, said with its language and its side."""
    wordings: tuple[OwnCopyWording, ...] = context["copy"].wordings
    return format_html_join(
        mark_safe(' <span class="beside">/</span> '),
        '<span lang="{}" dir="{}">{}</span>',
        ((wording.tag, wording.direction, words(wording)) for wording in wordings),
    )
