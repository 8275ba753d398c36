"""Whether the log is still what was written, and a head of it for a witness."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError

from relaas.application.actors import Actor
from relaas.application.log import Action, logged
from relaas.application.running import Program
from relaas.application.witness import add_head
from relaas.kernel.chain import NO_ENTRIES, ChainCheck, Fault, Wrong
from relaas.kernel.moments import amsterdam_date
from relaas.storage.log_chain import entry_count, head, read_links

_AT_ONCE = 5000


class LogUnreadable(Exception):
    """There is no log where it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How many entries were right, one after another from the first, and what is wrong with the next, if anything."""

    entries: int
    fault: Fault | None


def count_entries() -> int:
    """How many entries the log says it has. Raises LogUnreadable."""
    try:
        return entry_count()
    except DatabaseError as error:
        raise LogUnreadable(f"The log cannot be read: {str(error).strip().splitlines()[0]}") from error


def verify_log(*, heads_seen: Mapping[int, bytes], tell: Callable[[int], None]) -> Verdict:
    """Go through the whole log, entry by entry, while others add to it; ``tell`` hears how many were right.

    ``heads_seen`` are what a witness saw. Nothing is written, so that a copy can be verified, and also a broken log.
    """
    check = ChainCheck(heads_seen)
    after, amount = None, _AT_ONCE
    while True:
        ends_at = head()
        try:
            links = read_links(after=after, amount=amount)
        except DatabaseError:
            count_entries()
            if amount == 1:
                return Verdict(entries=check.head.sequence, fault=Fault(check.head.sequence + 1, Wrong.CHANGED))
            # The log is there, but one of these entries is not even text any more: go on one by one until that one.
            amount = 1
            continue
        if not links:
            return Verdict(entries=check.head.sequence, fault=check.end(ends_at))
        fault = check.follow(links)
        if fault is not None:
            return Verdict(entries=check.head.sequence, fault=fault)
        after = links[-1].sequence
        tell(len(links))


def witness_log(*, file: Path, actor: Actor | Program, now: datetime) -> int:
    """Add where the log ends now to a witness file; the number of that entry. Raises WitnessUnusable, MandateEnded.

    The line that says so is durable, and with it everything before it: what the witness saw cannot be lost.
    """
    ends_at = head() or NO_ENTRIES
    with logged(actor=actor, action=Action.WITNESS_LOG, now=now, today=amsterdam_date(now), reads_only=True) as line:
        line.parts = (ends_at.sequence,)
    add_head(file=file, head=ends_at, now=now)
    return ends_at.sequence
