"""Identifiers of new rows: they sort by the moment they were made, and tell nothing else."""

import secrets
from datetime import datetime

from relaas.kernel.identifiers import SORTABLE_ID_BYTES, sortable_id


def new_id(now: datetime) -> str:
    """A ULID of this moment."""
    return sortable_id(moment=now, randomness=secrets.token_bytes(SORTABLE_ID_BYTES))
