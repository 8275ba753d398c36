import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relaas.cli.replay import replay

FILE = str(Path(__file__).parents[3] / "examples" / "published-cases.yaml")
LATE = "RBDHA-2021-10275"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(replay, arguments)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "replay.html"
    assert run(FILE, "--html", str(file)).exit_code == 0
    return file.read_text(encoding="utf-8")


class TestReplay:
    def test_prints_a_case_as_tables_in_dutch(self) -> None:
        result = run(FILE, "--case", LATE)
        assert result.exit_code == 0
        assert "105 dagen" in result.output
        assert "Wat deze zaak niet beantwoordt" in result.output

    def test_prints_json_of_the_documented_shape(self) -> None:
        result = run(FILE, "--case", LATE, "--json", "--language", "en")
        report = json.loads(result.output)
        assert set(report) == {"format", "language", "agreement", "cases", "file"}
        (case,) = report["cases"]
        documented = (Path(__file__).parents[3] / "docs" / "how-to" / "replay.md").read_text(encoding="utf-8")
        for word in (*case, *case["steps"][0], *case["whole"], *case["beside"], *case["findings"][0]):
            assert f"`{word}`" in documented

    def test_refuses_a_case_that_is_not_there_with_the_nearest(self) -> None:
        result = run(FILE, "--case", "RBDHA-2021-10257")
        assert result.exit_code == 1
        assert f'did you mean "{LATE}"?' in result.output

    def test_refuses_what_is_no_date(self) -> None:
        result = run(FILE, "--until", "6 juni")
        assert result.exit_code == 2
        assert "write it as 2019-06-06" in result.output

    def test_prints_every_fault_of_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "cases.yaml"
        file.write_text("schema_version: 1\ncases: []\nfoo: 1\n")
        result = run(str(file))
        assert result.exit_code == 1
        assert "2 faults" in result.output


class TestThePage:
    def test_holds_no_script_and_loads_nothing(self, page: str) -> None:
        assert "<script" not in page
        assert not re.search(r"""\s(?:on\w+|style)\s*=\s*["']""", page)
        assert not re.search(r"""\s(?:src|srcset)\s*=|url\((?!#)|@import""", page)

    def test_allows_only_its_own_style(self, page: str) -> None:
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
        assert style is not None
        digest = b64encode(sha256(style[1].encode()).digest()).decode()
        assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
        assert page.count("<style") == 1

    def test_draws_timelines_and_gives_their_words(self, page: str) -> None:
        assert page.count("<svg") >= 10
        assert page.count("<figcaption>") == page.count("<figure>")

    def test_has_no_identifier_twice(self, page: str) -> None:
        identifiers = re.findall(r'\sid="([^"]+)"', page)
        assert len(identifiers) == len(set(identifiers))

    def test_escapes_what_a_file_says(self, tmp_path: Path) -> None:
        text = Path(FILE).read_text(encoding="utf-8").replace("Fled a gang", "<b onclick=x>Fled</b> a gang")
        text = text.replace("extended procedure; manifestly", "<script>1</script> extended procedure; manifestly")
        cases, page = tmp_path / "cases.yaml", tmp_path / "page.html"
        cases.write_text(text, encoding="utf-8")
        assert run(str(cases), "--case", LATE, "--html", str(page)).exit_code == 0
        written = page.read_text(encoding="utf-8")
        assert "&lt;b onclick=x&gt;" in written
        assert "<script" not in written
