"""How long candidates for one case take among 100 000 children, on both databases: ``python -m benchmarks same_child``.

Names are as skewed as in life: one in nine is called Mohamed, and most given names are shared by hundreds. Each search
is a whole use case: the keys of the child are looked up, the likeliest twenty are opened and compared, and twenty-one
lines go into the log. On PostgreSQL it runs as the application role, behind the second lock.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from benchmarks.readers import quantile
from tests.support.postgres import throwaway_postgresql

CHILDREN = int(os.environ.get("CHILDREN", "100000"))
SEARCHES = 200
AIM_MS = 50
SEED = 9790
_BATCH = 2000
_BEGINS = ("sel", "mu", "ber", "ha", "te", "fi", "ab", "ra", "so", "ki", "me", "yo", "na", "gu", "ze", "da", "le", "wa")
_ENDS = ("am", "mon", "hane", "gos", "kle", "mon", "del", "him", "lam", "dane", "rhawi", "nas", "hom", "ray", "wit")
_COMMON = ("Mohamed", "Ahmed", "Ali", "Abdi", "Fatima", "Ibrahim", "Hassan", "Yusuf", "Omar", "Mariam", "Nguyen", "Van")


def main() -> None:
    """The figures of each database, each in a process of its own. On a machine that does other work too the time of day
    says little: then look at the CPU."""
    with tempfile.TemporaryDirectory() as folder:
        _in_a_process("SQLite", {"RELAAS_VAR": folder})
    with tempfile.TemporaryDirectory() as folder, throwaway_postgresql() as server:
        addresses = {
            "RELAAS_VAR": folder,
            "RELAAS_DATABASE_URL": server.url("relaas"),
            "RELAAS_KEYSTORE_URL": server.url("relaas_keystore"),
        }
        _in_a_process("PostgreSQL", addresses)


def _in_a_process(name: str, environment: dict[str, str]) -> None:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("RELAAS_")}
    command = [sys.executable, "-m", "benchmarks.same_child", "measure"]
    done = subprocess.run(command, env={**inherited, **environment}, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    print(
        f"{name:11} {found['children']} children, {found['keys']} keys; {SEARCHES} searches: "
        f"p50 {found['p50']:.1f} ms, p95 {found['p95']:.1f} ms, longest {found['longest']:.1f} ms"
        f"{'' if found['p95'] < AIM_MS else f'  over {AIM_MS}'}; CPU of the program p50 {found['cpu']:.1f} ms, "
        f"p95 {found['cpu95']:.1f} ms; "
        f"the child's other case was among the candidates {found['found']} times of {SEARCHES}, first {found['first']}",
        flush=True,
    )


def measure() -> None:
    """Fill a database and search it; one line of JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "relaas.config.settings"
    import django

    django.setup()
    from django.db import connection

    from relaas.application.matching.candidates import see_candidates
    from relaas.application.preparing import prepare_database
    from relaas.storage.models import BlindIndexEntry
    from tests.functional.world import make_world

    prepare_database()
    if connection.vendor == "postgresql":
        from tests.support.behind_lock import install_lock

        install_lock()
    make_world()
    now = datetime.now(tz=UTC)
    asked = _fill(now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    keys = BlindIndexEntry.objects.count()
    actor = _officer(now.date())
    taken, cpu, found, first = [], [], 0, 0
    with _as_application_role():
        for number, other in asked:
            begin, begin_cpu = time.perf_counter(), time.process_time()
            page = see_candidates(actor=actor, number=number, today=now.date(), now=now)
            taken.append((time.perf_counter() - begin) * 1000)
            cpu.append((time.process_time() - begin_cpu) * 1000)
            numbers = [one.number for one in page.candidates]
            found += other in numbers
            first += numbers[:1] == [other]
    ordered = sorted(taken)
    print(
        json.dumps(
            {
                "children": CHILDREN,
                "keys": keys,
                "p50": quantile(ordered, 0.5),
                "p95": quantile(ordered, 0.95),
                "longest": ordered[-1],
                "cpu": statistics.median(cpu),
                "cpu95": quantile(sorted(cpu), 0.95),
                "found": found,
                "first": first,
            }
        )
    )


def _fill(now: datetime) -> list[tuple[str, str]]:
    """The children, and a second case, otherwise spelt, of some of them: pairs of numbers, newer and older."""
    chance = Random(SEED)
    names = [f"{begin}{end}".capitalize() for begin in _BEGINS for end in _ENDS]
    chance.shuffle(names)
    pool = [*_COMMON, *names]
    weights = list(accumulate(1 / (place + 1) ** 0.8 for place in range(len(pool))))
    children = []
    for _ in range(CHILDREN):
        parts = chance.choices(pool, cum_weights=weights, k=chance.choice((2, 3, 3)))
        born = date(2006, 1, 1) + timedelta(days=chance.randrange(3650))
        children.append((" ".join(parts), born))
    twins = chance.sample(range(CHILDREN), SEARCHES)
    rows = [*children, *((_respelt(children[place][0], chance), _told(children[place][1], chance)) for place in twins)]
    numbers: list[str] = []
    for start in range(0, len(rows), _BATCH):
        numbers += _store(rows[start : start + _BATCH], start, now)
    return [(numbers[CHILDREN + place], numbers[twin]) for place, twin in enumerate(twins)]


def _respelt(name: str, chance: Random) -> str:
    """As another office wrote it."""
    swaps = (("k", "kh"), ("s", "ss"), ("ou", "u"), ("a", "e"), ("e", "i"), ("h", "hh"), ("y", "i"))
    parts = name.split()
    for old, new in chance.sample(swaps, 2):
        parts = [part[0] + part[1:].replace(old, new, 1) for part in parts]
    if chance.random() < 0.3:
        parts.reverse()
    return " ".join(parts)


def _told(born: date, chance: Random) -> date:
    """The same day, mostly; else another day of that year, or the first of January."""
    kind = chance.random()
    if kind < 0.6:
        return born
    return born.replace(month=1, day=1) if kind < 0.8 else born.replace(day=min(28, born.day % 28 + 1))


def _store(rows: list[tuple[str, date]], start: int, now: datetime) -> list[str]:
    from django.db import transaction

    from relaas.application.law import access_law, library
    from relaas.application.opening import case_row, new_case_id
    from relaas.matching.keys import name_keys
    from relaas.storage.blind_index import IndexKind, _newest_key, fingerprint
    from relaas.storage.models import AccessGrant, BlindIndexEntry, Case, Identity, Placement
    from relaas.storage.models.grants import ENDLESS
    from relaas.storage.sealing import Kind, make_keys
    from relaas.story.access import Verb, verbs_mask

    actor, regime, law = _officer(now.date()), library().regime("integral"), access_law()
    opened = now - timedelta(days=400) + timedelta(minutes=start // _BATCH)
    version, key = _newest_key()
    ciphers = make_keys(case_ids=[new_case_id(opened) for _ in rows], now=now)
    cases, placements, grants, identities, entries = [], [], [], [], []
    held = {"organisation_id": actor.organisation_id, "role": actor.role}
    for place, (cipher, (name, born)) in enumerate(zip(ciphers.values(), rows, strict=True), start=start):
        case = case_row(
            actor=actor, cipher=cipher, ordinal=place, regime=regime, why={"asked": "integral"}, on=opened.date(),
            reason="x", idempotency_key=f"case-{place}", now=opened,
        )  # fmt: skip
        content = {"names": [name], "born_on_claimed": born, "nationalities": ["x"], "languages": ["y"]}
        cases.append(case)
        placements.append(Placement(case=case, from_on=opened.date(), **held))
        grants.append(
            AccessGrant(
                case=case, rule="matching-identity", verbs=verbs_mask([Verb.READ, Verb.MATCH]),
                categories=law.mask(["identity"]), is_foreseen=True, from_at=opened, until_at=ENDLESS,
                written_at=opened, written_by="opening", **held,
            )
        )  # fmt: skip
        identities.append(
            Identity(
                id=case.pk, case=case, version=1, recorded_by_id=actor.mandate_id, recorded_at=opened,
                ciphertext=cipher.seal(kind=Kind.IDENTITY, place=case.pk, content=content), idempotency_key="x", **held,
            )
        )  # fmt: skip
        entries += [
            BlindIndexEntry(
                case=case, kind="name_key", key_version=version, value=value, sealed_as="identity", place=case.pk
            )
            for value in {fingerprint(key, IndexKind.NAME_KEY, one) for one in name_keys([name], born_on=born).all}
        ]
    with transaction.atomic():
        for model, found in (
            (Case, cases), (Placement, placements), (AccessGrant, grants), (Identity, identities),
            (BlindIndexEntry, entries),
        ):  # fmt: skip
            model.objects.bulk_create(found, batch_size=1000)  # type: ignore[attr-defined]
    return [case.number for case in cases]


def _officer(today: date) -> Any:
    from relaas.application.actors import actors_of
    from relaas.storage.models.people import Person

    return actors_of(Person.objects.get(username="matching_officer"), today)[0]


@contextmanager
def _as_application_role() -> Iterator[None]:
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    from tests.support.behind_lock import ROLE

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


if __name__ == "__main__":
    (measure if sys.argv[1:] == ["measure"] else main)()
