"""The pages are Dutch; what they say in English stands in one catalogue, which must be whole and compiled."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

WEB = Path(__file__).resolve().parents[2] / "relaas" / "web"
CATALOGUE = WEB / "locale" / "en" / "LC_MESSAGES"
TRANSLATE = re.compile(r"""\{%\s*translate\s+(['"])(?P<words>.*?)\1""")
BLOCK = re.compile(r"\{%\s*blocktranslate.*?%\}(?P<words>.*?)(?:\{% plural %\}.*?)?\{%\s*endblocktranslate\s*%\}", re.S)
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def said_in_templates() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in WEB.rglob("*.html")]
    single = {match["words"] for text in texts for match in TRANSLATE.finditer(text)}
    return single | {VARIABLE.sub(r"%(\1)s", match["words"]) for text in texts for match in BLOCK.finditer(text)}


def said_in_python() -> set[str]:
    calls = [
        node
        for path in WEB.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    marked = [call for call in calls if call.func.id in {"_", "gettext", "gettext_lazy", "ngettext"}]
    return {call.args[0].value for call in marked}


@pytest.fixture(scope="module")
def english() -> dict[str, str | tuple[str, ...]]:
    with (CATALOGUE / "django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in messages}


class TestTheEnglishCatalogue:
    def test_has_everything_that_the_pages_say(self, english: dict[str, str | tuple[str, ...]]) -> None:
        said = said_in_templates() | said_in_python()
        assert {words for words in said if not english.get(words)} == set()

    def test_has_nothing_that_no_page_says(self, english: dict[str, str | tuple[str, ...]]) -> None:
        assert english.keys() - said_in_templates() - said_in_python() == set()

    def test_keeps_every_place_that_is_filled_in(self, english: dict[str, str | tuple[str, ...]]) -> None:
        places = re.compile(r"%\(\w+\)s")
        for dutch, words in english.items():
            for form in (words,) if isinstance(words, str) else words:
                assert set(places.findall(form)) == set(places.findall(dutch)), dutch

    def test_is_compiled_as_it_is_written(self, english: dict[str, str | tuple[str, ...]]) -> None:
        with (CATALOGUE / "django.mo").open("rb") as file:
            compiled = gettext.GNUTranslations(file)
        for dutch, words in english.items():
            expected = words if isinstance(words, str) else words[1]
            found = compiled.gettext(dutch) if isinstance(words, str) else compiled.ngettext(dutch, dutch, 2)
            assert found == expected
