"""The words of the leaflet and of the child's page are whole, and name nothing that a child need not read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relaas.kernel.faults import LawFaults
from relaas.story import child_page_texts, leaflet_texts, message_law
from relaas.story.child_page_texts import load_child_page, standard_child_page
from relaas.story.leaflet_texts import load_leaflet, standard_leaflet
from relaas.story.message_law import load_message_law, standard_message_law

LANGUAGES = {"nl", "en", "fr", "ar", "ti", "prs", "ps", "vi", "sq"}
# Words that somebody who looks over a child's shoulder must not read.
BANNED = (
    "mensenhandel",
    "handelaar",
    "slachtoffer",
    "uitbuit",
    "traffick",
    "victim",
    "exploit",
    "traite",
    "الاتجار",
    "nạn nhân",
)


def said(found: Any) -> list[str]:
    """Every text of a file, in all languages."""

    def texts(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        return [text for inner in value.values() for text in texts(inner)] if isinstance(value, dict) else []

    return [text for wording in found.languages.values() for text in texts(wording.said.model_dump())]


def faults(tmp_path: Path, load: Callable[[Path], Any], text: str) -> str:
    file = tmp_path / "law" / "texts" / "changed.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LawFaults) as refused:
        load(file)
    return str(refused.value)


@pytest.mark.parametrize("load", [standard_leaflet, standard_child_page])
class TestTheWords:
    def test_are_there_in_the_languages_of_the_children(self, load: Callable[[], Any]) -> None:
        assert set(load().languages) == LANGUAGES

    def test_claim_no_review_that_did_not_happen(self, load: Callable[[], Any]) -> None:
        assert {wording.said.reviewed_by for wording in load().languages.values()} == {None}

    def test_name_nothing_that_a_child_need_not_read(self, load: Callable[[], Any]) -> None:
        assert [text for text in said(load()) for word in BANNED if word in text.lower()] == []

    def test_are_translated(self, load: Callable[[], Any]) -> None:
        titles = [wording.said.texts.title for wording in load().languages.values()]
        assert len(set(titles)) == len(titles)

    def test_that_nobody_reviewed_are_shown_in_two_languages_only(self, load: Callable[[], Any]) -> None:
        assert [wording.tag for wording in load().shown(unreviewed=False)] == ["nl", "en"]
        assert len(load().shown(unreviewed=True)) == len(LANGUAGES)


class TestTheFileOfThePage:
    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            ('      tab: "Ma page"\n', "", "tab"),
            ('      told: "Em đã kể câu chuyện của em."\n', "", "told has no words"),
            ('      durable: "Je mag voor lang', '      durabel: "Je mag voor lang', "durabel"),
            (
                "    inform: [inform_child,",
                "    inform: [hear_story, inform_child,",
                "hear_story is said by inform already",
            ),
            ("  sq:\n", "  xx:\n", "sq is missing"),
        ],
    )
    def test_says_what_is_wrong_in_it(self, tmp_path: Path, before: str, after: str, fault: str) -> None:
        written = child_page_texts.FILE.read_text(encoding="utf-8")
        assert before in written
        assert fault in faults(tmp_path, load_child_page, written.replace(before, after, 1))


class TestTheFileOfTheLeaflet:
    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            ("Jij mag {period} rust nemen", "Jij mag drie maanden rust nemen", "names {period}"),
            ("Jij mag {period} rust nemen", "Jij mag {term} rust nemen", "names {period}"),
            ("In die tijd mag je in Nederland zijn", "In die 90 dagen mag je in Nederland zijn", "has a figure in it"),
            ('      title: "Kohë', '      titel: "Kohë', "titel"),
        ],
    )
    def test_says_what_is_wrong_in_it(self, tmp_path: Path, before: str, after: str, fault: str) -> None:
        written = leaflet_texts.FILE.read_text(encoding="utf-8")
        assert before in written
        assert fault in faults(tmp_path, load_leaflet, written.replace(before, after, 1))


class TestTheLawOfMessages:
    def test_gives_days_to_answer(self) -> None:
        assert standard_message_law().answer.by == "guardian"

    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            ("within: P3D", "within: P3M", "counted in days or weeks"),
            ("valid: P30D", "valid: PT24H", "counted in days or weeks"),
            ("rests_on: [child-code]", "rests_on: [nothing]", "is no source"),
        ],
    )
    def test_says_what_is_wrong_in_it(self, tmp_path: Path, before: str, after: str, fault: str) -> None:
        written = message_law.FILE.read_text(encoding="utf-8")
        assert before in written
        assert fault in faults(tmp_path, load_message_law, written.replace(before, after, 1))
