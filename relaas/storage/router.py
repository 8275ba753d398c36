"""Which table lives in which database: keys apart from what they open, and nothing that joins the two."""

from typing import Any

from django.db.models import Model

KEYSTORE = "keystore"


class KeystoreRouter:
    """Sends the key store's one table to the key store, and keeps everything else out of it."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The key store for keys; no opinion on anything else."""
        return KEYSTORE if model._meta.app_label == KEYSTORE else None

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        """No relation crosses from one database to the other."""
        labels = {one._meta.app_label == KEYSTORE, other._meta.app_label == KEYSTORE}
        return False if len(labels) == 2 else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """A table is made in its own database only."""
        return (db == KEYSTORE) == (app_label == KEYSTORE)
