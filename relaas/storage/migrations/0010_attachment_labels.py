"""What a file carries is labelled, and confirmed by a second person, as with passages; and three rules of the lock follow
the door: a file as it is labelled now, a fact from passages that were given by name, a finding by what its passages
carry now.
"""

import django.db.models.deletion
from django.db import migrations, models

from relaas.storage.append_only import keep_append_only
from relaas.storage.row_security import HERE, WRITES, WROTE, Rows, covers, protect

READING = "relaas_lock.reading_verbs()"
ATTACHMENT = "attachment_id IN (SELECT relaas_lock.attachments())"
TABLES = {
    "attachment_label": Rows(read=ATTACHMENT, add=f"{WRITES} AND set_by_id = (SELECT relaas_lock.mandate())"),
    "attachment_state": Rows(read=ATTACHMENT, change=f"{WRITES} AND {ATTACHMENT}"),
}
SEARCHES = "((SELECT relaas_lock.organisation_at_large()) IS NOT NULL AND relaas_lock.searches(case_id, categories))"
READ = {
    "attachment": f"id IN (SELECT relaas_lock.attachments()) OR {WROTE}",
    "coded_fact": f"{covers()} OR ({HERE} AND id IN (SELECT relaas_lock.facts_given())) OR {WROTE} OR {SEARCHES}",
    "finding": (
        f"id IN (SELECT relaas_lock.findings()) OR ({HERE} AND organisation_id = (SELECT relaas_lock.organisation()))"
    ),
}
FUNCTIONS = {
    "attachments()": """
        SELECT s.attachment_id::text FROM {tables}.attachment_state AS s
        WHERE s.case_id = seen.case_id AND (
            s.categories > 0
            AND s.categories & ~CASE WHEN s.is_confirmed THEN seen.reviewed ELSE seen.plain END = 0
            OR s.attachment_id = ANY (CASE WHEN s.is_confirmed THEN seen.given_reviewed ELSE seen.given END)
        )
    """,
    "facts_given()": """
        SELECT c.fact_id::text FROM {tables}.fact_citation AS c
        JOIN {tables}.passage_state AS s ON s.passage_id = c.passage_id
        WHERE c.case_id = seen.case_id AND seen.given_reviewed <> '{{}}'
        GROUP BY c.fact_id
        HAVING bool_and(
            s.passage_id = ANY (CASE WHEN s.is_confirmed THEN seen.given_reviewed ELSE seen.given END)
            OR s.telling_id = ANY (CASE WHEN s.is_confirmed THEN seen.given_reviewed ELSE seen.given END)
        )
    """,
    "findings()": """
        SELECT f.id::text FROM {tables}.finding AS f
        WHERE f.case_id = seen.case_id AND f.categories > 0 AND f.categories & ~seen.reviewed = 0
        AND NOT EXISTS (
            SELECT 1 FROM {tables}.finding_citation AS c
            LEFT JOIN {tables}.passage_state AS s ON s.passage_id = c.passage_id
            WHERE c.finding_id = f.id AND (
                s.categories > 0
                AND s.categories & ~CASE WHEN s.is_confirmed THEN seen.reviewed ELSE seen.plain END = 0
            ) IS NOT TRUE
        )
    """,
}


def _functions(tables):
    for signature, query in FUNCTIONS.items():
        body = f"""
            DECLARE
                seen record;
            BEGIN
                SELECT * INTO seen FROM relaas_lock.sight({READING});
                IF seen.case_id IS NULL THEN
                    RETURN;
                END IF;
                RETURN QUERY {query.format(tables=tables)};
            END
        """  # noqa: S608 - names of our own tables
        yield (
            f"CREATE FUNCTION relaas_lock.{signature} RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $body${body}$body$"
        )


def keep_and_lock(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    statements = list(keep_append_only(vendor, {"attachment_label": (("id",),)}))
    if vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            (tables,) = cursor.fetchone()
        statements += _functions(tables)
        for table, rows in TABLES.items():
            statements += protect(table, rows)
        for table, read in READ.items():
            statements.append(f"DROP POLICY {table}_read ON {table}")
            statements.append(f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})")
    for statement in statements:
        schema_editor.execute(statement, params=None)


def label_what_is_there(apps, schema_editor):
    """Whoever added a file said what it carries: that is its first label."""
    here = schema_editor.connection.alias
    label, state = apps.get_model("storage", "AttachmentLabel"), apps.get_model("storage", "AttachmentState")
    files = apps.get_model("storage", "Attachment").objects.using(here).defer("content", "ciphertext")
    for file in files.order_by("pk").iterator():
        label(
            id=file.pk,
            case_id=file.case_id,
            attachment_id=file.pk,
            categories=file.categories,
            set_by_id=file.recorded_by_id,
            set_at=file.recorded_at,
        ).save(using=here, force_insert=True)
        state(attachment_id=file.pk, case_id=file.case_id, categories=file.categories).save(
            using=here, force_insert=True
        )


def _to(model, *, on_delete=django.db.models.deletion.PROTECT, **options):
    return models.ForeignKey(on_delete=on_delete, to=model, **options)


class Migration(migrations.Migration):
    dependencies = [("storage", "0009_stage_terms")]
    operations = [
        migrations.CreateModel(
            name="AttachmentLabel",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("categories", models.PositiveBigIntegerField()),
                ("set_at", models.DateTimeField()),
                ("attachment", _to("storage.attachment", related_name="labels")),
                ("case", _to("storage.case", related_name="+", db_index=False)),
                ("confirms", _to("storage.attachmentlabel", related_name="+", null=True, db_index=False)),
                ("set_by", _to("storage.mandate", related_name="+", db_index=False)),
            ],
            options={"db_table": "attachment_label"},
        ),
        migrations.CreateModel(
            name="AttachmentState",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="state",
                        serialize=False,
                        to="storage.attachment",
                    ),
                ),
                ("categories", models.PositiveBigIntegerField()),
                ("is_confirmed", models.BooleanField(default=False)),
                ("case", _to("storage.case", on_delete=django.db.models.deletion.CASCADE, related_name="+")),
            ],
            options={"db_table": "attachment_state"},
        ),
        migrations.RunPython(keep_and_lock),
        migrations.RunPython(label_what_is_there),
        migrations.RemoveField(model_name="attachment", name="categories"),
    ]
