"""``relaas run`` says in one line what stands in the way."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-c", "from relaas.cli.main import main; main()"]


def start(var: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")}
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=inherited | {"RELAAS_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def the_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory in which Relaas ran before, with a case in it."""
    var = tmp_path_factory.mktemp("var")
    done = start(var, "demo", "--cases", "2")
    assert done.returncode == 0, done.stderr
    return var


@pytest.fixture
def var(prepared: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(prepared, tmp_path / "var"))


class TestAStart:
    def test_on_a_taken_port_says_so_and_names_another(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            assert f"Port {port} is taken" in the_line(start(tmp_path, "run", "--port", str(port)))

    def test_where_it_may_not_write_says_where_and_what_to_do(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        line = the_line(start(tmp_path / "file" / "var", "rebuild", "--as", "guardian"))
        assert "cannot write" in line
        assert "RELAAS_VAR" in line

    def test_without_the_key_file_says_which_is_missing(self, var: Path) -> None:
        (var / "keys" / "master-1.key").unlink()
        line = the_line(start(var, "rebuild", "--as", "guardian"))
        assert "master-1.key is missing" in line
        assert "backup" in line

    def test_on_a_database_of_a_newer_program_leaves_it_alone(self, var: Path) -> None:
        with sqlite3.connect(var / "relaas.sqlite3") as database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '9999_later', '2030-01-01')"
            )
        assert "made by a newer Relaas (it has storage.9999_later)" in the_line(
            start(var, "rebuild", "--as", "guardian")
        )

    def test_on_tables_of_another_make_says_that_they_cannot_be_migrated(self, var: Path) -> None:
        with sqlite3.connect(var / "relaas.sqlite3") as database:
            database.execute("DELETE FROM django_migrations WHERE app = 'storage'")
        assert "cannot be brought up to date" in the_line(start(var, "rebuild", "--as", "guardian"))

    def test_on_a_file_that_is_no_database_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "relaas.sqlite3").write_bytes(b"this is no database" * 100)
        assert "cannot be used" in the_line(start(tmp_path, "rebuild", "--as", "guardian"))

    def test_on_an_unknown_kind_of_database_says_which_there_are(self, tmp_path: Path) -> None:
        line = the_line(start(tmp_path, "rebuild", "--as", "guardian", RELAAS_DATABASE_URL="mysql://here/there"))
        assert "sqlite:///" in line

    def test_again_finds_everything_as_it_was(self, var: Path) -> None:
        done = start(var, "rebuild", "--check", "--as", "guardian")
        assert done.returncode == 0
        assert "2 cases; 0 were not" in done.stdout

    def test_makes_files_that_only_their_owner_reads(self, var: Path) -> None:
        for name in ("master-1.key", "secret.key"):
            assert (var / "keys" / name).stat().st_mode & 0o077 == 0
