"""Whoever can run SQL as the application role, and has not the program's key, gets nothing; with a pass, its part.

A forger here has a connection of its own, signed in as the application role, and asks for everything.
"""

import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from relaas.storage import second_lock
from relaas.storage.models.cases import Placement
from relaas.storage.models.story import Question
from relaas.storage.second_lock import Pass, PassRefused, lock_key
from relaas.storage.stories import (
    visible_attachments,
    visible_facts,
    visible_findings,
    visible_passages,
    visible_questions,
)
from relaas.story.access import Verb
from tests.support.behind_lock import PASSWORD, ROLE, pass_as_application_role
from tests.support.told_case import TOLD_ON_DAY, World, told_world

pytestmark = [
    pytest.mark.database,
    pytest.mark.postgresql,
    pytest.mark.django_db(databases=["default", "keystore"]),
]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, keys: Path) -> Iterator[World]:
    """A told case that is committed, so that other connections see it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    kept, settings.RELAAS_KEYS = settings.RELAAS_KEYS, keys
    with django_db_blocker.unblock():
        world = told_world()
        strew(world, Random(1))
        yield world
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        for alias in ("default", "keystore"):
            call_command("flush", database=alias, interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("RESET session_replication_role")
    settings.RELAAS_KEYS = kept


@pytest.fixture
def forger(told: World) -> Iterator[psycopg.Connection]:
    """A connection as the application role, of somebody who has not the key."""
    with signed_in() as connection:
        yield connection


@contextmanager
def signed_in() -> Iterator[psycopg.Connection]:
    from django.db import connection

    there = connection.settings_dict
    with psycopg.connect(
        host=there["HOST"], port=there["PORT"], dbname=there["NAME"], user=ROLE, password=PASSWORD, autocommit=True
    ) as own:
        yield own


def case_of(world: World) -> str:
    from relaas.storage.models.cases import Case

    return str(Case.objects.get(number=world.number).pk)


def signed(world: World, role: str, backend: int, *, seconds: int = 60, key: bytes | None = None, **said: Any) -> str:
    """A pass for a person of the told case, the day after the telling."""
    at = world.at(TOLD_ON_DAY + 1)
    given = {"mandate_id": world.actors[role].mandate_id, "at": at, "today": at.date(), "writes": False}
    made = Pass(**{**given, "case_id": case_of(world), **said})
    return made.signed(backend=backend, expires=int(time.time()) + seconds, key=key or lock_key())


def show(connection: psycopg.Connection, text: str) -> None:
    connection.execute("SELECT set_config('relaas.pass', %s, false)", [text])


def tables_of_cases(connection: psycopg.Connection) -> list[str]:
    """Every table with something of a case: it names the case, or is the case."""
    rows = connection.execute(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') "
        "AND (a.attname = 'case_id' OR c.relname = 'case_file') ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows]


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows of each table of cases can be had, of those that have any."""
    found = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in tables_of_cases(connection)
    }
    return {table: amount for table, amount in found.items() if amount}


def passages(connection: psycopg.Connection) -> list[str]:
    return [identifier for (identifier,) in connection.execute("SELECT id FROM passage ORDER BY position").fetchall()]


