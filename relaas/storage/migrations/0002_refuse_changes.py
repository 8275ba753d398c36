"""What was recorded stays as it was: the database itself refuses to change, delete, empty or replace it.

A trigger holds for every road to the table, also for one that goes round this program. On SQLite a migration that makes
one of these tables anew drops its triggers: such a migration must create them again.
"""

from django.db import migrations

# Table -> what tells one row from another: a row that has any of these in common with an earlier one would replace it.
KEPT = {
    "case_file": (("id",), ("number",), ("name",), ("idempotency_key",)),
    "recorded_act": (("id",), ("case_id", "sequence"), ("case_id", "idempotency_key")),
    "access_entry": (("id",),),
}


def _sqlite():
    for table, keys in KEPT.items():
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {verb} refused'); END"
            )
        # INSERT OR REPLACE deletes the earlier row without asking the trigger on DELETE.
        same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
        yield (
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "  # noqa: S608 - the names stand above
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows: a row like this is there already'); END"
        )
    yield (
        "CREATE TRIGGER recorded_act_in_order BEFORE INSERT ON recorded_act "
        "WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM recorded_act WHERE case_id = NEW.case_id) "
        "BEGIN SELECT RAISE(ABORT, 'recorded_act: acts are numbered without a gap'); END"
    )


def _postgresql():
    yield """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """
    for table in KEPT:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    yield """
        CREATE FUNCTION check_act_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.sequence <> (
                SELECT COALESCE(MAX(sequence), 0) + 1 FROM recorded_act WHERE case_id = NEW.case_id
            ) THEN
                RAISE EXCEPTION 'recorded_act: acts are numbered without a gap'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield (
        "CREATE TRIGGER recorded_act_in_order BEFORE INSERT ON recorded_act "
        "FOR EACH ROW EXECUTE FUNCTION check_act_in_order()"
    )


def refuse_changes(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes)]
