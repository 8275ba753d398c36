"""Triggers with which the database itself keeps a table append-only, for every road to it.

For migrations. On SQLite a migration that makes a table anew drops its triggers: it must create them again.
"""

from collections.abc import Iterator, Mapping, Sequence

Keys = Sequence[Sequence[str]]


def keep_append_only(vendor: str, tables: Mapping[str, Keys]) -> Iterator[str]:
    """Statements after which rows of these tables can be added and nothing else.

    Per table: what tells one row from another; a row that has any of these in common with an earlier one would replace
    it. The function ``refuse_change`` must exist on PostgreSQL (migration 0002).
    """
    for table, keys in tables.items():
        if vendor == "sqlite":
            yield from _sqlite(table, keys)
        else:
            yield from _postgresql(table)


def _sqlite(table: str, keys: Keys) -> Iterator[str]:
    for verb in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {verb} refused'); END"
        )
    # INSERT OR REPLACE deletes the earlier row without asking the trigger on DELETE.
    same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in keys)
    yield (
        f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "  # noqa: S608 - names of our own tables
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows: a row like this is there already'); END"
    )


def _postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    yield (
        f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
