"""The application role on PostgreSQL: it reads and writes what the pages need, owns nothing and passes by no rule."""

from django.db import connection
from psycopg import sql

# Who is who, and in which role: the pages only read it, so that nobody who gets hold of them makes themselves another.
ONLY_READ = ("mandate", "organisation", "role_default", "django_migrations")


class RoleTooStrong(Exception):
    """A role of that name exists, and the second lock would not hold it."""


def role_exists(name: str) -> bool:
    """Whether the database server knows a role of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        return cursor.fetchone() is not None


def make_role(name: str, password: str) -> None:
    """Make a role that can sign in and nothing else. The server gets and logs only what it checks the password with."""
    connection.ensure_connection()
    client = connection.connection.pgconn
    verifier = client.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    statement = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}"
    _execute(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(verifier)))


def grant_to(name: str) -> None:
    """Let a role use the tables, those that there are and those that the owner will make. Raises RoleTooStrong."""
    _check_weak(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = cursor.fetchone()
    words = {"role": sql.Identifier(name), "schema": sql.Identifier(schema), "database": sql.Identifier(database)}
    for statement in (
        "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ):
        _execute(sql.SQL(statement).format(**words))
    only_read = sql.SQL(", ").join(sql.Identifier(schema, table) for table in ONLY_READ)
    _execute(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(only_read, words["role"]))


def _check_weak(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, "
            "(SELECT relowner FROM pg_class WHERE oid = 'passage'::regclass), 'MEMBER') "
            "FROM pg_roles WHERE rolname = %s",
            [name],
        )
        row = cursor.fetchone()
    if row is None or row[0]:
        raise RoleTooStrong(
            f"The role {name} owns the tables, or may pass by every rule, so the second lock would not hold it. "
            "Name another role; one that does not exist yet is made."
        )


def _execute(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
