"""``translate`` for fixed words: looked up while a template is read, and from then on part of its text.

Templates are read once per language (``relaas.web.loader``), and a page says a hundred of these. Anything but one fixed
text is left to Django's own tag. Load this library after ``i18n``.
"""

import re

from django import template
from django.template.base import Node, Parser, TextNode, Token
from django.templatetags.i18n import do_translate
from django.utils import translation

register = template.Library()
_FIXED = re.compile(r"""translate\s+(?P<quote>['"])(?P<words>[^'"%\\]*)(?P=quote)""")


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """The words in the language of the page."""
    found = _FIXED.fullmatch(token.contents)
    return TextNode(translation.gettext(found["words"])) if found else do_translate(parser, token)