def strew(world: World, chance: Random) -> None:
    """Passages, facts, questions and findings of every kind, and grants of every shape, as no law would give them."""
    from relaas.storage.models.grants import AccessGrant
    from relaas.storage.models.story import (
        Attachment,
        AttachmentState,
        CodedFact,
        FactCitation,
        Finding,
        FindingCitation,
        Passage,
        PassageState,
        Telling,
    )

    case, actors, at = case_of(world), list(world.actors.values()), world.at(TOLD_ON_DAY + 1)
    bits = [1 << bit for bit in (0, 1, 2, 3, 6, 7, 11, 36, 37)]

    def recorded(identifier: str, **more: Any) -> dict[str, Any]:
        by = chance.choice(actors)
        own = {"recorded_by_id": by.mandate_id, "organisation_id": by.organisation_id, "role": by.role}
        sealed = {"recorded_at": at, "ciphertext": b"sealed", "idempotency_key": identifier}
        return {"id": identifier, "case_id": case, **own, **sealed, **more}

    def some() -> int:
        return sum(chance.sample(bits, chance.choice((0, 1, 1, 2, 3))))

    told = {"audience": "police", "to_one": True, "held_on": at.date()}
    Telling.objects.bulk_create(Telling(**recorded(f"telling-{n}", act=900 + n, **told)) for n in range(3))
    placed = {"kind": "told", "language": "ti"}
    Passage.objects.bulk_create(
        Passage(**recorded(f"passage-{n}", position=100 + n, telling_id=f"telling-{n % 3}", **placed))
        for n in range(120)
    )
    PassageState.objects.bulk_create(
        PassageState(
            passage_id=f"passage-{n}",
            case_id=case,
            telling_id=f"telling-{n % 3}",
            position=100 + n,
            categories=some(),
            is_confirmed=chance.random() < 0.5,
        )
        for n in range(120)
    )
    CodedFact.objects.bulk_create(
        CodedFact(**recorded(f"fact-{n}", kind="alias", categories=some(), certainty="sure")) for n in range(40)
    )
    asked = {"rule": "x", "purpose": "residence", "subject": 1}
    Question.objects.bulk_create(Question(**recorded(f"question-{n}", categories=some(), **asked)) for n in range(40))
    Finding.objects.bulk_create(
        Finding(**recorded(f"finding-{n}", purpose="residence", categories=some())) for n in range(40)
    )
    file = {"media_type": "image/png", "size": 1, "content": b"sealed"}
    Attachment.objects.bulk_create(Attachment(**recorded(f"file-{n}", **file)) for n in range(40))
    AttachmentState.objects.bulk_create(
        AttachmentState(attachment_id=f"file-{n}", case_id=case, categories=some(), is_confirmed=chance.random() < 0.5)
        for n in range(40)
    )
    for n in range(40):
        FactCitation.objects.bulk_create(
            FactCitation(case_id=case, fact_id=f"fact-{n}", passage_id=f"passage-{one}")
            for one in chance.sample(range(120), chance.choice((1, 1, 2)))
        )
        FindingCitation.objects.bulk_create(
            FindingCitation(case_id=case, finding_id=f"finding-{n}", passage_id=f"passage-{one}")
            for one in chance.sample(range(120), chance.choice((0, 1, 2)))
        )
    for number in range(150):
        to = chance.choice(actors)
        begin = at + timedelta(days=chance.choice((-3, -1, 0, 1)))
        AccessGrant.objects.create(
            case_id=case,
            organisation_id=to.organisation_id,
            role=to.role,
            person_id=chance.choice((None, to.person_id, actors[0].person_id)),
            rule="x",
            verbs=chance.randrange(1, 256),
            categories=some(),
            passage_id=chance.choice(("", f"passage-{number % 120}", f"file-{number % 40}")),
            telling_id=chance.choice(("", "", "", f"telling-{number % 3}")),
            needs_review=chance.random() < 0.5,
            from_at=begin,
            until_at=begin + timedelta(days=chance.choice((1, 2, 9))),
            written_at=begin,
            written_by="x",
        )


class TestTheDatabase:
    def test_protects_every_table_of_cases(self, forger: psycopg.Connection) -> None:
        open_ones = [
            table
            for table in tables_of_cases(forger)
            if not forger.execute("SELECT row_security_active(%s)", [table]).fetchone()[0]
        ]
        assert not open_ones, "give each a rule in the migration that makes it: relaas/storage/row_security.py"

    def test_has_rules_that_know_the_verbs_by_their_place(self, forger: psycopg.Connection) -> None:
        reading = forger.execute("SELECT relaas_lock.reading_verbs()").fetchone()[0]
        named = {verb for place, verb in enumerate(Verb) if reading >> place & 1}
        assert named == {Verb.READ, Verb.EXISTS, Verb.LABEL, Verb.RELEASE, Verb.ANSWER}

    def test_knows_no_key_but_that_of_the_program(self, told: World) -> None:
        at = told.at(TOLD_ON_DAY)
        from django.conf import settings

        kept, settings.RELAAS_LOCK_KEY = settings.RELAAS_LOCK_KEY, "QW5kZXJlIHNsZXV0ZWwgdm9vciBkZSBwcm9lZi4uLi4="
        try:
            with (
                pytest.raises(PassRefused, match=r"lock\.key"),
                pass_as_application_role(mandate_id=1, at=at, today=at.date(), writes=False, signed_at=time.time()),
            ):
                pass
        finally:
            settings.RELAAS_LOCK_KEY = kept


