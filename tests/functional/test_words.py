"""Fixed words stand in a template as it is remembered for one language, and never in that of another."""

import pytest
from django.template import engines
from django.template.loader import get_template
from django.utils import translation

PAGING = {"next": "place", "is_first": True}


class TestFixedWords:
    @pytest.mark.parametrize("languages", [("nl", "en", "nl"), ("en", "nl", "en")])
    def test_are_those_of_the_language_of_each_page(self, languages: tuple[str, ...]) -> None:
        for language in languages:
            with translation.override(language):
                said = get_template("web/parts/paging.html").render(PAGING)
            assert {"nl": "Volgende bladzijde", "en": "Next page"}[language] in said

    def test_can_be_kept_under_a_name(self) -> None:
        template = "{% load i18n words %}{% translate 'Volgende bladzijde' as words %}[{{ words }}]"
        with translation.override("en"):
            assert engines["django"].from_string(template).render() == "[Next page]"

    def test_can_come_from_the_page(self) -> None:
        template = "{% load i18n words %}{% translate words %}"
        with translation.override("en"):
            said = engines["django"].from_string(template).render({"words": "Volgende bladzijde"})
        assert said == "Next page"
