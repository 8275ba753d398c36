"""``relaas law``: everything about the law files that a person or a program asks for on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relaas.cli.law_schema import (
    schema_of_access,
    schema_of_capacity,
    schema_of_facts,
    schema_of_information,
    schema_of_promises,
    schema_of_regimes,
    schema_of_risk,
    schema_of_vocabularies,
)
from relaas.cli.main import relaas
from relaas.procedure.library import LAW
from tests.support.example_law import write_example_law


def run(*arguments: str) -> Result:
    return CliRunner().invoke(relaas, ["law", *arguments])


@pytest.fixture
def example(tmp_path: Path) -> str:
    return str(write_example_law(tmp_path / "my-law"))


class TestTheGuideToWritingARegime:
    def test_gives_examples_without_a_fault(self, example: str) -> None:
        result = run("check", "--root", example)
        assert result.exit_code == 0, result.output
        assert "2 regimes" in result.output

    def test_shows_a_regime_that_differs_only_where_it_says_so(self, example: str) -> None:
        slow = json.loads(run("show", "slow-permit", "--root", example, "--json").output)
        assert slow["terms"]["decision"]["length"] == [{"is": "P26W"}]
        assert "settle" not in slow["acts"]


class TestEachListing:
    @pytest.mark.parametrize("command", ["show", "sources", "assumptions", "open-questions"])
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_is_printed_in_both_languages(self, example: str, command: str, language: str) -> None:
        result = run(command, "small-permit", "--root", example, "--language", language)
        assert result.exit_code == 0, result.output
        assert result.output.strip()

    @pytest.mark.parametrize("command", ["sources", "assumptions", "open-questions"])
    def test_is_printed_as_json_for_programs(self, example: str, command: str) -> None:
        rows = json.loads(run(command, "small-permit", "--root", example, "--json").output)
        assert [row["name"] for row in rows] == (["nobody-asks"] if command == "open-questions" else ["example"])

    def test_gives_the_reason_of_an_assumption(self, example: str) -> None:
        rows = json.loads(run("assumptions", "small-permit", "--root", example, "--json", "--language", "en").output)
        assert "does not exist" in rows[0]["reason"]


class TestTheListOfRegimes:
    def test_names_every_regime(self, example: str) -> None:
        rows = json.loads(run("list", "--root", example, "--json").output)
        assert {row["name"] for row in rows} == {"small-permit", "slow-permit"}

    def test_leaves_out_what_was_not_law_on_a_day(self, example: str) -> None:
        assert json.loads(run("list", "--root", example, "--on", "2016-03-17", "--json").output) == []

    def test_refuses_a_day_that_is_no_date(self, example: str) -> None:
        result = run("list", "--root", example, "--on", "17 maart")
        assert result.exit_code == 2
        assert "write 2016-03-17" in result.output


class TestAMisspeltName:
    def test_of_a_regime_gets_the_nearest_one(self, example: str) -> None:
        result = run("show", "smal-permit", "--root", example)
        assert result.exit_code == 2
        assert 'did you mean "small-permit"?' in result.output

    def test_of_a_command_gets_the_nearest_one(self) -> None:
        assert 'did you mean "sources"?' in run("source").output


class TestADrawing:
    @pytest.mark.parametrize(("form", "beginning"), [("svg", "<svg"), ("mermaid", "---")])
    def test_is_printed(self, example: str, form: str, beginning: str) -> None:
        assert run("draw", "small-permit", "--root", example, "--format", form).output.startswith(beginning)

    def test_is_written_to_a_file(self, example: str, tmp_path: Path) -> None:
        target = tmp_path / "drawn.svg"
        assert run("draw", "small-permit", "--root", example, "-o", str(target)).output == ""
        assert target.read_text(encoding="utf-8").startswith("<svg")

    def test_that_cannot_be_written_says_so(self, example: str, tmp_path: Path) -> None:
        result = run("draw", "small-permit", "--root", example, "-o", str(tmp_path / "nowhere" / "drawn.svg"))
        assert result.exit_code == 1
        assert "cannot be written" in result.output


class TestTheCheck:
    @pytest.fixture
    def broken(self, example: str) -> str:
        file = Path(example) / "regimes" / "small-permit.yaml"
        text = file.read_text(encoding="utf-8").replace("by: child", "by: chidl").replace("length: P8W", "length: 8")
        file.write_text(text, encoding="utf-8")
        (Path(example) / "regimes" / "slow-permit.yaml").write_text("relaas: 2\n", encoding="utf-8")
        return example

    def test_prints_the_faults_of_all_files_and_fails(self, broken: str) -> None:
        result = run("check", "--root", broken)
        assert result.exit_code == 1
        assert "small-permit.yaml" in result.output
        assert "slow-permit.yaml" in result.output

    def test_gives_file_line_and_place_as_json(self, broken: str) -> None:
        faults = json.loads(run("check", "--root", broken, "--json").output)
        assert {"file", "line", "place", "message"} == set(faults[0])

    def test_stops_every_other_command_with_the_same_faults(self, broken: str) -> None:
        result = run("show", "small-permit", "--root", broken)
        assert result.exit_code == 1
        assert "slow-permit.yaml" in result.output


class TestTheJsonSchema:
    @pytest.mark.parametrize(
        ("file", "schema"),
        [
            ("regime.schema.json", schema_of_regimes),
            ("promises.schema.json", schema_of_promises),
            ("vocabulary.schema.json", schema_of_vocabularies),
            ("facts.schema.json", schema_of_facts),
            ("capacity.schema.json", schema_of_capacity),
            ("access.schema.json", schema_of_access),
            ("information.schema.json", schema_of_information),
            ("risk.schema.json", schema_of_risk),
        ],
    )
    def test_in_the_law_folder_is_the_one_that_the_model_gives(self, file: str, schema: object) -> None:
        # When this fails: relaas law schema > relaas/law/schema/regime.schema.json (--of for the others).
        assert callable(schema)
        assert json.loads((LAW / "schema" / file).read_text(encoding="utf-8")) == schema()

    @pytest.mark.parametrize(
        "subject", ["regimes", "promises", "vocabularies", "facts", "access", "information", "risk"]
    )
    def test_is_printed(self, subject: str) -> None:
        assert json.loads(run("schema", "--of", subject).output)["title"].startswith("A ")

    def test_points_only_at_what_it_defines(self) -> None:
        text = json.dumps(schema_of_regimes())
        names = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
        assert names <= set(schema_of_regimes()["$defs"])


class TestTheCommand:
    def test_lists_its_parts_without_importing_them(self) -> None:
        program = "import sys; from relaas.cli.main import relaas; relaas(['--help'], standalone_mode=False); "
        program += "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'pydantic', 'rich')))"
        printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        assert "law" in printed
        assert not printed.strip().splitlines()[-1].startswith(("django", "pydantic", "rich"))

    def test_reads_the_law_without_django(self, example: str) -> None:
        program = f"import sys; from relaas.cli.main import relaas; relaas(['law', 'list', '--root', {example!r}], "
        program += "standalone_mode=False); print('django' in sys.modules)"
        printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        assert printed.strip().endswith("False")
