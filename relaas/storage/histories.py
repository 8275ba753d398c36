"""From stored acts to the history that the engine judges, and what was written with each act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from relaas.kernel.when import When
from relaas.procedure.history import Answer, Entry, History
from relaas.storage.models.cases import RecordedAct
from relaas.storage.sealing import CaseCipher


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written with an act: the facts it established, its form, and the reason if one was asked."""

    answers: Mapping[str, Answer]
    form: Mapping[str, Any]
    reason: str

    def sealed(self, *, cipher: CaseCipher, sequence: int) -> bytes:
        """Under the key of the case, at this place."""
        content = {"answers": {**self.answers}, "form": {**self.form}, "reason": self.reason}
        return cipher.seal(place=sequence, content=content)


@dataclass(frozen=True, slots=True)
class StoredAct:
    """A row and what was written with it."""

    row: RecordedAct
    written: Written

    @property
    def on(self) -> When:
        """The day on which it took effect, as far as it is known."""
        return When(earliest=self.row.earliest_on, latest=self.row.latest_on)

    @property
    def entry(self) -> Entry:
        """The act as the engine sees it; its sequence number is its id."""
        row = self.row
        return Entry(
            id=str(row.sequence),
            act=row.act or None,
            by=row.role,
            on=self.on,
            answers=self.written.answers,
            recorded_at=row.recorded_at,
            annuls=None if row.annuls is None else str(row.annuls),
        )


def read_acts(*, rows: Iterable[RecordedAct], cipher: CaseCipher) -> list[StoredAct]:
    """Open the acts of one case. Raises SealBroken when one was tampered with."""
    return [StoredAct(row, _opened(row, cipher)) for row in rows]


def history_of(acts: Iterable[StoredAct]) -> History:
    """The history that these acts make."""
    return History.of(act.entry for act in acts)


def latest_effect(history: History) -> date | None:
    """The last day on which anything that counts can have taken effect; None without acts."""
    days = [day for entry in history.effective() for day in (entry.on.latest, entry.on.earliest) if day is not None]
    return max(days, default=None)


def _opened(row: RecordedAct, cipher: CaseCipher) -> Written:
    content = cipher.open(place=row.sequence, sealed=bytes(row.ciphertext))
    return Written(answers=content["answers"], form=content["form"], reason=content["reason"])