class TestWithoutAPass:
    def test_nothing_of_any_case_is_read(self, forger: psycopg.Connection) -> None:
        assert counts(forger) == {}

    def test_nothing_is_added_changed_or_taken_away(self, forger: psycopg.Connection, told: World) -> None:
        for table in tables_of_cases(forger):
            assert forger.execute(f"DELETE FROM {table}").rowcount == 0
        assert forger.execute("UPDATE access_grant SET categories = 1").rowcount == 0
        assert forger.execute("UPDATE passage_state SET categories = 1").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            forger.execute(
                "INSERT INTO placement (case_id, organisation_id, role, from_on) VALUES (%s, 1, 'police', now())",
                [case_of(told)],
            )

    @pytest.mark.parametrize("table", ["mandate", "organisation", "role_default"])
    def test_nobody_makes_themselves_somebody_else(self, forger: psycopg.Connection, table: str) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            forger.execute(
                f"UPDATE {table} SET role = 'guardian'" if table != "organisation" else "DELETE FROM organisation"
            )


class TestAForgedPass:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "||||||||",
            "relaas-pass-1|1|9999999999|1|2026-10-21T12:00:00+00:00|2026-10-21|writes||",
            "relaas-pass-1|x|y|z|now|today|writes|case|0000",
            "' OR true --",
            "|" * 5000,
        ],
    )
    def test_opens_nothing(self, forger: psycopg.Connection, text: str) -> None:
        show(forger, text)
        assert counts(forger) == {}

    def test_with_another_key_opens_nothing(self, forger: psycopg.Connection, told: World) -> None:
        for key in (b"", b"\0" * 32, b"relaas", sha256(b"relaas").digest()):
            show(forger, signed(told, "child", forger.info.backend_pid, key=key or b"\0"))
            assert counts(forger) == {}

    def test_altered_in_any_part_opens_nothing(self, forger: psycopg.Connection, told: World) -> None:
        parts = signed(told, "police", forger.info.backend_pid).split("|")
        child = told.actors["child"].mandate_id
        changes = (
            "relaas-pass-2",
            "1",
            "9999999999",
            child,
            "2030-01-01T00:00:00+00:00",
            "2030-01-01",
            "writes",
            "",
            "0",
        )
        for place, changed in enumerate(changes):
            altered = [*parts[:place], str(changed), *parts[place + 1 :]]
            show(forger, "|".join(altered))
            assert counts(forger) == {}, place

    def test_of_another_connection_opens_nothing(self, forger: psycopg.Connection, told: World) -> None:
        with signed_in() as other:
            given = signed(told, "child", other.info.backend_pid)
            show(other, given)
            assert len(passages(other)) > 4
            show(forger, given)
            assert counts(forger) == {}

    def test_of_two_minutes_ago_opens_nothing(self, forger: psycopg.Connection, told: World) -> None:
        show(forger, signed(told, "child", forger.info.backend_pid, seconds=-1))
        assert counts(forger) == {}

    def test_of_a_mandate_that_does_not_hold_opens_no_case(self, forger: psycopg.Connection, told: World) -> None:
        before = told.actors["child"]
        long_ago = told.at(0) - timedelta(days=365 * 30)
        show(forger, signed(told, before.role, forger.info.backend_pid, today=long_ago.date()))
        assert set(counts(forger)) <= {"case_file", "access_entry"}
        show(forger, signed(told, "child", forger.info.backend_pid, mandate_id=10**9))
        assert set(counts(forger)) <= {"case_file"}


