"""Files from before they had labels: what their adder said they carry is their first label, and nobody confirmed it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from tests.support.older import migrate

pytestmark = pytest.mark.database

BEFORE = [("storage", "0009_stage_terms")]
AFTER = [("storage", "0010_attachment_labels")]
AT = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


def fill(apps: Any) -> None:
    names = ("Person", "Organisation", "Mandate", "Case", "Attachment")
    models = [apps.get_model("storage", name) for name in names]
    person, organisation, mandate, case, file = (model.objects.using("older") for model in models)
    there = organisation.create(slug="old")
    by = mandate.create(
        person=person.create(username="old"), organisation=there, role="story_team", from_on=date(2026, 1, 1)
    )
    opened = {"opened_on": AT.date(), "opened_at": AT, "opened_by": by, "idempotency_key": "case"}
    sealed = {"ciphertext": b"sealed", "role": "story_team", "recorded_at": AT, "recorded_by": by}
    its = case.create(id="case", number="1", name="Berk", regime="integral", why={}, ciphertext=b"sealed", **opened)
    for name, carries in (("one", 4), ("two", 6)):
        file.create(
            id=name,
            case=its,
            categories=carries,
            media_type="image/png",
            size=1,
            content=b"sealed",
            organisation=there,
            idempotency_key=name,
            **sealed,
        )


def test_a_file_keeps_what_it_carried(older: Any) -> None:
    fill(migrate(older, BEFORE))
    apps = migrate(older, AFTER)
    states = apps.get_model("storage", "AttachmentState").objects.using("older")
    labels = apps.get_model("storage", "AttachmentLabel").objects.using("older")
    assert sorted(states.values_list("attachment_id", "categories", "is_confirmed")) == [
        ("one", 4, False),
        ("two", 6, False),
    ]
    assert sorted(labels.values_list("attachment_id", "categories", "set_at")) == [("one", 4, AT), ("two", 6, AT)]
    files = apps.get_model("storage", "Attachment").objects.using("older")
    assert sorted(files.values_list("pk", "media_type")) == [("one", "image/png"), ("two", "image/png")]


def test_what_only_grew_still_does(older: Any) -> None:
    fill(migrate(older, BEFORE))
    apps = migrate(older, AFTER)
    for table in ("Attachment", "AttachmentLabel"):
        with pytest.raises(IntegrityError, match="only grows"):
            apps.get_model("storage", table).objects.using("older").update(case_id="case")
