"""``relaas audit``: what it says, and how it ends."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from relaas.application.actors import NoSuchMandate
from relaas.application.running import acting_as
from relaas.application.witness import WitnessUnusable, add_head, heads_in, public_key_file
from relaas.cli.main import relaas
from relaas.kernel.chain import Head
from relaas.storage.models import AccessEntry, Mandate

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

MOMENT = datetime(2026, 5, 20, 10, tzinfo=UTC)
PROGRAM = [sys.executable, "-c", "from relaas.cli.main import main; main()"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(relaas, [*map(str, arguments)])


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path, invented_law: None) -> None:
    settings.RELAAS_KEYS = tmp_path / "keys"


@pytest.fixture
def witness(tmp_path: Path) -> Path:
    return tmp_path / "witness"


class TestAWitness:
    def test_gets_a_signed_line_and_the_log_says_so(self, open_request: Any, witness: Path) -> None:
        open_request()
        assert run("audit", "witness", witness).exit_code == 0
        line = json.loads(witness.read_text())
        entry = AccessEntry.objects.latest("sequence")
        assert (entry.action, entry.role, entry.parts) == ("witness_log", "program", "1")
        assert (line["sequence"], line["head"]) == (1, bytes(entry.previous).hex())
        assert heads_in(file=witness) == {1: bytes(entry.previous)}

    def test_is_written_under_the_mandate_that_is_named(self, people: Any, witness: Path) -> None:
        assert run("audit", "witness", witness, "--as", "watcher").exit_code == 0
        assert AccessEntry.objects.latest("sequence").mandate_id == people["watcher"].mandate_id
        refused = run("audit", "witness", witness, "--as", "nobody")
        assert refused.exit_code == 1
        assert "nobody has no mandate" in refused.output

    def test_where_it_cannot_be_written_says_so(self, tmp_path: Path) -> None:
        done = run("audit", "witness", tmp_path / "none" / "witness")
        assert done.exit_code == 1
        assert "cannot be written" in done.output

    def test_is_signed_with_a_key_that_only_its_owner_reads(self, witness: Path) -> None:
        run("audit", "witness", witness)
        assert public_key_file().with_name("witness.key").stat().st_mode & 0o077 == 0


class TestAWitnessFile:
    @pytest.fixture
    def lines(self, witness: Path) -> list[bytes]:
        for sequence in (3, 5, 8):
            add_head(file=witness, head=Head(sequence, bytes([sequence]) * 32), now=MOMENT)
        return witness.read_bytes().splitlines(keepends=True)

    def test_that_nobody_touched_holds_every_head(self, lines: list[bytes], witness: Path) -> None:
        assert heads_in(file=witness) == {number: bytes([number]) * 32 for number in (3, 5, 8)}

    @pytest.mark.parametrize(
        ("order", "said"), [((0, 2), "line 2: the line before"), ((1, 0, 2), "line 1"), ((1, 2), "line 1")]
    )
    def test_of_which_lines_are_gone_or_moved_is_no_witness(
        self, lines: list[bytes], witness: Path, order: tuple[int, ...], said: str
    ) -> None:
        witness.write_bytes(b"".join(lines[place] for place in order))
        with pytest.raises(WitnessUnusable, match=said):
            heads_in(file=witness)

    def test_of_which_a_line_was_changed_is_no_witness(self, lines: list[bytes], witness: Path) -> None:
        witness.write_bytes(lines[0].replace(b'"sequence":3', b'"sequence":4') + b"".join(lines[1:]))
        with pytest.raises(WitnessUnusable, match="line 1: the signature"):
            heads_in(file=witness)

    def test_that_another_key_signed_is_no_witness(self, lines: list[bytes], witness: Path, tmp_path: Path) -> None:
        import base64

        other = tmp_path / "other.pub"
        other.write_bytes(base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()))
        with pytest.raises(WitnessUnusable, match="line 1: the signature"):
            heads_in(file=witness, public_key=other)

    @pytest.mark.parametrize("content", [b"", b"{}\n", b"[]\n", b"no json\n", b'{"format":1'])
    def test_that_holds_no_heads_is_no_witness(self, lines: list[bytes], witness: Path, content: bytes) -> None:
        witness.write_bytes(content)
        with pytest.raises(WitnessUnusable):
            heads_in(file=witness)

    def test_that_was_cut_off_halfway_is_not_written_behind(self, lines: list[bytes], witness: Path) -> None:
        witness.write_bytes(b"".join(lines)[:-5])
        with pytest.raises(WitnessUnusable, match="cut off"):
            add_head(file=witness, head=Head(9, bytes(32)), now=MOMENT)


class TestAVerification:
    def test_ends_with_two_when_the_witness_cannot_be_asked(self, tmp_path: Path) -> None:
        run("audit", "witness", tmp_path / "witness")
        for arguments in (
            ["--witness", tmp_path / "none"],
            ["--witness", tmp_path / "witness", "--key", tmp_path / "none"],
        ):
            done = run("audit", "verify", *arguments)
            assert done.exit_code == 2
            assert "cannot be read" in done.output

    def test_ends_with_two_when_there_is_no_log(self, tmp_path: Path) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")}
        command = [*PROGRAM, "audit", "verify"]
        done = subprocess.run(command, env=inherited | {"RELAAS_VAR": str(tmp_path)}, capture_output=True, text=True)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "The log cannot be read" in done.stderr

    def test_writes_nothing(self, open_request: Any) -> None:
        open_request()
        assert run("audit", "verify").exit_code == 0
        assert AccessEntry.objects.count() == 1


class TestAMandateByName:
    def test_is_that_of_the_person_and_the_role_if_there_are_several(self, people: Any, today: date) -> None:
        assert acting_as("asker", today=today) == people["asker"]
        asker = people["asker"]
        Mandate.objects.create(
            person_id=asker.person_id, organisation_id=asker.organisation_id, role="watcher", from_on=today
        )
        assert acting_as("asker:asker", today=today) == asker
        with pytest.raises(NoSuchMandate, match="asker:asker, asker:watcher"):
            acting_as("asker", today=today)
        for nobody in ("asker:answerer", "nobody", ""):
            with pytest.raises(NoSuchMandate):
                acting_as(nobody, today=today)
