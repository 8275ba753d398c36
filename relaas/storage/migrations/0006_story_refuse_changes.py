"""What was told, labelled, asked, found and agreed stays as it was; a grant can be cut short and nothing else."""

from django.db import migrations

from relaas.storage.append_only import keep_append_only

ONCE = (("id",), ("case_id", "idempotency_key"))
KEPT = {
    "telling": (*ONCE, ("case_id", "act")),
    "passage": (*ONCE, ("case_id", "position")),
    "passage_label": (("id",),),
    "coded_fact": ONCE,
    "fact_citation": (("id",),),
    "question": ONCE,
    "question_step": ONCE,
    "question_answer": (("id",),),
    "finding": ONCE,
    "finding_citation": (("id",),),
    "finding_use": (("id",), ("case_id", "act", "finding_id")),
    "identity": (*ONCE, ("case_id", "version")),
    "attachment": ONCE,
    "consent_event": ONCE,
    "access_request": ONCE,
    "access_decision": (("id",), ("request_id", "kind")),
}
GRANT = (
    *("id", "case_id", "organisation_id", "role", "person_id", "rule", "verbs", "categories", "passage_id"),
    *("telling_id", "needs_review", "is_foreseen", "from_at", "written_at", "written_by"),
)


def _sqlite():
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in GRANT)
    yield (
        "CREATE TRIGGER access_grant_only_cut BEFORE UPDATE ON access_grant "
        f"WHEN {changed} OR NEW.until_at >= OLD.until_at OR NEW.until_at < OLD.from_at "
        "BEGIN SELECT RAISE(ABORT, 'access_grant: a grant can only be cut short'); END"
    )
    yield (
        "CREATE TRIGGER access_grant_refuse_delete BEFORE DELETE ON access_grant "
        "BEGIN SELECT RAISE(ABORT, 'access_grant only grows: DELETE refused'); END"
    )
    yield (
        "CREATE TRIGGER access_grant_refuse_replace BEFORE INSERT ON access_grant "
        "WHEN EXISTS (SELECT 1 FROM access_grant WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'access_grant only grows: a row like this is there already'); END"
    )


def _postgresql():
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in GRANT)
    yield f"""
        CREATE FUNCTION check_grant_only_cut() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {changed} OR NEW.until_at >= OLD.until_at OR NEW.until_at < OLD.from_at THEN
                RAISE EXCEPTION 'access_grant: a grant can only be cut short'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield (
        "CREATE TRIGGER access_grant_only_cut BEFORE UPDATE ON access_grant "
        "FOR EACH ROW EXECUTE FUNCTION check_grant_only_cut()"
    )
    yield (
        "CREATE TRIGGER access_grant_refuse_delete BEFORE DELETE ON access_grant "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    yield (
        "CREATE TRIGGER access_grant_refuse_truncate BEFORE TRUNCATE ON access_grant "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def refuse_changes(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in (*keep_append_only(vendor, KEPT), *({"sqlite": _sqlite, "postgresql": _postgresql}[vendor]())):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("storage", "0005_erasure")]
    operations = [migrations.RunPython(refuse_changes)]
