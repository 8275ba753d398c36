"""What is written for children, in the two languages in which we can measure it, is as easy as a twelve-year-old needs.

Both measures count words in a sentence and syllables in a word. Flesch Reading Ease (R. Flesch, "A new readability
yardstick", Journal of Applied Psychology 32, 1948): 80 and more is easy, as in the sixth grade, at eleven or twelve.
For Dutch W.H. Douma gave it other weights (De leesbaarheid van landbouwbladen, Wageningen 1960): 80 and more is easy.
Syllables are counted as hyphenation sees them, or as groups of vowels where that finds more: a text may look harder by
it than it is, never easier. Guides for plain Dutch at level B1 keep sentences under fifteen words.
"""

import re
from collections.abc import Iterator

import pyphen
import pytest

from relaas.kernel.durations import Duration
from relaas.story.child_page_texts import standard_child_page
from relaas.story.leaflet_texts import standard_leaflet

EASY = 80
LONGEST = 15
VOWELS = {"nl": r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyéëïöü]", "en": r"[aeiouy]+"}
HYPHENS = {"nl": pyphen.Pyphen(lang="nl_NL"), "en": pyphen.Pyphen(lang="en_US")}


def syllables(word: str, language: str) -> int:
    """At least as many as there are."""
    parts = len(HYPHENS[language].inserted(word).split("-"))
    return max(parts, len(re.findall(VOWELS[language], word.lower())), 1)


def sentences(texts: list[str]) -> Iterator[list[str]]:
    """The words of each sentence; a text that ends without a mark is one too."""
    for text in texts:
        for sentence in re.split(r"[.?!:]+\s*", text):
            if words := re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", sentence):
                yield words


def ease(texts: list[str], language: str) -> float:
    """Flesch, or for Dutch Flesch-Douma."""
    found = list(sentences(texts))
    words = [word for sentence in found for word in sentence]
    per_word = sum(syllables(word, language) for word in words) / len(words)
    per_sentence = len(words) / len(found)
    if language == "nl":
        return 206.84 - 77 * per_word - 0.93 * per_sentence
    return 206.835 - 84.6 * per_word - 1.015 * per_sentence


def page_texts(language: str) -> dict[str, list[str]]:
    said = standard_child_page().languages[language].said
    sections = {name: list(getattr(said, name).values()) for name in ("done", "next", "now", "rights", "helpers")}
    return sections | {"texts": list(said.texts.model_dump().values())}


def leaflet_texts(language: str) -> list[str]:
    wording = standard_leaflet().languages[language]
    period = wording.length(Duration.parse("P3M"))
    return [text.format(period=period) for text in wording.said.texts.model_dump().values()]


@pytest.mark.parametrize("language", ["nl", "en"])
class TestWhatIsWrittenForChildren:
    def test_is_easy_on_the_page(self, language: str) -> None:
        found = {name: round(ease(texts, language)) for name, texts in page_texts(language).items()}
        assert {name: score for name, score in found.items() if score < EASY} == {}

    def test_is_easy_in_the_leaflet(self, language: str) -> None:
        assert ease(leaflet_texts(language), language) >= EASY

    def test_has_short_sentences(self, language: str) -> None:
        texts = [*leaflet_texts(language), *(text for section in page_texts(language).values() for text in section)]
        assert [words for words in sentences(texts) if len(words) > LONGEST] == []


class TestTheMeasure:
    @pytest.mark.parametrize(
        ("language", "hard"),
        [
            ("nl", "De beoordelingscommissie onderzoekt de aannemelijkheid van verblijfsrechtelijke omstandigheden."),
            ("en", "The competent authority determines the applicability of international protection obligations."),
        ],
    )
    def test_calls_the_words_of_an_authority_hard(self, language: str, hard: str) -> None:
        assert ease([hard], language) < 30
