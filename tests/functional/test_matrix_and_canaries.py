"""Every role, at every address, in every phase: what comes out is what the law of access gives that role, and no more.

A canary is planted in every category (`tests/support/canaries.py`). Every address of the program is visited as every
role; a canary of a category that the role may not read must come out nowhere: not on a page, in a form, an export, an
error, a file to fetch, the text of a PDF or a line of the log. One that it may read must come out on the page of the
account and in the file it is in, so that the sweep cannot pass by seeing nothing. An address or a category without a
row here fails, and so does one that takes a form without a row in `tests/functional/posted.py`.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from relaas.capacity.written import KINDS
from relaas.story.access import About, Phase
from relaas.story.access_library import standard_access
from tests.functional.posted import FORMS, forms_of, sender
from tests.support.canaries import NO_ID, REPORTER, RISK, SIGNALLED, STORY, Planted, canary, plant
from tests.support.files import text_of_pdf
from tests.support.reading_rights import readable, verbs_of

pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.letter("r3-filter"),
]

DATABASES = ("default", "keystore")
Paths = Callable[[Planted, str], list[str]]


def fixed(*paths: str) -> Paths:
    return lambda planted, role: list(paths)


def of_case(*tails: str) -> Paths:
    return lambda planted, role: [f"/zaken/{planted.world.number}/{tail}" for tail in tails]


def whys(planted: Planted, role: str) -> list[str]:
    """One of each kind, and what touches the story."""
    asked = ("status/story", "status/investigation", "term/majority", "right/lawful_stay", "act/hear_story", "act/geen")
    return [f"/zaken/{planted.world.number}/waarom/{kind}/" for kind in asked]


def acts(planted: Planted, role: str) -> list[str]:
    """Two that are the role's, one that is not, and one that does not exist."""
    known = _regime().acts
    own = [name for name, act in known.items() if role in act.by]
    others = [name for name, act in known.items() if role not in act.by]
    return [f"/zaken/{planted.world.number}/handelen/{name}/" for name in (*own[:2], others[0], "geen")]


def sequences(planted: Planted, role: str) -> list[str]:
    return [f"/zaken/{planted.world.number}/herstellen/{place}/" for place in (1, 2, 99)]


def passages(tail: str = "", *, of: int = 3) -> Paths:
    """So many passages of the case, and one that does not exist, at one of their addresses. That all are shown alike is
    the business of their own page; forms beside it are asked of a few."""
    return lambda planted, role: [
        f"/zaken/{planted.world.number}/verhaal/passage/{passage}/{tail}"
        for passage in (*planted.passages[-of:], NO_ID)
    ]


def files(tail: str = "", *, of: int = 1) -> Paths:
    """So many files of the case, and one that does not exist."""
    return lambda planted, role: [
        f"/zaken/{planted.world.number}/bijlagen/{file}/{tail}" for file in (*planted.attachments[-of:], NO_ID)
    ]


def tellings(planted: Planted, role: str) -> list[str]:
    from relaas.storage.models import Telling

    known = Telling.objects.filter(case__number=planted.world.number).values_list("pk", flat=True)
    return [f"/zaken/{planted.world.number}/verhaal/{one}/schrijven/" for one in (*known, NO_ID)]


def risk_entries(page: str, kind: str) -> Paths:
    """Every entry of a kind in the risk analysis, and one that does not exist."""

    def paths(planted: Planted, role: str) -> list[str]:
        from relaas.storage.models import RiskEntry

        known = RiskEntry.objects.filter(case__number=planted.world.number, kind=kind).values_list("pk", flat=True)
        return [f"/zaken/{planted.world.number}/risico/{page}/{one}/" for one in (*known, NO_ID)]

    return paths


def access(planted: Planted, role: str) -> list[str]:
    asked = ("", "?rol=guardian", "?rol=geen", f"?passage={planted.passages[0]}", f"?passage={planted.passages[6]}")
    return [f"/zaken/{planted.world.number}/toegang/{one}" for one in asked]


def regimes(planted: Planted, role: str) -> list[str]:
    return ["/regelingen/integral/", f"/regelingen/integral/?zaak={planted.world.number}", "/regelingen/geen/"]


def matched(tail: str) -> Paths:
    return lambda planted, role: [f"/zelfde-kind/{one}/{tail}" for one in (planted.world.number, "geen")]


def _regime() -> Any:
    from relaas.application.law import library

    return library().regime("integral")


ASKING = ("police-questions", "ind-questions", "guardian-questions", "team-questions", "geen")

