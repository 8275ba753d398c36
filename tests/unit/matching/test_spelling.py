"""A name in one plain spelling: what different offices, languages and scripts make of it meets."""

import pytest

from relaas.matching.spelling import skeleton, spelled


def plain(name: str) -> list[str]:
    return [part.plain for part in spelled(name).parts]


class TestThePartsOfAName:
    @pytest.mark.parametrize(
        ("written", "parts"),
        [
            ("ሰላም ተኽለ", ["selam", "tekhle"]),
            ("Nguyễn Văn Đức", ["nguyen", "duc"]),
            ("DUC, Nguyen", ["duc", "nguyen"]),
            ("Dr. Youssef al-Qasim", ["youssef", "qasim"]),
            ("Abdel-Rahman bin Saleh", ["abdrahman", "saleh"]),
            ("عبد الرحمن", ["abdrhmn"]),
            ("J.-C. Juncker", ["j", "c", "juncker"]),
            ("Kelmendi Arbër", ["kelmendi", "arber"]),
        ],
    )
    def test_stand_in_plain_letters_without_titles_and_small_words(self, written: str, parts: list[str]) -> None:
        assert plain(written) == parts

    def test_are_kept_when_there_is_nothing_but_small_words(self) -> None:
        assert plain("Van") == ["van"]
        assert plain("Haji") == ["haji"]

    def test_of_what_is_no_name_are_none(self) -> None:
        assert plain(" .,- ") == []
        assert plain("") == []

    def test_of_a_script_without_vowels_are_known_as_such(self) -> None:
        assert spelled("محمد").is_vowelless
        assert not spelled("Mohamed").is_vowelless
        assert not spelled("ሰላም").is_vowelless


class TestASkeleton:
    @pytest.mark.parametrize(
        "alike",
        [
            ("mohamed", "muhammad", "mohammed", "mhmd"),
            ("gaddafi", "qaddafi", "kadafi"),
            ("tekle", "tekhle", "tekele"),
            ("rezaei", "rezai", "rzayy"),
            ("youssef", "yusuf", "yosef"),
        ],
    )
    def test_is_the_same_for_spellings_of_one_name(self, alike: tuple[str, ...]) -> None:
        assert len({skeleton(word) for word in alike}) == 1

    def test_holds_apart_what_begins_or_goes_on_otherwise(self) -> None:
        assert skeleton("mohamed") != skeleton("ahmed")
        assert skeleton("hassan") != skeleton("haile")

    def test_of_vowels_alone_is_their_first(self) -> None:
        assert skeleton("aia") == "a"
