"""``relaas law vocabularies``: which facts can be coded, and what they map to; and the check of their files."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relaas.cli.main import relaas
from relaas.story.vocabularies import LAW


def run(*arguments: str) -> Result:
    return CliRunner().invoke(relaas, ["law", *arguments])


class TestTheListOfVocabularies:
    def test_names_every_kind_and_every_standard_with_its_licence(self) -> None:
        found = json.loads(run("vocabularies", "--json").output)
        assert "route_leg" in [row["name"] for row in found["fact-kinds"]]
        licences = {row["name"]: row["licence"] for row in found["standards"]}
        assert licences["htcds"] == "CC BY 4.0"

    @pytest.mark.parametrize(("language", "word"), [("nl", "Deel van de reis"), ("en", "Leg of the journey")])
    def test_is_printed_in_both_languages(self, language: str, word: str) -> None:
        assert word in run("vocabularies", "--language", language).output


class TestOneKind:
    def test_is_shown_with_its_fields_options_and_mappings(self) -> None:
        found = json.loads(run("vocabularies", "means_of_control", "--json", "--language", "en").output)
        assert {row["field"]: row["maps"] for row in found["fields"]}["means"] == "htcds:vic_MethodsOfControl"
        oath = next(row for row in found["options"] if row["option"] == "oath_or_ritual")
        assert oath["maps"].split(", ")[0] == "htcds:vic_MethodsOfControl=Other"

    def test_says_which_field_is_looked_up_and_which_is_sensitive(self) -> None:
        found = json.loads(run("vocabularies", "vehicle", "--json", "--language", "en").output)
        remarks = {row["field"]: row["remarks"] for row in found["fields"]}
        assert remarks["plate"] == "found by exact value, sensitive"
        assert remarks["country"] == "not compared"

    def test_that_is_misspelt_gets_the_nearest_one(self) -> None:
        result = run("vocabularies", "debts")
        assert result.exit_code == 2
        assert 'did you mean "debt"?' in result.output


class TestTheCheckOfTheLaw:
    def test_counts_the_vocabularies_of_the_program(self) -> None:
        result = run("check")
        assert result.exit_code == 0
        assert "6 vocabularies" in result.output

    def test_prints_the_faults_of_vocabularies_and_regimes_together(self, tmp_path: Path) -> None:
        shutil.copytree(LAW, tmp_path / "vocabularies")
        (tmp_path / "vocabularies" / "ctdc.yaml").write_text("relaas: 2\n", encoding="utf-8")
        (tmp_path / "regimes").mkdir()
        (tmp_path / "regimes" / "own.yaml").write_text("relaas: 2\n", encoding="utf-8")
        result = run("check", "--root", str(tmp_path))
        assert result.exit_code == 1
        assert "regimes/own.yaml" in result.output
        assert "vocabularies/ctdc.yaml" in result.output
