"""Which pages there are to look at, and as whom: worked out beside the database, before the server serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from relaas.story.access import Phase

NOBODY = ""
# The page of a third person says little that those of the first two did not; those who see most come first.
ENOUGH = 2
FIRST = ("story_team", "guardian", "police", "child", "ind", "reception", "privacy_officer")
HTML = "text/html"
# Pages in other words than the visitor's, right to left among them.
IN_OTHER_LANGUAGES = ("eigen-exemplaar/?taal=ar", "eigen-exemplaar/?taal=ti")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page. ``session`` is the cookie of who looks, empty for somebody who did not sign in."""

    name: str
    path: str
    username: str
    session: str


def planned_visits() -> list[dict[str, str]]:
    """Plant a case that has something on every page; per address the person whose page of it is the fullest."""
    from tests.support.canaries import plant

    planted = plant(Phase.PROCEDURE)
    sessions = {username: _session_of(username) for username in planted.world.actors}
    fullest: dict[tuple[str, str], tuple[int, str]] = {}
    answered: Counter[tuple[str, str]] = Counter()
    for name, path, username in _asked(planted):
        if answered[name, path] == ENOUGH:
            continue
        size = _size(path, username)
        answered[name, path] += size > 0
        if size > fullest.get((name, path), (0, NOBODY))[0]:
            fullest[name, path] = (size, username)
    return [
        asdict(Visit(name=name, path=path, username=username, session=sessions.get(username, "")))
        for (name, path), (_, username) in fullest.items()
    ]


def _asked(planted: Any) -> Iterator[tuple[str, str, str]]:
    from tests.functional.test_matrix_and_canaries import ROUTES

    people = planted.world.actors
    for username in (*(one for one in FIRST if one in people), *(one for one in people if one not in FIRST)):
        actor = people[username]
        for name, paths in ROUTES.items():
            yield from ((name, path, username) for path in paths(planted, actor.role))
        for tail in IN_OTHER_LANGUAGES:
            yield "web:own-copy", f"/zaken/{planted.world.number}/{tail}", username
    yield "account_login", "/account/login/", NOBODY


def _session_of(username: str) -> str:
    return str(_signed_in(username).cookies["sessionid"].value)


def _signed_in(username: str) -> Any:
    from django.test import Client

    from relaas.storage.models.people import Person

    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    if username:
        client.force_login(Person.objects.get(username=username))
    return client


def _size(path: str, username: str) -> int:
    """How long the page is; 0 for what is no page of its own."""
    answer = _signed_in(username).get(path)
    is_page = answer.status_code == 200 and answer.headers.get("content-type", "").startswith(HTML)
    return len(answer.content) if is_page else 0
