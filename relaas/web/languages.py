"""The languages in which children tell: what they are called, by themselves too, and which way they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

OTHER = "other"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_RIGHT_TO_LEFT = {"ar", "fa", "ps", "ur", "he", "yi", "ckb", "sd", "ug", "dv"}
_RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageView:
    """A language on a page. ``direction`` is for the attribute ``dir``; ``auto`` where only the words can tell."""

    tag: str
    title: str
    direction: str


def known_languages() -> Mapping[str, str]:
    """The languages to choose from, in the language of the page and in their own words."""
    return _known_languages(get_language())


@cache
def _known_languages(_page: str | None) -> Mapping[str, str]:
    titles = {
        "ti": _("Tigrinya") + " – ትግርኛ",
        "am": _("Amhaars") + " – አማርኛ",
        "ar": _("Arabisch") + " – العربية",
        "fa-AF": _("Dari") + " – دری",
        "ps": _("Pasjtoe") + " – پښتو",
        "so": _("Somalisch") + " – Soomaali",
        "vi": _("Vietnamees") + " – Tiếng Việt",
        "sq": _("Albanees") + " – Shqip",
        "fr": _("Frans") + " – Français",
        "en": _("Engels") + " – English",
        "nl": _("Nederlands"),
    }
    return MappingProxyType(titles)


def language_choices() -> list[tuple[str, str]]:
    """For a form: the languages, and another one by its code."""
    return [("", _("kies een taal")), *known_languages().items(), (OTHER, _("een andere taal"))]


def is_tag(text: str) -> bool:
    """Whether this names a language as web pages do: ``ti``, ``fa-AF``, ``ku-Arab``."""
    return _TAG.fullmatch(text) is not None


@lru_cache(maxsize=512)
def language_view(tag: str, page: str) -> LanguageView:
    """A language by its tag, for a page in the language ``page``; one that is not on the list is called by its tag."""
    title = _known_languages(page).get(tag, tag)
    return LanguageView(tag=tag, title=title, direction=direction_of(tag))


def direction_of(tag: str) -> str:
    """Which way a language is written: ``rtl``, ``ltr``, or ``auto`` for one that is not on the list."""
    language, *rest = tag.split("-")
    if any(part in _RIGHT_TO_LEFT_SCRIPTS for part in rest):
        return "rtl"
    if language in _RIGHT_TO_LEFT:
        return "rtl"
    return "ltr" if tag in known_languages() else "auto"
