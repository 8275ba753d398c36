"""Parts of a page that come hundreds of times: what is the same around the words is drawn once, from its template.

A stencil is a template drawn with holes in it. It is kept, and each time its holes are filled in with other words.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

_HOLE = re.compile(r"hole-([a-z_]+)-here")


def drawn(language: str, template: str, words: Mapping[str, str], shape: Mapping[str, Hashable]) -> SafeString:
    """A template with these words in it, each escaped unless it is safe already. ``language`` is that of the page.

    The template shows a word or asks with ``{% if %}`` whether there is one; it does nothing else with it. Whatever it
    decides otherwise, it decides on ``shape``, which it gets as it is: something of which there are few.
    """
    given = tuple([name for name, word in words.items() if word])
    stencil = _stencil(language, template, given, tuple(shape.items()))
    # The template escaped what is its own, and every word is escaped here.
    return SafeString(
        stencil % {name: word if isinstance(word, SafeString) else escape(word) for name, word in words.items()}
    )


@lru_cache(maxsize=2048)
def _stencil(_language: str, template: str, given: tuple[str, ...], shape: tuple[tuple[str, Hashable], ...]) -> str:
    text = render_to_string(template, {**dict(shape), **{name: f"hole-{name}-here" for name in given}})
    return _HOLE.sub(r"%(\1)s", text.replace("%", "%%"))
