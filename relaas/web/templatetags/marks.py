"""Parts of a page that are the same whenever they say the same: drawn once for as long as the server runs."""

from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from relaas.web.presentation.badges import Badge

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=4096)
def badge(mark: Badge) -> SafeString:
    """A mark, with its sign."""
    return render_to_string("web/parts/badge.html", {"badge": mark})


@register.simple_tag
@cache
def style_sheets() -> SafeString:
    """The links to every style sheet, under the names that they have in this deployment."""
    return render_to_string("web/parts/styles.html")
