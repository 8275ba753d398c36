"""Who takes part in the cases of a list, by role alone: asked once, so that a list tells what of it has expired.

Behind the second lock a list shows its bearer no placements of others. This function shows their roles, of the cases on
which the bearer works, and nothing else of them.
"""

from django.db import migrations

ROLES = """
    CREATE FUNCTION relaas_lock.roles_in(cases text[]) RETURNS TABLE (in_case text, as_role text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
    BEGIN
        RETURN QUERY
            SELECT DISTINCT p.case_id::text, p.role::text
            FROM relaas_lock.holder() AS h
            JOIN {tables}.placement AS mine ON mine.organisation_id = h.organisation AND mine.role = h.role
            JOIN {tables}.placement AS p ON p.case_id = mine.case_id
            WHERE h.case_id IS NULL AND mine.case_id = ANY (cases);
    END
    $body$
"""


def let_roles_be_asked(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        (tables,) = cursor.fetchone()
    schema_editor.execute(ROLES.format(tables=tables), params=None)


class Migration(migrations.Migration):
    dependencies = [("storage", "0015_capacity")]

    operations = [migrations.RunPython(let_roles_be_asked, migrations.RunPython.noop)]
