"""Passages of the account. A page has hundreds of them, which differ in little but their words."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from relaas.web.presentation.story import PassageView, TextView
from relaas.web.session import language_of_page
from relaas.web.stencils import drawn

register = template.Library()


@register.simple_tag
def passage(one: PassageView, case: str) -> SafeString:
    """A passage in the case of that number, on a page of its own."""
    return _drawn(one, case, language_of_page(), is_alone=True)


@register.simple_tag
def passages(all_of_them: Iterable[PassageView], case: str) -> SafeString:
    """Passages in the case of that number, each with a link to its own page."""
    language = language_of_page()
    return SafeString("".join([_drawn(one, case, language, is_alone=False) for one in all_of_them]))


def _drawn(one: PassageView, case: str, language: str, *, is_alone: bool) -> SafeString:
    said, meant = one.words, one.translation
    words = {
        "case": case,
        "id": one.id,
        "number": str(one.number),
        "about": str(one.about or ""),
        "written_by": one.written_by,
        "said": _marked(said),
        "meant": _marked(meant),
    }
    shape = {
        "kind": one.kind,
        "marks": one.marks,
        "said_in": said and said.language,
        "meant_in": meant and meant.language,
        "is_alone": is_alone,
    }
    return drawn(language, "web/parts/passage.html", words, shape)


def _marked(text: TextView | None) -> SafeString:
    """Words, with what was found in them marked. Every part is escaped."""
    if text is None:
        return SafeString("")
    return SafeString(
        "".join([f"<mark>{escape(part)}</mark>" if is_found else escape(part) for part, is_found in text.parts])
    )
