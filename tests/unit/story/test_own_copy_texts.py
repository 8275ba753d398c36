"""The fixed words of the child's own copy are whole in every language, and shown only when somebody answers for it."""

from datetime import date
from pathlib import Path

import pytest

from relaas.kernel.faults import LawFaults
from relaas.story.own_copy_texts import FILE, load_own_copy, standard_own_copy

WRITTEN = FILE.read_text(encoding="utf-8")


def loaded(tmp_path: Path, text: str) -> str:
    """The faults of a changed file."""
    folder = tmp_path / "law" / "texts"
    folder.mkdir(parents=True)
    (folder / "own-copy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LawFaults) as refused:
        load_own_copy(folder / "own-copy.yaml")
    return str(refused.value)


class TestTheWords:
    def test_are_there_in_the_languages_of_the_children(self) -> None:
        assert set(standard_own_copy().languages) == {"nl", "en", "fr", "ar", "ti", "prs", "ps", "vi", "sq"}

    def test_are_the_same_in_no_two_languages(self) -> None:
        for name in ("intro", "safe", "wrong", "readers_help"):
            said = [getattr(wording.said.texts, name) for wording in standard_own_copy().languages.values()]
            assert len(set(said)) == len(said), name

    def test_claim_no_review_that_did_not_happen(self) -> None:
        assert {wording.said.reviewed_by for wording in standard_own_copy().languages.values()} == {None}

    def test_name_a_day_in_order(self) -> None:
        days = {name: wording.day(date(2026, 1, 5)) for name, wording in standard_own_copy().languages.items()}
        assert days["nl"] == "5 januari 2026"
        assert days["vi"] == "ngày 5 tháng 1 năm 2026"
        assert days["ar"] == "5 يناير 2026"


class TestALanguage:
    @pytest.mark.parametrize(
        ("asked", "found"), [("ti", "ti"), ("ar-SD", "ar"), ("fa-AF", "prs"), ("FA", "prs"), ("vi-VN", "vi")]
    )
    def test_is_found_by_its_name_and_its_variants(self, asked: str, found: str) -> None:
        assert [one.tag for one in standard_own_copy().wordings(asked, unreviewed=True)] == [found]

    @pytest.mark.parametrize("asked", [None, "xx", "am"])
    def test_that_is_not_there_is_dutch_and_english(self, asked: str | None) -> None:
        assert [one.tag for one in standard_own_copy().wordings(asked, unreviewed=True)] == ["nl", "en"]

    def test_that_was_reviewed_is_shown_to_everybody(self, tmp_path: Path) -> None:
        file = tmp_path / "law" / "texts" / "own-copy.yaml"
        file.parent.mkdir(parents=True)
        before, after = WRITTEN.split("  ar:", 1)
        file.write_text(before + "  ar:" + after.replace("reviewed_by: null", "reviewed_by: Verzonnen Lezer", 1))
        texts = load_own_copy(file)
        assert [one.tag for one in texts.wordings("ar", unreviewed=False)] == ["ar"]
        assert [one.tag for one in texts.wordings("ti", unreviewed=False)] == ["nl", "en"]


class TestTheFile:
    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            ("      safe: 'Bewaar", "      save: 'Bewaar", "save"),
            ("      emergency: 'Sepse", "      emergancy: 'Sepse", "emergancy"),
            ("  en:\n    reviewed", "  de:\n    reviewed", "en is missing"),
        ],
    )
    def test_says_what_is_wrong_in_it(self, tmp_path: Path, before: str, after: str, fault: str) -> None:
        assert before in WRITTEN
        assert fault in loaded(tmp_path, WRITTEN.replace(before, after))