# One row per address: what to ask there. What may come out is not here: that is the law of access.
ROUTES: dict[str, Paths] = {
    "account_login": fixed("/account/login/"),
    "account_logout": fixed("/account/logout/"),
    "account_inactive": fixed("/account/inactive/"),
    "account_signup": fixed("/account/signup/"),
    "account_reauthenticate": fixed("/account/reauthenticate/"),
    "account_change_password": fixed("/account/password/change/"),
    "account_set_password": fixed("/account/password/set/"),
    "set_language": fixed("/i18n/setlang/"),
    "web:start": fixed("/"),
    "web:work": fixed("/werk/", "/werk/?na=niets"),
    "web:session": fixed("/sessie/"),
    "web:mandate": fixed("/rol/"),
    "web:cases": fixed("/zaken/", "/zaken/?na=niets"),
    "web:open": fixed("/zaken/openen/"),
    "web:case": of_case("", "?x=1"),
    "web:known": of_case("toen/?dag=2026-11-01", "toen/?dag=geen-dag"),
    "web:why": whys,
    "web:act": acts,
    "web:correct": sequences,
    "web:readings": of_case("inzage/", "inzage/?na=niets"),
    "web:regimes": fixed("/regelingen/"),
    "web:regime": regimes,
    "web:attachments": of_case("bijlagen/"),
    "web:attachment": files(of=len(STORY)),
    "web:labelling": files("indeling/"),
    "web:confirm-attachment": files("bevestigen/"),
    "web:release-attachment": files("vrijgeven/"),
    "web:own-copy": of_case("eigen-exemplaar/", "eigen-exemplaar/?taal=ti"),
    "web:own-copy-print": of_case("eigen-exemplaar/afdrukken/"),
    "web:own-copy-pdf": of_case("eigen-exemplaar.pdf"),
    "web:story": of_case("verhaal/"),
    "web:search": of_case("verhaal/zoeken/"),
    "web:tell": of_case("verhaal/vertellen/hear_story/", "verhaal/vertellen/geen/"),
    "web:write": tellings,
    "web:passage": passages(of=len(STORY)),
    "web:label": passages("indelen/"),
    "web:confirm": passages("bevestigen/"),
    "web:release": passages("vrijgeven/"),
    "web:remark": passages("aanvullen/"),
    "web:fact": passages("feit/alias/"),
    "web:across": fixed("/zoeken/"),
    "web:access": access,
    "web:law-of-access": fixed("/toegang/", "/toegang/?rol=police", "/toegang/?rol=geen"),
    "web:capacity": fixed("/capaciteit/"),
    "web:capacity-totals": fixed("/capaciteit/totalen/"),
    "web:capacity-write": fixed(*(f"/capaciteit/vastleggen/{kind}/" for kind in (*KINDS, "geen"))),
    "web:capacity-annul": fixed("/capaciteit/onjuist/1/"),
    "web:questions": of_case("vragen/"),
    "web:ask": of_case("vragen/stellen/", *(f"vragen/stellen/?rule={rule}&subject=perpetrators" for rule in ASKING)),
    "web:follow": of_case("vragen/vervolg/"),
    "web:findings": of_case("bevindingen/"),
    "web:consents": of_case("toestemming/"),
    "web:identity": of_case("identiteit/"),
    "web:requests": of_case("verzoeken/"),
    "web:decide": of_case("verzoeken/geen/"),
    "web:signal": lambda planted, role: [
        "/signalen/nieuw/",
        f"/signalen/nieuw/?concept={'1' * 32}",
        f"/signalen/nieuw/?zaak={planted.world.number}",
        f"/signalen/nieuw/?zaak={planted.world.number}&concept={'0' * 32}",
    ],
    "web:signal-draft": fixed("/signalen/concept/"),
    "web:signal-discard": fixed("/signalen/concept/geen/weg/"),
    "web:receipt": fixed("/signalen/geen/", "/signalen/planted-signal/"),
    "web:signals": of_case("signalen/"),
    "web:assessment": of_case("beoordeling/"),
    "web:matching": fixed("/zelfde-kind/"),
    "web:compare": matched(""),
    "web:looked": matched("bekeken/"),
    "web:undo-join": matched("ongedaan/"),
    "web:reflection": of_case("bedenktijd/", "bedenktijd/?taal=ti", "bedenktijd/?taal=xx"),
    "web:leaflet-print": of_case("bedenktijd/folder/", "bedenktijd/folder/?taal=ar"),
    "web:leaflet-pdf": of_case("bedenktijd/folder.pdf"),
    "web:codes": of_case("code/"),
    "web:messages": of_case("berichten/"),
    # Of somebody who is signed in these are the page on which a code is typed; the child with a code comes below.
    "web:child": fixed("/ik/", "/ik/?taal=ar"),
    "web:child-send": fixed("/ik/sturen/"),
    "web:child-print": fixed("/ik/blad/"),
    "web:child-pdf": fixed("/ik/blad.pdf"),
    "web:child-leave": fixed("/ik/weg/"),
    "web:risk": of_case("risico/"),
    "web:risk-team": of_case("risico/team/"),
    "web:risk-domain": of_case("risico/domein/self_harm_and_health/", "risico/domein/geen/"),
    "web:risk-add-measure": of_case("risico/domein/family/maatregel/"),
    "web:risk-accept": of_case("risico/domein/family/aanvaarding/", "risico/domein/disappearance/aanvaarding/"),
    "web:risk-measure": risk_entries("maatregel", "measure"),
    "web:risk-acceptance": risk_entries("aanvaarding", "acceptance"),
    "web:late-risks": fixed("/toezicht/risicos/"),
    "web:emergencies": fixed("/noodinzage/"),
    "web:notice": fixed("/berichten/1/gezien/"),
}


