"""The database itself refuses to change what was recorded, on SQLite and on PostgreSQL."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from relaas.storage.models import AccessEntry, Case, RecordedAct

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

# What tells a row of each table from another.
TABLES = {"case_file": "id", "recorded_act": "id", "access_entry": "sequence", "log_head": "id"}


@pytest.fixture(autouse=True)
def recorded(open_request: Callable[..., str], ask: Callable[..., Any]) -> None:
    ask(open_request())


def refused(statement: str, arguments: tuple[Any, ...] = ()) -> str:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, arguments)
    return str(caught.value)


class TestWhatWasRecorded:
    @pytest.mark.parametrize("table", TABLES)
    def test_is_not_changed(self, table: str) -> None:
        assert "only grows" in refused(f"UPDATE {table} SET {TABLES[table]} = {TABLES[table]}")

    @pytest.mark.parametrize("table", TABLES)
    def test_is_not_deleted(self, table: str) -> None:
        assert "only grows" in refused(f"DELETE FROM {table}")

    @pytest.mark.parametrize("table", TABLES)
    def test_is_not_emptied_at_once(self, table: str) -> None:
        if connection.vendor == "postgresql":
            # What the transaction of this test still had to check would otherwise stand in the way first.
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert "TRUNCATE refused" in refused(f"TRUNCATE {table} CASCADE")
        else:
            assert "only grows" in refused(f"DELETE FROM {table} WHERE true")

    @pytest.mark.parametrize("table", TABLES)
    def test_is_not_replaced_by_another_row(self, table: str) -> None:
        key = TABLES[table]
        if connection.vendor == "postgresql":
            replaced = (
                f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"
            )
        else:
            replaced = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        assert re.search("only grows|without a gap", refused(replaced))

    def test_is_not_replaced_under_another_key_either(self) -> None:
        act = RecordedAct.objects.get()
        copy = RecordedAct(**{f.attname: getattr(act, f.attname) for f in act._meta.concrete_fields if f.name != "id"})
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)

    def test_is_refused_through_the_program_too(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordedAct.objects.update(role="other")
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessEntry.objects.all().delete()
        assert Case.objects.count() == 1

    def test_is_numbered_without_a_gap(self) -> None:
        act = RecordedAct.objects.get()
        act.pk, act.sequence, act.idempotency_key = None, 3, "gap"
        with pytest.raises(IntegrityError, match="without a gap"), transaction.atomic():
            act.save(force_insert=True)
