"""Whether two cases are about one child: what was decided of it, and who has still to look.

On PostgreSQL whoever has a grant to hold identities against each other sees, under a pass without a case, by which keys
names are found and who the children of those cases are said to be; nobody else does.
"""

import django.db.models.deletion
from django.db import migrations, models

from relaas.storage.append_only import keep_append_only
from relaas.storage.row_security import HERE, SEARCHES, WRITES, WROTE, Rows, protect

MATCHING = 0b100000000  # the set of `relaas.story.access.Verb` with ``match`` alone, as grants store it
MANDATE = "(SELECT relaas_lock.mandate())"
MATCHES = "(SELECT relaas_lock.matches())"

KEPT = {"case_link": (("id",), ("case_id", "idempotency_key"), ("undoes_id",))}
TABLES = {
    "case_link": Rows(
        read=f"{HERE} OR other_id = (SELECT relaas_lock.here()) OR {MATCHES}",
        add=f"{WROTE} AND recorded_by_id = {MANDATE}",
    ),
    "match_due": Rows(read=f"{HERE} OR {MATCHES}", remove=WRITES),
}
# Rules of 0008 that now also let somebody who holds identities against each other through; and a placement that a
# joining added can be ended again.
CHANGED = (
    "ALTER POLICY identity_read ON identity USING "
    f"(({HERE} AND (SELECT relaas_lock.opens('identity'))) OR ({MATCHES} AND relaas_lock.matches_in(case_id)))",
    "ALTER POLICY blind_index_entry_read ON blind_index_entry USING "
    f"({HERE} OR (kind <> 'name_key' AND {SEARCHES.format(categories='NULL')}) "
    f"OR (sealed_as = 'identity' AND {MATCHES}))",
    f"CREATE POLICY placement_change ON placement FOR UPDATE USING ({WRITES}) WITH CHECK ({WRITES})",
)
HELD = """g.from_at <= h.at AND g.until_at > h.at AND g.verbs & {matching} <> 0
                    AND (g.person_id IS NULL OR g.person_id = h.person)
                    AND g.categories & (SELECT c.mask FROM relaas_lock.category AS c WHERE c.name = 'identity') <> 0"""
FUNCTIONS = (
    (
        "matches()",
        """
        BEGIN
            -- Asked once a query: whether the bearer holds identities against each other in any case at all.
            RETURN EXISTS (
                SELECT 1 FROM relaas_lock.holder() AS h
                JOIN {tables}.access_grant AS g ON g.organisation_id = h.organisation AND g.role = h.role
                WHERE h.case_id IS NULL AND {held}
            );
        END
        """,
    ),
    (
        "matches_in(in_case text)",
        """
        BEGIN
            RETURN EXISTS (
                SELECT 1 FROM relaas_lock.holder() AS h
                JOIN {tables}.access_grant AS g ON g.case_id = in_case AND g.organisation_id = h.organisation
                    AND g.role = h.role
                JOIN {tables}.placement AS p ON p.case_id = in_case AND p.organisation_id = h.organisation
                    AND p.role = h.role AND p.from_on <= h.today AND coalesce(p.until_on, 'infinity') >= h.today
                WHERE h.case_id IS NULL AND {held}
            );
        END
        """,
    ),
)


def keep_and_lock(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in keep_append_only(vendor, KEPT):
        schema_editor.execute(statement, params=None)
    if vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (tables,) = cursor.fetchone()
    policies = (statement for table, rows in TABLES.items() for statement in protect(table, rows))
    for statement in (*_functions(tables), *policies, *CHANGED):
        schema_editor.execute(statement, params=None)


def _functions(tables):
    for signature, body in FUNCTIONS:
        yield (
            f"CREATE FUNCTION relaas_lock.{signature} RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $body${body.format(tables=tables, held=HELD.format(matching=MATCHING))}$body$"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0011_signals"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchDue",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="match_due",
                        serialize=False,
                        to="storage.case",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("since_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "match_due",
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("same", "Same"),
                            ("not_same", "Not Same"),
                            ("cannot_say", "Cannot Say"),
                            ("looked", "Looked"),
                            ("undone", "Undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("other_version", models.PositiveIntegerField(default=0)),
                ("acts", models.JSONField(default=list)),
                ("placed", models.JSONField(default=list)),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
                ("idempotency_key", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="storage.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.organisation",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_to",
                        to="storage.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.mandate",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone",
                        to="storage.caselink",
                    ),
                ),
            ],
            options={
                "db_table": "case_link",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "idempotency_key"), name="link_decided_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other__isnull", True),
                            models.Q(("other", models.F("case")), _negated=True),
                            _connector="OR",
                        ),
                        name="link_of_two_cases",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision", "undone"), ("undoes__isnull", True), _connector="XOR"),
                        name="link_undone_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision", "looked"), ("other__isnull", False), _connector="XOR"),
                        name="link_looked_at_none",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep_and_lock),
    ]