def routes_of_the_program() -> set[str]:
    return set(_named(get_resolver().url_patterns, ""))


def _named(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _named(pattern.url_patterns, prefix + inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


@pytest.mark.database
class TestTheMatrix:
    def test_has_a_row_for_every_address(self) -> None:
        assert set(ROUTES) == routes_of_the_program()

    def test_has_a_canary_for_every_category_of_the_story(self) -> None:
        law = standard_access()
        no_words = {"uncategorised", "told_to_one"}
        story = {name for name, one in law.information.categories.items() if one.about is About.STORY}
        assert set(STORY) == story - no_words


@pytest.mark.database
@pytest.mark.parametrize("phase", Phase)
def test_each_role_meets_at_every_address_only_what_the_law_gives_it(
    phase: Phase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    planted = plant(phase)
    leaks: list[str] = []
    for role, client in signed_in(planted):
        # Whoever reported a signal reads its own words back.
        allowed = readable(role, phase) | ({"signals"} if role == REPORTER else set())
        seen: set[str] = set()
        for name, paths in ROUTES.items():
            for path in paths(planted, role):
                answer = client.get(path)
                assert answer.status_code < 500, f"{role} at {path}: {answer.status_code}"
                came_out = text_of(answer)
                found = {category for word, category in planted.canaries.items() if word in came_out}
                leaks += [f"{role} at {path} ({name}): {category}" for category in found - allowed]
                seen |= {word for word in planted.canaries if word in came_out}
        # On the page of the account, in its translation, in the list of files and in the file itself.
        expected = {canary(category, what) for category in allowed & set(STORY) for what in "abcd"}
        assert bool(seen & SIGNALLED) == ("signals" in allowed), f"{role} sees of the signals"
        assert seen & _words_of_the_story(planted) == expected, f"{role} sees of the story"
        risk = {word for word, category in planted.canaries.items() if category == RISK}
        assert seen & risk == (risk if RISK in allowed else set()), f"{role} sees of the risk analysis"
    assert leaks == []
    assert not [word for word in planted.canaries if word in caplog.text]


# What changes the case is the same in every phase; who may see what is most apart in these two. On SQLite alone:
# thousands of forms taken back in one transaction are too slow on PostgreSQL, where each use case has its own tests.
@pytest.mark.parametrize("phase", [Phase.REFLECTION, Phase.PROCEDURE])
def test_each_role_sends_every_form_and_meets_only_what_the_law_gives_it(
    phase: Phase, caplog: pytest.LogCaptureFixture
) -> None:
    """Empty, with nonsense, with the names of another case's parts, and looking right. What is refused changes nothing,
    and neither does anything that a role sends who may do nothing of the kind. Each form is taken back after it."""
    caplog.set_level(logging.DEBUG)
    planted = plant(phase)
    wrong: list[str] = []
    changed: set[str] = set()
    shown: set[str] = set()
    for role, client in signed_in(planted):
        wrong += [f"{name} takes forms and has no row" for name in without_row(client, planted, role)]
        allowed, verbs, who = readable(role, phase), verbs_of(role, phase), sender(planted, role)
        for name, row in FORMS.items():
            for sent in forms_of(row, who):
                with taken_back(client), counted() as counts:
                    answer = client.post(sent.path, copy.copy(sent.form), follow=True)
                    if counts():
                        changed.add(name)
                    told = f"{text_of(answer)} {answer.redirect_chain} {new_entries()}"
                    what = f"{role} sends {sorted(sent.form)} to {sent.path} ({name}), {answer.status_code}"
                    found = {category for word, category in planted.canaries.items() if word in told}
                    shown |= found
                    wrong += [f"{what}: {category}" for category in found - allowed]
                    is_refused = answer.status_code >= 400 and not answer.redirect_chain
                    is_barred = row.verbs is not None and not row.verbs & verbs
                    if answer.status_code >= 500 or (counts() and (is_refused or is_barred)):
                        wrong.append(f"{what} changes {counts()}")
    assert wrong == []
    assert not [word for word in planted.canaries if word in caplog.text]
    # What looks right is taken from somebody, and answers hold what may be read: the sweep does not pass by refusals.
    assert changed >= TAKEN
    assert shown >= readable("story_team", phase) & set(STORY)


TAKEN = {
    *("web:signal", "web:signal-draft"),
    *("web:act", "web:ask", "web:attachments", "web:consents", "web:fact", "web:findings", "web:follow"),
    *("web:risk-team", "web:risk-domain", "web:risk-add-measure", "web:risk-measure", "web:risk-acceptance"),
    *("web:identity", "web:label", "web:remark", "web:requests", "web:tell", "web:write"),
}


def signed_in(planted: Planted) -> Iterator[tuple[str, Any]]:
    """One person in each role, with a client."""
    from django.test import Client

    from relaas.storage.models.people import Person

    for username, actor in planted.world.actors.items():
        if username == actor.role:
            client = Client(headers={"accept-language": "nl"}, raise_request_exception=False)
            client.force_login(Person.objects.get(username=username))
            yield actor.role, client


def without_row(client: Any, planted: Planted, role: str) -> list[str]:
    """The addresses that take a form and have no row of forms."""
    missing = set(ROUTES) - set(FORMS)
    return [name for name in missing if client.options(ROUTES[name](planted, role)[0]).headers.get("Allow") != "GET"]


@contextmanager
def taken_back(client: Any) -> Iterator[None]:
    """Whatever is written in here, and whoever is signed out, is as it was afterwards."""
    from django.db import transaction

    cookies, places = copy.deepcopy(client.cookies), [(alias, transaction.savepoint(alias)) for alias in DATABASES]
    try:
        yield
    finally:
        for alias, place in places:
            transaction.savepoint_rollback(place, alias)
        client.cookies = cookies


@contextmanager
def counted() -> Iterator[Callable[[], dict[str, int]]]:
    """How many rows came or went in each table about cases since the beginning."""
    before = dict(_counts())
    yield lambda: {table: count - before[table] for table, count in _counts() if count != before[table]}


def _counts() -> list[tuple[str, int]]:
    from django.apps import apps
    from django.db import connection

    no_cases = {"access_entry", "log_head", "person", "case_counter", "wrong_tries"}
    models = [model for model in apps.get_app_config("storage").get_models() if model._meta.managed]
    tables = {model._meta.db_table for model in models} - no_cases
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in sorted(tables)))
        return cursor.fetchall()  # type: ignore[no-any-return]


def new_entries() -> str:
    """What the last lines of the log say."""
    from relaas.storage.models import AccessEntry

    columns = ("action", "detail", "purpose", "grounds", "categories", "parts")
    return str(list(AccessEntry.objects.order_by("-sequence").values_list(*columns)[:4]))


def _words_of_the_story(planted: Planted) -> set[str]:
    """Those that the child told, without what a doctor found about its health in the risk analysis."""
    found_by_others = canary("health", "risk")
    return {word for word, category in planted.canaries.items() if category in STORY and word != found_by_others}


def text_of(answer: Any) -> str:
    """Everything that came out: the body, what is to be read in a PDF, the headers and where it sends on to."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    is_pdf = answer.headers.get("Content-Type") == "application/pdf"
    return f"{text_of_pdf(body) if is_pdf else body.decode(errors='replace')} {answer.headers}"


@pytest.mark.database
def test_the_child_with_a_code_meets_what_it_wrote_itself_and_nothing_of_the_story() -> None:
    """The session of its own page opens no other address of the program."""
    from django.test import Client

    planted = plant(Phase.PROCEDURE)
    client = Client(headers={"accept-language": "nl"}, raise_request_exception=False)
    assert client.post("/ik/", {"code": planted.code}).status_code == HTTPStatus.FOUND
    seen: dict[str, str] = {}
    for name, paths in ROUTES.items():
        for path in paths(planted, "child") if name != "web:child-leave" else ():
            answer = client.get(path)
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, path
            came_out = text_of(answer)
            seen |= {category: name for word, category in planted.canaries.items() if word in came_out}
    assert set(seen) == {"messages"}
