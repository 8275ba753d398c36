"""A database from before the chain: its old entries are chained in their order, and are kept like all others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from relaas.kernel.chain import CHAINED_LATER, ChainCheck
from relaas.storage import log_chain
from relaas.storage.log_chain import head, read_links
from tests.support.older import migrate

pytestmark = pytest.mark.database

BEFORE = [("storage", "0002_refuse_changes")]
AFTER = [("storage", "0003_log_chain")]
FIRST = datetime(2026, 5, 20, 10, 0, 0, 123456, tzinfo=UTC)
OLD = 1000


def fill(apps: Any) -> None:
    models = [apps.get_model("storage", name) for name in ("Person", "Organisation", "Mandate", "AccessEntry")]
    person, organisation, mandate, entry = (model.objects.using("older") for model in models)
    who = {"person": person.create(username="old"), "organisation": organisation.create(slug="old")}
    who["mandate"] = mandate.create(**who, role="asker", from_on=FIRST.date())
    entry.bulk_create(
        entry.model(at=FIRST - timedelta(days=number), action="see_work", outcome="done", role=f"role-{number}", **who)
        for number in range(OLD)
    )


class TestAnOlderLog:
    def test_is_chained_in_the_order_in_which_it_was_written(self, older: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        fill(migrate(older, BEFORE))
        migrate(older, AFTER)
        monkeypatch.setattr(log_chain, "connection", older)
        links, check = read_links(after=None, amount=OLD + 1), ChainCheck()
        assert check.follow(links) is None
        assert check.end(head()) is None
        assert [link.entry.role for link in links] == [f"role-{number}" for number in range(OLD)]
        assert {link.entry.format for link in links} == {CHAINED_LATER}
        assert links[0].entry.at == FIRST
        assert "access_entry_before" not in older.introspection.table_names()

    def test_only_grows_from_then_on(self, older: Any) -> None:
        migrate(older, BEFORE)
        entries = migrate(older, AFTER).get_model("storage", "AccessEntry").objects.using("older")
        with pytest.raises(IntegrityError, match="without a gap"):
            entries.create(sequence=2, format=1, at=FIRST, previous=bytes(32), hash=bytes(32))
        entries.create(sequence=1, format=1, at=FIRST, previous=bytes(32), hash=bytes(32))
        with pytest.raises(IntegrityError, match="only grows"):
            entries.update(role="other")
        with pytest.raises(IntegrityError, match="only grows"):
            entries.all()._raw_delete("older")
