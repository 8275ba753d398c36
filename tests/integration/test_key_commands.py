"""``relaas keys`` and ``relaas retention`` as whoever runs the system uses them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

# Who has two mandates says which; in these tests both are of the same role, so the one of the demonstration is used.
RECORDS = "records_officer"
PROGRAM = [sys.executable, "-c", "from relaas.cli.main import main; main()"]


def run(var: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")}
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=inherited | {"RELAAS_VAR": str(var), "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two invented cases, and somebody who looks after the records of the guardians."""
    var = tmp_path_factory.mktemp("var")
    assert run(var, "demo", "--cases", "2").returncode == 0
    with sqlite3.connect(var / "relaas.sqlite3") as database:
        database.execute("INSERT INTO person VALUES (9001, '!', NULL, 'records', 'Dossiers (verzonden)', 1, 0)")
        for slug in ("guardian", "guardian-south"):
            database.execute(
                "INSERT INTO mandate (person_id, organisation_id, role, from_on) "
                "SELECT 9001, id, 'records_officer', '2020-01-01' FROM organisation WHERE slug = ?",
                (slug,),
            )
    return var


@pytest.fixture
def var(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "var"))


@pytest.fixture
def number(var: Path) -> str:
    """A case of the first guardian organisation."""
    with sqlite3.connect(var / "relaas.sqlite3") as database:
        database.execute("DELETE FROM mandate WHERE person_id = 9001 AND organisation_id NOT IN "
                         "(SELECT organisation_id FROM placement)")  # fmt: skip
        return database.execute(
            "SELECT number FROM case_file WHERE id IN (SELECT case_id FROM placement WHERE organisation_id = "
            "(SELECT organisation_id FROM mandate WHERE person_id = 9001 LIMIT 1))"
        ).fetchone()[0]


def said_in_log(var: Path, *actions: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(var / "relaas.sqlite3") as database:
        rows = database.execute("SELECT action, outcome, role, detail, parts FROM access_entry ORDER BY sequence")
        return [row for row in rows if row[0] in actions]


def erase(var: Path, number: str, tmp_path: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    reason = tmp_path / "reason.txt"
    reason.write_text("Verkeerd geopend.", encoding="utf-8")
    arguments = ("keys", "erase", number, "--as", "records", "--ground", "wrongly-opened", "--reason-file", str(reason))
    return run(var, *arguments, *more, **environment)


class TestTheKeys:
    def test_are_rotated_and_an_old_one_is_retired(self, var: Path) -> None:
        refused = run(var, "keys", "rotate")
        assert refused.returncode == 2
        assert "--operator NAME" in refused.stderr
        done = run(var, "keys", "rotate", "--operator", "beheer-1")
        assert done.returncode == 0, done.stderr
        assert "2 case keys are now wrapped with master key 2" in done.stdout
        said = run(var, "keys", "status").stdout
        assert "can be retired" in said
        assert "wraps new keys" in said
        assert run(var, "keys", "retire", "2", "--operator", "beheer-1").returncode == 1
        assert run(var, "keys", "retire", "1", "--as", RECORDS).returncode == 0
        assert run(var, "rebuild", "--check", "--as", RECORDS).returncode == 0
        assert said_in_log(var, "rotate_keys", "retire_key") == [
            ("rotate_keys", "done", "operator", "operator:beheer-1", "from:1"),
            ("retire_key", "done", "operator", "operator:beheer-1", "master:2"),
            ("retire_key", "refused", "operator", "MasterKeyInUse", ""),
            ("retire_key", "done", "records_officer", "", "master:1"),
        ]

    def test_by_which_things_are_found_are_rotated_under_a_mandate(self, var: Path) -> None:
        assert run(var, "keys", "rotate-index").returncode == 2
        done = run(var, "keys", "rotate-index", "--as", RECORDS)
        assert done.returncode == 0, done.stderr
        assert "0 places are now found with index key 2" in done.stdout
        assert said_in_log(var, "rotate_index") == [("rotate_index", "done", "records_officer", "", "from:1")]

    def test_are_not_handled_by_somebody_without_a_name(self, var: Path) -> None:
        done = run(var, "keys", "rotate", "--operator", "de beheerder")
        assert done.returncode == 2
        assert "known on this machine" in done.stderr
        assert said_in_log(var, "rotate_keys") == []

    def test_that_are_missing_or_wrong_are_named_in_one_line(self, var: Path) -> None:
        file = var / "keys" / "master-1.key"
        right = file.read_text()
        file.write_text("A" * 43 + "=")
        done = run(var, "keys", "status")
        assert done.returncode == 1
        assert "does not open with master key 1" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        file.write_text(right)
        assert run(var, "keys", "status").returncode == 0


class TestErasing:
    def test_prints_a_certificate_and_again_when_asked(self, var: Path, number: str, tmp_path: Path) -> None:
        done = erase(var, number, tmp_path, "--yes", "--json", RELAAS_KEY_BACKUP_DAYS="14")
        assert done.returncode == 0, done.stderr
        certificate = json.loads(done.stdout)
        assert certificate["number"] == number
        assert certificate["key_destroyed_at"]
        assert certificate["copies_expire_on"]
        again = run(var, "keys", "certificate", number, "--as", "records")
        assert "niet bekend" in again.stdout
        assert "Nothing was left" in run(var, "keys", "finish-erasures", "--operator", "beheer-1").stdout
        assert run(var, "rebuild", "--check", "--as", "records").returncode == 0

    def test_is_not_done_unless_it_is_meant(self, var: Path, number: str, tmp_path: Path) -> None:
        assert erase(var, number, tmp_path).returncode == 1
        assert "was not erased" in run(var, "keys", "certificate", number, "--as", "records").stderr

    def test_by_nobody_in_particular_is_refused(self, var: Path, number: str, tmp_path: Path) -> None:
        done = erase(var, number, tmp_path, "--yes", "--as", "nobody")
        assert done.returncode == 2
        assert "nobody has no mandate" in done.stderr

    def test_with_a_number_of_days_that_is_none_is_refused(self, var: Path) -> None:
        done = run(var, "keys", "status", RELAAS_KEY_BACKUP_DAYS="a month")
        assert done.returncode == 1
        assert "RELAAS_KEY_BACKUP_DAYS=a month is no whole number" in done.stderr

    def test_goes_on_at_the_next_start(self, var: Path, number: str, tmp_path: Path) -> None:
        assert erase(var, number, tmp_path, "--yes").returncode == 0
        store = var / "keystore.sqlite3"
        with sqlite3.connect(var / "relaas.sqlite3") as database, sqlite3.connect(store) as keys:
            (case,) = database.execute("SELECT id FROM case_file WHERE number = ?", (number,)).fetchone()
            keys.execute("INSERT INTO case_key VALUES (?, zeroblob(61), '2026-01-01', 1)", (case,))
        run(var, "keys", "status")
        assert said_in_log(var, "finish_erasure") == [("finish_erasure", "done", "program", "at_start", "")]
        with sqlite3.connect(store) as keys:
            assert keys.execute("SELECT count(*) FROM case_key WHERE case_id = ?", (case,)).fetchone() == (0,)


class TestRetention:
    def test_rules_are_printed_with_what_they_rest_on(self, var: Path) -> None:
        said = run(var, "retention", "rules").stdout
        assert "investigation-destroyed" in said
        assert "assumed" in said

    def test_due_lists_cases_of_a_mandate(self, var: Path, number: str) -> None:
        done = run(var, "retention", "due", "--as", "records", "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) == []
