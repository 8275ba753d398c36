"""The second lock, on PostgreSQL: a pass that only the program can make, and rows that only a pass opens.

The functions below run as the owner of the tables (SECURITY DEFINER) with a fixed search path, so that they see what
their caller does not. None takes anybody's word: all begin with the pass, and the pass with its signature.
"""

from django.db import migrations

from relaas.storage.row_security import AT_LARGE, HERE, OWN, PASSAGE, SEARCHES, WRITES, WROTE, Rows, covers, protect
from relaas.storage.row_security import works_on as working_on

# Sets of `relaas.story.access.Verb`, as grants store them; a test holds them against it.
READING = 0b01011011  # read, exists, label, release, answer
WRITING = 0b00000100
SEARCHING = 0b10000000

MANDATE = "(SELECT relaas_lock.mandate())"


# Whoever writes does so in their own name.
AS_SELF = f"{WROTE} AND recorded_by_id = {MANDATE}"


def _as(column):
    return f"{WRITES} AND {column} = {MANDATE}"


def _part(parent, table, column):
    """A row that belongs to a row of another table, and is seen with it."""
    return f"EXISTS (SELECT 1 FROM {parent} AS whole WHERE whole.id = {table}.{column})"  # noqa: S608 - names below


def _of(parent, table, column):
    """The same, of a row that also names a passage: which passage it is shows only to who sees that one too."""
    return f"{HERE} AND {_part(parent, table, column)} AND ({WRITES} OR {PASSAGE})"


TABLES = {
    # The case around the child: for who works on it today.
    "case_file": Rows(
        read=f"{MANDATE} IS NOT NULL",
        add=f"opened_by_id = {MANDATE} AND (SELECT relaas_lock.writes())",
        change=f"{MANDATE} IS NOT NULL",  # to lock the row; a trigger refuses to change it
    ),
    "placement": Rows(read=f"{HERE} OR {AT_LARGE}"),
    "recorded_act": Rows(read=HERE, add=_as("mandate_id")),
    "case_stage": Rows(read=working_on("case_stage"), remove=WRITES),
    "work_item": Rows(read=f"{HERE} OR {AT_LARGE}", remove=WRITES),
    "access_grant": Rows(read=f"{HERE} OR {AT_LARGE}", change=WRITES),
    "consent_event": Rows(read=working_on("consent_event"), add=_as("recorded_by_id")),
    "access_request": Rows(read=working_on("access_request"), add=_as("requested_by_id")),
    "access_decision": Rows(read=working_on("access_decision"), add=_as("by_id")),
    "notice": Rows(read=f"{HERE} OR {AT_LARGE}", change=f"(SELECT relaas_lock.writes()) AND ({HERE} OR {OWN})"),
    "erasure": Rows(read=working_on("erasure"), add=_as("mandate_id")),
    "key_destruction": Rows(read=working_on("key_destruction")),
    "blind_index_entry": Rows(read=f"{HERE} OR {SEARCHES.format(categories='NULL')}", remove=WRITES),
    # The account and what was made of it: for whom the grants show it.
    "telling": Rows(read="id IN (SELECT relaas_lock.tellings())", add=AS_SELF),
    "passage": Rows(read="id IN (SELECT relaas_lock.passages())", add=AS_SELF),
    "passage_label": Rows(read=PASSAGE, add=_as("set_by_id")),
    "passage_state": Rows(read=PASSAGE, change=f"{WRITES} AND {PASSAGE}"),
    "coded_fact": Rows(read=f"{covers()} OR {WROTE} OR {SEARCHES.format(categories='categories')}", add=AS_SELF),
    "fact_citation": Rows(read=_of("coded_fact", "fact_citation", "fact_id")),
    "question": Rows(read=f"{covers(reviewed=False)} OR ({HERE} AND {OWN})", add=AS_SELF),
    "question_step": Rows(read=f"{HERE} AND {_part('question', 'question_step', 'question_id')}", add=AS_SELF),
    "question_answer": Rows(read=_of("question_step", "question_answer", "step_id")),
    "finding": Rows(
        read=f"{covers()} OR ({HERE} AND organisation_id = (SELECT relaas_lock.organisation()))", add=AS_SELF
    ),
    "finding_citation": Rows(read=_of("finding", "finding_citation", "finding_id")),
    "finding_use": Rows(read=f"{HERE} AND {_part('finding', 'finding_use', 'finding_id')}"),
    "identity": Rows(read=f"{HERE} AND (SELECT relaas_lock.opens('identity'))", add=AS_SELF),
    "attachment": Rows(read=f"{covers(reviewed=False)} OR {WROTE}", add=AS_SELF),
    # The log: everybody adds in their own name, also whose mandate has just ended.
    "access_entry": Rows(
        read=f"mandate_id = {MANDATE} OR ({HERE} AND (SELECT relaas_lock.opens('readings')))",
        add=f"mandate_id = {MANDATE}",
    ),
}

