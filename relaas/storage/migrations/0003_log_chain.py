"""The log becomes a chain. The entries that were there are chained in the order in which they were written.

What was done to those before this step nobody can tell: their format says so (0). From here on the database takes an
entry only behind the last one, with that one's hash, and keeps in one row where the log ends.
"""

from datetime import UTC, datetime
from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from relaas.kernel.chain import CHAINED_LATER, NO_ENTRIES, Entry, Head, linked

AT_ONCE = 400


def _sqlite():
    for table, key in (("access_entry", "sequence"), ("log_head", "id")):
        yield (
            f"CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows: DELETE refused'); END"
        )
        # INSERT OR REPLACE deletes the earlier row without asking the trigger on DELETE.
        yield (
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "  # noqa: S608 - the names stand above
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows: a row like this is there already'); END"
        )
    yield (
        "CREATE TRIGGER access_entry_refuse_update BEFORE UPDATE ON access_entry "
        "BEGIN SELECT RAISE(ABORT, 'access_entry only grows: UPDATE refused'); END"
    )
    yield (
        "CREATE TRIGGER access_entry_in_chain BEFORE INSERT ON access_entry "
        "WHEN NOT EXISTS (SELECT 1 FROM access_entry WHERE sequence = NEW.sequence - 1 AND hash = NEW.previous) "
        "AND NOT (NEW.sequence = 1 AND NEW.previous = zeroblob(32)) "
        "BEGIN SELECT RAISE(ABORT, 'access_entry: an entry comes without a gap behind the last, with its hash'); END"
    )
    yield (
        "CREATE TRIGGER access_entry_moves_head AFTER INSERT ON access_entry "
        "BEGIN UPDATE log_head SET sequence = NEW.sequence, hash = NEW.hash WHERE id = 1; END"
    )
    yield (
        "CREATE TRIGGER log_head_refuse_update BEFORE UPDATE ON log_head "
        "WHEN NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence "
        "OR NOT EXISTS (SELECT 1 FROM access_entry WHERE sequence = NEW.sequence AND hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'log_head only grows: it follows the entries'); END"
    )


def _postgresql():
    for table in ("access_entry", "log_head"):
        yield (
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    yield (
        "CREATE TRIGGER access_entry_refuse_change BEFORE UPDATE OR DELETE ON access_entry "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    yield "CREATE TRIGGER log_head_refuse_delete BEFORE DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    yield """
        CREATE FUNCTION check_entry_in_chain() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM access_entry WHERE sequence = NEW.sequence - 1 AND hash = NEW.previous)
                AND NOT (NEW.sequence = 1 AND NEW.previous = decode(repeat('00', 32), 'hex'))
            THEN
                RAISE EXCEPTION 'access_entry: an entry comes without a gap behind the last, with its hash'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield (
        "CREATE TRIGGER access_entry_in_chain BEFORE INSERT ON access_entry "
        "FOR EACH ROW EXECUTE FUNCTION check_entry_in_chain()"
    )
    # Once for a whole statement: a row that is written over and over in one transaction gets slower each time.
    yield """
        CREATE FUNCTION move_log_head() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE log_head SET sequence = latest.sequence, hash = latest.hash
            FROM (SELECT sequence, hash FROM added ORDER BY sequence DESC LIMIT 1) AS latest WHERE id = 1;
            RETURN NULL;
        END $$
    """
    yield (
        "CREATE TRIGGER access_entry_moves_head AFTER INSERT ON access_entry "
        "REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION move_log_head()"
    )
    yield """
        CREATE FUNCTION check_log_head() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence
                OR NOT EXISTS (SELECT 1 FROM access_entry WHERE sequence = NEW.sequence AND hash = NEW.hash)
            THEN
                RAISE EXCEPTION 'log_head only grows: it follows the entries'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield "CREATE TRIGGER log_head_follows BEFORE UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION check_log_head()"


def set_entries_aside(apps, schema_editor):
    schema_editor.execute("CREATE TABLE access_entry_before AS SELECT * FROM access_entry", params=None)
    schema_editor.execute("CREATE INDEX access_entry_before_id ON access_entry_before (id)", params=None)


def chain_entries(apps, schema_editor):
    database = schema_editor.connection.alias
    entries = apps.get_model("storage", "AccessEntry").objects.using(database)
    head = NO_ENTRIES
    links = linked(entries=_entries_before(schema_editor.connection), head=head)
    while some := list(islice(links, AT_ONCE)):
        entries.bulk_create([_row(entries.model, link) for link in some])
        head = Head(some[-1].sequence, some[-1].hash)
    apps.get_model("storage", "LogHead").objects.using(database).create(id=1, **head._asdict())
    schema_editor.execute("DROP TABLE access_entry_before", params=None)


def refuse_changes(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


def _entries_before(connection):
    after = 0
    while rows := _rows_after(connection, after):
        for id_, at, action, outcome, detail, person, mandate, organisation, role, case in rows:
            at = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
            yield Entry(
                format=CHAINED_LATER, at=at, action=action, outcome=outcome, detail=detail, person=person,
                on_behalf_of=None, mandate=mandate, organisation=organisation, role=role, case=case, purpose="",
                grounds="", categories="", parts="", sealed_reason=None, processing="", trace="", source="",
            )  # fmt: skip
            after = id_


def _rows_after(connection, after):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, at, action, outcome, detail, person_id, mandate_id, organisation_id, role, case_id "
            "FROM access_entry_before WHERE id > %s ORDER BY id LIMIT %s",
            [after, AT_ONCE],
        )
        return cursor.fetchall()


def _row(model, link):
    entry = link.entry._asdict()
    ids = {f"{name}_id": entry.pop(name) for name in ("person", "on_behalf_of", "mandate", "organisation", "case")}
    return model(sequence=link.sequence, previous=link.previous, hash=link.hash, **ids, **entry)


def _nobody_or(model):
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    dependencies = [("storage", "0002_refuse_changes")]
    operations = [
        migrations.RunPython(set_entries_aside),
        migrations.DeleteModel("AccessEntry"),
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                ("sequence", models.BigAutoField(primary_key=True, serialize=False)),
                ("format", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("action", models.SlugField(db_index=False, max_length=40)),
                ("outcome", models.CharField(choices=[("done", "Done"), ("refused", "Refused")], max_length=8)),
                ("detail", models.CharField(blank=True, max_length=80)),
                ("person", _nobody_or(settings.AUTH_USER_MODEL)),
                ("on_behalf_of", _nobody_or(settings.AUTH_USER_MODEL)),
                ("mandate", _nobody_or("storage.mandate")),
                ("organisation", _nobody_or("storage.organisation")),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("case", _nobody_or("storage.case")),
                ("purpose", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("grounds", models.TextField(blank=True)),
                ("categories", models.TextField(blank=True)),
                ("parts", models.TextField(blank=True)),
                ("sealed_reason", models.BinaryField(null=True)),
                ("processing", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("trace", models.CharField(blank=True, max_length=32)),
                ("source", models.CharField(blank=True, max_length=16)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "access_entry",
                "indexes": [models.Index(fields=["case", "-sequence"], name="access_of_case")],
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.PositiveBigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "log_head"},
        ),
        migrations.RunPython(chain_entries),
        migrations.RunPython(refuse_changes),
    ]
