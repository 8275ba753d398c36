"""Passages of the account. A page has hundreds of them, which differ in little but their words."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from relaas.web.presentation.story import PassageView, TextView
from relaas.web.stencils import drawn

register = template.Library()


@register.simple_tag
def passage(one: PassageView, case: str, is_alone: bool = False) -> SafeString:
    """A passage in the case of that number. ``is_alone``: this is the page of the passage itself."""
    return drawn(
        "web/parts/passage.html",
        {
            "case": case,
            "id": one.id,
            "number": str(one.number),
            "about": str(one.about or ""),
            "written_by": one.written_by,
            "said": _marked(one.words),
            "meant": _marked(one.translation),
        },
        kind=one.kind,
        marks=one.marks,
        is_read=one.words is not None,
        said_in=one.words and one.words.language,
        meant_in=one.translation and one.translation.language,
        is_alone=is_alone,
    )


def _marked(text: TextView | None) -> SafeString:
    """Words, with what was found in them marked."""
    parts = text.parts if text is not None else ()
    found = (f"<mark>{escape(part)}</mark>" if is_found else escape(part) for part, is_found in parts)
    return mark_safe("".join(found))  # noqa: S308 - every part is escaped