# Triggers that must see rows which whoever sets them off does not.
TRIGGERS = ("check_act_in_order", "check_entry_in_chain", "move_log_head", "check_log_head")

STORE = """
    CREATE SCHEMA relaas_lock;
    GRANT USAGE ON SCHEMA relaas_lock TO PUBLIC;
    CREATE TABLE relaas_lock.signing_key (
        id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
        inner_block bytea NOT NULL,
        outer_block bytea NOT NULL
    );
    CREATE TABLE relaas_lock.category (name text PRIMARY KEY, mask bigint NOT NULL);
    REVOKE ALL ON relaas_lock.signing_key, relaas_lock.category FROM PUBLIC;
"""

# Name with arguments, what it returns, its body. PL/pgSQL because it keeps its plans.
FUNCTIONS = (
    (
        "bearer(OUT mandate bigint, OUT at timestamptz, OUT today date, OUT writes boolean, OUT case_id text)",
        "",
        """
        DECLARE
            parts text[] := string_to_array(current_setting('relaas.pass', true), '|');
            signed text;
        BEGIN
            IF parts IS NULL OR cardinality(parts) <> 9 THEN
                RETURN;
            END IF;
            -- HMAC-SHA-256 (RFC 2104), of which PostgreSQL has the hash only.
            SELECT encode(sha256(outer_block || sha256(inner_block || convert_to(
                array_to_string(parts[1:8], '|'), 'UTF8'))), 'hex')
            INTO signed FROM relaas_lock.signing_key;
            IF signed IS DISTINCT FROM parts[9] OR parts[1] <> 'relaas-pass-1' THEN
                RETURN;
            END IF;
            IF parts[2]::integer <> pg_backend_pid() OR parts[3]::bigint < extract(epoch FROM clock_timestamp()) THEN
                RETURN;
            END IF;
            mandate := parts[4]::bigint;
            at := parts[5]::timestamptz;
            today := parts[6]::date;
            writes := parts[7] = 'writes';
            case_id := nullif(parts[8], '');
        END
        """,
    ),
    (
        "holder(OUT mandate bigint, OUT person bigint, OUT organisation bigint, OUT role text, OUT at timestamptz, "
        "OUT today date, OUT writes boolean, OUT case_id text)",
        "",
        """
        BEGIN
            SELECT m.id, m.person_id, m.organisation_id, m.role, b.at, b.today, b.writes, b.case_id
            INTO mandate, person, organisation, role, at, today, writes, case_id
            FROM relaas_lock.bearer() AS b
            JOIN {tables}.mandate AS m ON m.id = b.mandate
            JOIN {tables}.person AS p ON p.id = m.person_id
            WHERE p.is_active AND m.from_on <= b.today AND coalesce(m.until_on, 'infinity') >= b.today;
        END
        """,
    ),
    ("mandate()", "bigint", "BEGIN RETURN (SELECT b.mandate FROM relaas_lock.bearer() AS b); END"),
    (
        "writes()",
        "boolean",
        "BEGIN RETURN (SELECT h.writes FROM relaas_lock.holder() AS h); END",
    ),
    ("today()", "date", "BEGIN RETURN (SELECT h.today FROM relaas_lock.holder() AS h); END"),
    ("organisation()", "bigint", "BEGIN RETURN (SELECT h.organisation FROM relaas_lock.holder() AS h); END"),
    ("role()", "text", "BEGIN RETURN (SELECT h.role FROM relaas_lock.holder() AS h); END"),
    (
        "organisation_at_large()",
        "bigint",
        "BEGIN RETURN (SELECT h.organisation FROM relaas_lock.holder() AS h WHERE h.case_id IS NULL); END",
    ),
    (
        "role_at_large()",
        "text",
        "BEGIN RETURN (SELECT h.role FROM relaas_lock.holder() AS h WHERE h.case_id IS NULL); END",
    ),
    (
        "works_on(holder record)",
        "boolean",
        """
        BEGIN
            RETURN EXISTS (
                SELECT 1 FROM {tables}.placement AS p
                WHERE p.case_id = holder.case_id AND p.organisation_id = holder.organisation AND p.role = holder.role
                AND p.from_on <= holder.today AND coalesce(p.until_on, 'infinity') >= holder.today
            ) OR EXISTS (
                -- Who opens a case places everybody in it, and at that one moment nobody is placed yet.
                SELECT 1 FROM {tables}.case_file AS c
                WHERE c.id = holder.case_id AND c.opened_by_id = holder.mandate AND c.opened_at = holder.at
            );
        END
        """,
    ),
    (
        "here()",
        "text",
        "BEGIN RETURN (SELECT h.case_id FROM relaas_lock.holder() AS h WHERE relaas_lock.works_on(h)); END",
    ),
    (
        "writes_in()",
        "text",
        "BEGIN RETURN (SELECT h.case_id FROM relaas_lock.holder() AS h WHERE h.writes AND relaas_lock.works_on(h)); END",
    ),
    ("reading_verbs()", "integer", "BEGIN RETURN {reading}; END"),
    (
        "sight(verbs integer, OUT case_id text, OUT plain bigint, OUT reviewed bigint, OUT given text[], "
        "OUT given_reviewed text[])",
        "",
        """
        DECLARE
            holder record;
        BEGIN
            SELECT * INTO holder FROM relaas_lock.holder();
            IF holder.case_id IS NULL OR NOT relaas_lock.works_on(holder) THEN
                RETURN;
            END IF;
            case_id := holder.case_id;
            SELECT coalesce(bit_or(g.categories) FILTER (WHERE g.named = '' AND NOT g.needs_review), 0),
                coalesce(bit_or(g.categories) FILTER (WHERE g.named = ''), 0),
                coalesce(array_agg(g.named) FILTER (WHERE g.named <> '' AND NOT g.needs_review), '{{}}'),
                coalesce(array_agg(g.named) FILTER (WHERE g.named <> ''), '{{}}')
            INTO plain, reviewed, given, given_reviewed
            FROM (
                SELECT one.categories, one.needs_review, coalesce(nullif(one.passage_id, ''), one.telling_id) AS named
                FROM {tables}.access_grant AS one
                WHERE one.case_id = holder.case_id AND one.organisation_id = holder.organisation
                AND one.role = holder.role AND (one.person_id IS NULL OR one.person_id = holder.person)
                AND one.from_at <= holder.at AND one.until_at > holder.at AND one.verbs & sight.verbs <> 0
            ) AS g;
        END
        """,
    ),
    (
        "hidden(verbs integer, reviewed boolean)",
        "bigint",
        """
        BEGIN
            RETURN (
                SELECT ~CASE WHEN hidden.reviewed THEN s.reviewed ELSE s.plain END FROM relaas_lock.sight(verbs) AS s
            );
        END
        """,
    ),
    (
        "opens(category text)",
        "boolean",
        """
        DECLARE
            verbs integer := {reading};
        BEGIN
            IF relaas_lock.writes_in() IS NOT NULL THEN
                verbs := verbs | {writing};
            END IF;
            RETURN (
                SELECT c.mask & relaas_lock.hidden(verbs, false) = 0
                FROM relaas_lock.category AS c WHERE c.name = opens.category
            );
        END
        """,
    ),
    (
        "passages()",
        "SETOF text",
        """
        DECLARE
            seen record;
            own_organisation bigint;
            own_role text;
        BEGIN
            SELECT * INTO seen FROM relaas_lock.sight({reading});
            IF seen.case_id IS NULL THEN
                RETURN;
            END IF;
            RETURN QUERY
                SELECT s.passage_id::text FROM {tables}.passage_state AS s
                WHERE s.case_id = seen.case_id AND (
                    s.categories > 0
                    AND s.categories & ~CASE WHEN s.is_confirmed THEN seen.reviewed ELSE seen.plain END = 0
                    OR s.passage_id = ANY (CASE WHEN s.is_confirmed THEN seen.given_reviewed ELSE seen.given END)
                    OR s.telling_id = ANY (CASE WHEN s.is_confirmed THEN seen.given_reviewed ELSE seen.given END)
                );
            -- Whoever writes must find what they wrote before: the same request may come twice.
            SELECT h.organisation, h.role INTO own_organisation, own_role FROM relaas_lock.holder() AS h WHERE h.writes;
            IF own_role IS NOT NULL THEN
                RETURN QUERY
                    SELECT p.id::text FROM {tables}.passage AS p
                    WHERE p.case_id = seen.case_id AND p.organisation_id = own_organisation AND p.role = own_role;
            END IF;
        END
        """,
    ),
    (
        "tellings()",
        "SETOF text",
        """
        DECLARE
            seen record;
            writer record;
            everything boolean := coalesce(relaas_lock.opens('uncategorised'), false);
        BEGIN
            SELECT * INTO seen FROM relaas_lock.sight({reading});
            IF seen.case_id IS NULL THEN
                RETURN;
            END IF;
            SELECT h.organisation, h.role INTO writer FROM relaas_lock.holder() AS h WHERE h.writes;
            RETURN QUERY
                SELECT t.id::text FROM {tables}.telling AS t
                WHERE t.case_id = seen.case_id AND (
                    everything
                    OR t.id = ANY (seen.given_reviewed)
                    OR t.organisation_id = writer.organisation AND t.role = writer.role
                    OR t.id IN (
                        SELECT s.telling_id FROM {tables}.passage_state AS s
                        WHERE s.case_id = seen.case_id AND s.passage_id IN (SELECT relaas_lock.passages())
                    )
                );
        END
        """,
    ),
    (
        "searches(in_case text, wanted bigint)",
        "boolean",
        """
        BEGIN
            RETURN (
                SELECT bit_or(g.categories) IS NOT NULL AND coalesce(wanted & ~bit_or(g.categories) = 0, true)
                FROM relaas_lock.holder() AS h
                JOIN {tables}.access_grant AS g ON g.case_id = in_case AND g.organisation_id = h.organisation
                    AND g.role = h.role AND (g.person_id IS NULL OR g.person_id = h.person)
                    AND g.from_at <= h.at AND g.until_at > h.at AND g.verbs & {searching} <> 0
                    AND g.passage_id = '' AND g.telling_id = ''
                WHERE h.case_id IS NULL
            );
        END
        """,
    ),
    (
        "next_position()",
        "integer",
        """
        BEGIN
            RETURN (
                SELECT coalesce(max(p.position), 0) + 1 FROM {tables}.passage AS p
                WHERE p.case_id = relaas_lock.writes_in()
            );
        END
        """,
    ),
)
# What would let its caller skip the pass, or tells more than an answer.
INTERNAL = ("holder()", "works_on(record)", "sight(integer)")


