"""Parts of a page that come hundreds of times: what is the same around the words is drawn once, from its template.

A stencil is a template drawn with holes in it. It is kept, and each time its holes are filled in with other words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_HOLE = re.compile(r"hole-([a-z_]+)-here")


def drawn(template: str, words: Mapping[str, str], **shape: Hashable) -> SafeString:
    """A template with these words in it, each escaped unless it is safe already.

    The template shows a word or asks with ``{% if %}`` whether there is one; it does nothing else with it. Whatever it
    decides otherwise, it decides on ``shape``, which it gets as it is: something of which there are few.
    """
    given = tuple(name for name, word in words.items() if word)
    stencil = _stencil(get_language(), template, given, tuple(shape.items()))
    filled = {name: word if isinstance(word, SafeString) else escape(word) for name, word in words.items()}
    # The template escaped what is its own, and every word was escaped here.
    return mark_safe(stencil % filled)  # noqa: S308


@lru_cache(maxsize=2048)
def _stencil(
    _language: str | None, template: str, given: tuple[str, ...], shape: tuple[tuple[str, Hashable], ...]
) -> str:
    holes = {name: f"hole-{name}-here" for name in given}
    text = render_to_string(template, {**dict(shape), **holes})
    return _HOLE.sub(r"%(\1)s", text.replace("%", "%%"))
