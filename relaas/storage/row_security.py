"""The words in which migrations say which rows of a table the application role reads and writes on PostgreSQL.

The functions that the words name are made by migration 0008. A table that holds something of a case is protected in the
migration that makes it; a test walks the database and fails on one that is not. On SQLite there are no roles.
"""

from collections.abc import Iterator
from dataclasses import dataclass

# The one case of the pass, while its bearer works on it; and the same when the pass also writes.
HERE = "case_id = (SELECT relaas_lock.here())"
WRITES = "case_id = (SELECT relaas_lock.writes_in())"

# The bearer's own organisation and role; and the same under a pass that is not bound to one case: for lists.
OWN = "(organisation_id = (SELECT relaas_lock.organisation()) AND role = (SELECT relaas_lock.role()))"
AT_LARGE = (
    "(organisation_id = (SELECT relaas_lock.organisation_at_large()) AND role = (SELECT relaas_lock.role_at_large()))"
)
PASSAGE = "passage_id IN (SELECT relaas_lock.passages())"
WROTE = f"({WRITES} AND {OWN})"
READS = "relaas_lock.reading_verbs()"
SEARCHES = "((SELECT relaas_lock.organisation_at_large()) IS NOT NULL AND relaas_lock.searches(case_id, {categories}))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Which rows may be read, added, changed and taken away. Empty: none."""

    read: str
    add: str = WRITES
    change: str = ""
    remove: str = ""


def works_on(table: str) -> str:
    """The bearer's role works on the case of the row: on the case of the pass, or, for lists, on any of its cases."""
    return (
        f"({HERE} OR EXISTS (SELECT 1 FROM placement AS mine WHERE mine.case_id = {table}.case_id"  # noqa: S608 - names of our own tables
        " AND mine.organisation_id = (SELECT relaas_lock.organisation_at_large())"
        " AND mine.role = (SELECT relaas_lock.role_at_large())"
        " AND mine.from_on <= (SELECT relaas_lock.today())"
        " AND COALESCE(mine.until_on, 'infinity') >= (SELECT relaas_lock.today())))"
    )


def covers(*, verbs: str = READS, reviewed: bool = True) -> str:
    """The grants of the bearer in the case of the pass cover every category that the row carries."""
    hidden = f"(SELECT relaas_lock.hidden({verbs}, {'true' if reviewed else 'false'}))"
    return f"({HERE} AND categories > 0 AND categories & {hidden} = 0)"


def protect(table: str, rows: Rows) -> Iterator[str]:
    """Statements after which whoever does not own the table has these rows and no others."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({rows.read})"
    if rows.add:
        yield f"CREATE POLICY {table}_add ON {table} FOR INSERT WITH CHECK ({rows.add})"
    if rows.change:
        yield f"CREATE POLICY {table}_change ON {table} FOR UPDATE USING ({rows.change}) WITH CHECK ({rows.change})"
    if rows.remove:
        yield f"CREATE POLICY {table}_remove ON {table} FOR DELETE USING ({rows.remove})"