def _functions(tables):
    words = {"tables": tables, "reading": READING, "writing": WRITING, "searching": SEARCHING}
    for signature, returned, body in FUNCTIONS:
        result = f"RETURNS {returned} " if returned else ""
        yield (
            f"CREATE FUNCTION relaas_lock.{signature} {result}LANGUAGE plpgsql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $body${body.format(**words)}$body$"
        )
    for signature in INTERNAL:
        yield f"REVOKE EXECUTE ON FUNCTION relaas_lock.{signature} FROM PUBLIC"


def _triggers(tables):
    """They name their tables without a schema; ours goes first, what a session makes for itself last."""
    for name in TRIGGERS:
        yield f"""
            DO $do$ BEGIN
                IF to_regprocedure('{tables}.{name}()') IS NOT NULL THEN
                    ALTER FUNCTION {tables}.{name}() SECURITY DEFINER SET search_path = pg_catalog, {tables}, pg_temp;
                END IF;
            END $do$
        """


def put_the_lock_on(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (tables,) = cursor.fetchone()
    policies = (statement for table, rows in TABLES.items() for statement in protect(table, rows))
    for statement in (STORE, *_functions(tables), *_triggers(tables), *policies):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("storage", "0007_work_of_case")]
    operations = [migrations.RunPython(put_the_lock_on)]
