"""The languages of the children: found by their names, with days and lengths of time in their own words."""

from datetime import date
from pathlib import Path

import pytest

from relaas.kernel.durations import Duration
from relaas.kernel.faults import LawFaults
from relaas.story.child_texts import FOLDER, LANGUAGES, load_languages, standard_languages
from relaas.story.own_copy_texts import standard_own_copy

WRITTEN = (FOLDER / LANGUAGES).read_text(encoding="utf-8")


class TestALengthOfTime:
    @pytest.mark.parametrize(
        ("language", "months", "week"),
        [
            ("nl", "3 maanden", "1 week"),
            ("en", "3 months", "1 week"),
            ("ar", "3 أشهر", "1 أسبوع"),
            ("vi", "3 tháng", "1 tuần"),
        ],
    )
    def test_is_said_in_each_language(self, language: str, months: str, week: str) -> None:
        wording = standard_own_copy().languages[language]
        assert wording.length(Duration.parse("P3M")) == months
        assert wording.length(Duration.parse("P1W")) == week


class TestADay:
    def test_is_said_in_each_language(self) -> None:
        assert (
            standard_own_copy().languages["ti"].day(date(2026, 1, 5))
            == f"5 {standard_languages()['ti'].months[0]} 2026"
        )


class TestAFingerprint:
    def test_is_another_in_each_language(self) -> None:
        found = [wording.fingerprint for wording in standard_own_copy().languages.values()]
        assert len(set(found)) == len(found)


class TestTheFileOfLanguages:
    @pytest.mark.parametrize(
        ("before", "after", "fault"),
        [
            ("tags: [ps]", "tags: [ar]", "ar is ar already"),
            ("date: 'ngày {day} {month} năm {year}'", "date: 'ngày {day} năm {year}'", "{month}"),
            ("'janar', ", "", "months"),
            ("  en:\n    name", "  de:\n    name", "en is missing"),
            ("      weeks: ['week', 'weken']\n", "", "weeks"),
        ],
    )
    def test_says_what_is_wrong_in_it(self, tmp_path: Path, before: str, after: str, fault: str) -> None:
        assert before in WRITTEN
        file = tmp_path / "law" / "texts" / LANGUAGES
        file.parent.mkdir(parents=True)
        file.write_text(WRITTEN.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(LawFaults) as refused:
            load_languages(file)
        assert fault in str(refused.value)