class TestAForger:
    @pytest.mark.parametrize(
        "statement",
        [
            "SET row_security = off",
            "RESET ALL",
            "DISCARD ALL",
            "SET search_path = pg_temp, public",
            "SET SESSION AUTHORIZATION DEFAULT",
            "CREATE TEMP VIEW every_passage AS SELECT * FROM passage",
            "CREATE TEMP TABLE access_grant AS SELECT 1 AS case_id",
            "CREATE FUNCTION pg_temp.relaas_pass() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$",
            "CREATE FUNCTION pg_temp.current_setting(text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$",
            "PREPARE everything AS SELECT * FROM passage",
        ],
    )
    def test_that_may_do_this_still_reads_nothing(self, forger: psycopg.Connection, statement: str) -> None:
        forger.execute(statement)
        for table in ("public.passage", "public.identity", "public.recorded_act", "public.access_grant"):
            assert nothing_or_refused(forger, f"SELECT * FROM {table}")

    @pytest.mark.parametrize(
        "statement",
        [
            "SET ROLE relaas",
            "SET SESSION AUTHORIZATION relaas",
            "SET session_replication_role = replica",
            "ALTER TABLE passage DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE passage NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE passage DISABLE TRIGGER ALL",
            "DROP POLICY passage_read ON passage",
            "CREATE POLICY everything ON passage USING (true)",
            "ALTER ROLE relaas_pages BYPASSRLS",
            "GRANT relaas TO relaas_pages",
            "CREATE VIEW public.every_passage AS SELECT * FROM passage",
            "CREATE FUNCTION public.relaas_all() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
            "CREATE FUNCTION relaas_lock.mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
            "CREATE OR REPLACE FUNCTION relaas_lock.here() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$",
            "ALTER FUNCTION relaas_lock.here() RESET ALL",
            "CREATE TRIGGER mine AFTER INSERT ON passage EXECUTE FUNCTION refuse_change()",
            "TRUNCATE passage_state",
            "SELECT * FROM relaas_lock.signing_key",
            "UPDATE relaas_lock.signing_key SET outer_block = ''",
            "INSERT INTO relaas_lock.category VALUES ('identity', 0)",
            "SELECT * FROM relaas_lock.sight(255)",
            "SELECT * FROM relaas_lock.holder()",
            "SELECT relaas_lock.works_on(ROW(1))",
            "COPY passage TO PROGRAM 'cat'",
            "SELECT pg_read_file('PG_VERSION')",
        ],
    )
    def test_is_refused_this(self, forger: psycopg.Connection, statement: str) -> None:
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)):
            forger.execute(statement)

    def test_learns_nothing_from_the_functions_of_the_rules(self, forger: psycopg.Connection) -> None:
        for call in (
            *("mandate()", "here()", "writes_in()", "organisation()", "role()", "today()", "next_position_or_none"),
            *("hidden(255, true)", "opens('identity')", "passages()", "tellings()", "searches('x', 1)"),
        ):
            asked = "next_position()" if call == "next_position_or_none" else call
            rows = forger.execute(f"SELECT * FROM relaas_lock.{asked}").fetchall()
            assert rows in ([], [(None,)], [(False,)], [(1,)]), call

    def test_does_not_see_rows_through_an_operator_that_tells(self, forger: psycopg.Connection, told: World) -> None:
        """A filter that is not leakproof must not be asked about rows that the rules hide."""
        forger.execute(
            "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
            "$$ BEGIN RAISE NOTICE 'seen %', $1; RETURN true; END $$"
        )
        told_of: list[str] = []
        forger.add_notice_handler(lambda notice: told_of.append(str(notice.message_primary)))
        show(forger, signed(told, "police", forger.info.backend_pid))
        seen = forger.execute("SELECT id FROM passage WHERE pg_temp.tell(id)").fetchall()
        assert 0 < len(seen) == len(told_of) == len(passages(forger))


