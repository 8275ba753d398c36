"""A Relaas server of its own for a benchmark, as ``relaas run`` starts it, and people who ask it for pages."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil

ADDRESS = "127.0.0.1"
SIGN_IN = "/account/login/"
START_SECONDS = 300
PAGE_SECONDS = 30
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class ServerDidNotStart(Exception):
    """The server ended or gave no page in time; the message holds the end of what it said."""


class UnexpectedAnswer(Exception):
    """A page was asked for and something else came."""


@dataclass(frozen=True)
class Server:
    """A server that runs, and how long it took to its first page."""

    port: int
    process: subprocess.Popen[bytes]
    seconds_to_first_page: float


@contextmanager
def running(command: list[str], *, cwd: Path, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Start a server on a free port (``{port}`` in the command), wait for its first page, and end it afterwards."""
    port = free_port()
    begin = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=cwd,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for_page(port, process, log)
        yield Server(port, process, time.monotonic() - begin)
    finally:
        end(process)


def relaas(*arguments: str) -> list[str]:
    """The command with which this interpreter runs ``relaas``."""
    return [sys.executable, "-c", "from relaas.cli.main import main; main()", *arguments]


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server and everything that it started."""
    family = _family(process.pid)
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _, alive = psutil.wait_procs(family, timeout=5)
    for left in alive:
        left.kill()


def cpu_seconds(pid: int) -> float:
    """What a process and its descendants used so far; those that ended count with who waited for them."""
    total = 0.0
    for process in _family(pid):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def get(port: int, path: str, *, cookies: str = "") -> tuple[int, str]:
    """Status and text of a page, over a connection of its own, as of somebody who reads before asking further."""
    status, text, _ = _ask(port, "GET", path, cookies=cookies)
    return status, text


def sign_in(port: int, *, username: str, password: str) -> str:
    """The cookies of a new session."""
    status, text, cookies = _ask(port, "GET", SIGN_IN)
    token = _CSRF.search(text)
    if status != http.client.OK or token is None:
        raise UnexpectedAnswer(f"{SIGN_IN} answered {status}")
    body = urlencode({"csrfmiddlewaretoken": token[1], "login": username, "password": password})
    status, _, session = _ask(port, "POST", SIGN_IN, cookies=_written(cookies), body=body)
    if status != http.client.FOUND or "sessionid" not in session:
        raise UnexpectedAnswer(f"{username} could not sign in ({status})")
    return _written({**cookies, **session})


def _ask(
    port: int, method: str, path: str, *, cookies: str = "", body: str | None = None
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=PAGE_SECONDS)
    headers = {"Cookie": cookies, "Accept-Language": "nl"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    pairs = (header.partition(";")[0].partition("=") for header in answer.headers.get_all("Set-Cookie", []))
    return answer.status, text, {name: value for name, _, value in pairs}


def _written(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _wait_for_page(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            if get(port, SIGN_IN)[0] == http.client.OK:
                return
        except OSError:
            time.sleep(0.05)
    raise ServerDidNotStart(log.read_text(errors="replace")[-2000:])


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