class TestARightPass:
    def test_opens_exactly_what_the_door_shows(self, forger: psycopg.Connection, told: World) -> None:
        differ, amounts = {}, set()
        for name, actor in placed_actors(told).items():
            show(forger, signed(told, name, forger.info.backend_pid))
            behind_lock = {
                table: sorted(one for (one,) in forger.execute(f"SELECT id FROM {table}").fetchall())
                for table in ("passage", "coded_fact", "question", "finding", "attachment")
            }
            through_door = shown_by_door(told, actor)
            amounts.add(len(through_door["passage"]))
            if behind_lock != through_door:
                differ[name] = (behind_lock, through_door)
        assert differ == {}
        assert len(amounts) > 5, "the case was to be one that shows something else to each"

    def test_opens_no_other_case(self, forger: psycopg.Connection, told: World) -> None:
        show(forger, signed(told, "police", forger.info.backend_pid, case_id="01" + "0" * 24))
        assert set(counts(forger)) <= {"case_file", "access_entry"}

    def test_for_lists_opens_no_story(self, forger: psycopg.Connection, told: World) -> None:
        show(forger, signed(told, "police", forger.info.backend_pid, case_id=""))
        seen = counts(forger)
        assert {"placement", "case_stage", "access_grant"} <= set(seen)
        assert not {"passage", "passage_state", "telling", "identity", "recorded_act"} & set(seen)

    def test_to_read_writes_nothing(self, forger: psycopg.Connection, told: World) -> None:
        show(forger, signed(told, "story_team", forger.info.backend_pid))
        assert forger.execute("UPDATE passage_state SET is_confirmed = true").rowcount == 0
        assert forger.execute("UPDATE access_grant SET until_at = from_at").rowcount == 0
        assert forger.execute("DELETE FROM work_item").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            forger.execute(
                "INSERT INTO access_grant (case_id, organisation_id, role, rule, verbs, categories, passage_id, "
                "telling_id, needs_review, is_foreseen, from_at, until_at, written_at, written_by) "
                "SELECT case_id, organisation_id, role, rule, 255, 4095, '', '', false, false, from_at, until_at, "
                "written_at, 'forger' FROM access_grant LIMIT 1"
            )

    def test_to_write_writes_in_ones_own_name_only(self, forger: psycopg.Connection, told: World) -> None:
        show(forger, signed(told, "guardian", forger.info.backend_pid, writes=True))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            forger.execute(
                "INSERT INTO consent_event (id, case_id, consent, party, is_given, at, recorded_by_id, ciphertext, "
                "idempotency_key) VALUES ('x', %s, 'medical', 'child', true, now(), %s, '', 'x')",
                [case_of(told), told.actors["child"].mandate_id],
            )

    def test_is_not_read_in_what_others_see_of_the_connection(self, told: World) -> None:
        from django.db import connection

        from relaas.storage.second_lock import pass_of

        at = told.at(TOLD_ON_DAY + 1)
        mandate = told.actors["child"].mandate_id
        there = connection.settings_dict
        with (
            pass_of(mandate_id=mandate, at=at, today=at.date(), writes=False, signed_at=time.time()),
            psycopg.connect(
                host=there["HOST"],
                port=there["PORT"],
                dbname="postgres",
                user=there["USER"],
                password=there["PASSWORD"],
            ) as administrator,
        ):
            seen = administrator.execute(
                "SELECT query FROM pg_stat_activity WHERE pid = %s", [connection.connection.info.backend_pid]
            ).fetchone()
        assert seen is not None
        assert "relaas.pass" in seen[0]
        assert "relaas-pass-1" not in seen[0]

    def test_is_gone_from_the_connection_after_a_use_case(self, told: World) -> None:
        from django.db import connection

        from relaas.application.log import Action, logged
        from relaas.application.placed import placed_case

        at, police = told.at(TOLD_ON_DAY + 1), told.actors["police"]
        with logged(actor=police, action=Action.SEE_CASE, now=at, today=at.date(), reads_only=True) as line:
            placed_case(actor=police, number=told.number, today=at.date(), line=line)
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('relaas.pass', true)")
                assert case_of(told) in cursor.fetchone()[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('relaas.pass', true)")
            assert not cursor.fetchone()[0]


def test_the_signature_is_that_of_rfc_2104(told: World) -> None:
    text, _, signature = signed(told, "child", 1).rpartition("|")
    assert signature == hmac.new(second_lock.lock_key(), text.encode(), "sha256").hexdigest()


def placed_actors(world: World) -> dict[str, Any]:
    """Who works on the case; to anybody else the door does not open at all."""
    placed = set(Placement.objects.filter(case__number=world.number).values_list("organisation_id", "role"))
    return {name: actor for name, actor in world.actors.items() if (actor.organisation_id, actor.role) in placed}


def shown_by_door(world: World, actor: Any) -> dict[str, list[str]]:
    """The identifiers that the door shows an actor of each table."""
    case, door = case_of(world), sight_of(world, actor)
    found = {
        "passage": visible_passages(case_id=case, sight=door),
        "coded_fact": visible_facts(case_id=case, sight=door),
        # Who asked a question keeps it in sight, whatever kind it is of.
        "question": visible_questions(case_id=case, sight=door)
        | Question.objects.filter(case_id=case, organisation_id=actor.organisation_id, role=actor.role),
        "attachment": visible_attachments(case_id=case, sight=door),
        "finding": visible_findings(case_id=case, sight=door, organisation_id=actor.organisation_id),
    }
    return {table: sorted(row.pk for row in rows) for table, rows in found.items()}


def sight_of(world: World, actor: Any) -> Any:
    """What the door lets an actor do with what is there, in whatever way."""
    from relaas.storage.grants import grants_in_force
    from relaas.story.grants import Sight, sight

    at = world.at(TOLD_ON_DAY + 1)
    grants = grants_in_force(
        case_id=case_of(world),
        role=actor.role,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=at,
    )
    found = Sight()
    for verb in (Verb.READ, Verb.EXISTS, Verb.LABEL, Verb.RELEASE, Verb.ANSWER):
        found = found.joined(sight(grants, verb=verb, at=at))
    return found


def nothing_or_refused(connection: psycopg.Connection, question: str) -> bool:
    try:
        return connection.execute(question).fetchall() == []
    except psycopg.errors.InsufficientPrivilege:
        return True
