"""The history of a case as one actor may see it: numbered for them alone, and with a mark of what they saw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from relaas.application.door import Door, Withheld
from relaas.casework.course_view import CourseView, course_view
from relaas.kernel.law_file import Text
from relaas.kernel.when import When
from relaas.procedure.history import Answer
from relaas.storage.histories import StoredAct
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One recorded act. ``number`` counts within this projection only; ``annuls`` is the number of the act that it
    corrects and ``annulled_by`` of the one that corrects it, None when that is not seen.

    ``answers`` are facts; of those in ``withheld_answers`` nothing is told, whether or not there is one. ``form`` and
    ``reason`` are None, whatever there is, for any organisation other than the one that wrote them (``is_withheld``).
    ``why_withheld`` is the ground for either. ``against_rules``: recorded as having happened against the rules.
    ``is_own``: the actor's organisation recorded it in the actor's role, and so may correct it.
    """

    number: int
    act: str | None
    role: str
    organisation: str
    on: When
    recorded_at: datetime
    against_rules: bool
    annuls: int | None
    annulled_by: int | None
    is_annulled: bool
    answers: Mapping[str, Answer]
    withheld_answers: tuple[str, ...]
    form: Mapping[str, Any] | None
    reason: str | None
    is_withheld: bool
    why_withheld: Text
    is_own: bool


@dataclass(frozen=True)
class Projection:
    """The acts of a case that one actor may see, in the order in which they were recorded."""

    door: Door
    view: CourseView
    acts: tuple[StoredAct, ...]
    is_annulled: frozenset[int]

    @property
    def sequences(self) -> tuple[int, ...]:
        """The places in the case of what is seen. They do not leave the application."""
        return tuple(act.row.sequence for act in self.acts)

    @cached_property
    def rows(self) -> tuple[HistoryRow, ...]:
        """The acts as they are shown."""
        numbers = {sequence: number for number, sequence in enumerate(self.sequences, start=1)}
        annulled_by = {act.row.annuls: numbers[act.row.sequence] for act in self.acts if act.row.annuls is not None}
        return tuple(self._row(act, numbers, annulled_by.get(act.row.sequence)) for act in self.acts)

    @cached_property
    def seen(self) -> str:
        """A mark of what the actor sees of the history now: how many acts, and which, as a keyed hash. It changes when
        that changes and at no other time, so it tells nothing of what is not seen."""
        return _mark(self.door, self.sequences)

    def since(self, seen: str) -> tuple[HistoryRow, ...] | None:
        """What came after an earlier mark; None when nothing of what is seen changed. Nothing comes after a mark that
        this actor could not have had, or of which some is not seen any more: look at the whole again."""
        if constant_time_compare(seen, self.seen):
            return None
        size = seen.partition("-")[0]
        seen_then = self.sequences[: int(size)] if size.isdecimal() and len(size) < len("10000") else ()
        return self.rows[len(seen_then) :] if constant_time_compare(seen, _mark(self.door, seen_then)) else ()

    def at(self, number: int) -> StoredAct | None:
        """The act of a number; None when the actor sees none of that number."""
        return self.acts[number - 1] if 0 < number <= len(self.acts) else None

    def note(self) -> None:
        """Say in the log which kinds of information of the case are read, and on which rules."""
        shown = [kind for kind in self.view.kinds.course if kind in self.view.granted]
        self.door.note(Verb.READ, self.door.law.mask(shown))

    def withheld(self) -> tuple[Withheld, ...]:
        """One constant notice per kind of information that the course of a case can hold and the actor may not read."""
        kinds = (kind for kind in self.view.kinds.course if kind not in self.view.granted)
        return tuple(Withheld(category=kind, why=self.door.why_withheld) for kind in kinds)

    def _row(self, act: StoredAct, numbers: Mapping[int, int], annulled_by: int | None) -> HistoryRow:
        row, actor, entry = act.row, self.door.actor, act.entry
        is_withheld = row.organisation_id != actor.organisation_id
        return HistoryRow(
            number=numbers[row.sequence],
            act=entry.act,
            role=row.role,
            organisation=row.organisation.name,
            on=act.on,
            recorded_at=row.recorded_at,
            against_rules=row.against_rules,
            annuls=None if row.annuls is None else numbers.get(row.annuls),
            annulled_by=annulled_by,
            is_annulled=row.sequence in self.is_annulled,
            answers=self.view.shown_answers(entry),
            withheld_answers=self.view.withheld_facts(entry),
            form=None if is_withheld else act.written.form,
            reason=None if is_withheld else act.written.reason,
            is_withheld=is_withheld,
            why_withheld=self.door.why_withheld,
            is_own=_is_own(self.door, act),
        )


def project(*, door: Door, acts: Sequence[StoredAct]) -> Projection:
    """What the actor at the door may see of these acts."""
    entries = {act.entry.id: act.entry for act in acts}
    view = course_view(
        regime=door.regime,
        information=door.law.information,
        granted=granted_kinds(door),
        role=door.actor.role,
        own=(act.entry for act in acts if _is_own(door, act)),
    )
    return Projection(
        door,
        view,
        tuple(act for act in acts if view.shows_entry(act.entry, entries)),
        frozenset(act.row.annuls for act in acts if act.row.annuls is not None),
    )


def granted_kinds(door: Door) -> Iterable[str]:
    """The categories that the actor may read in the case now, whole."""
    seen = door.sight()
    return (name for name, one in door.law.information.categories.items() if seen.covers(1 << one.bit))


def _is_own(door: Door, act: StoredAct) -> bool:
    """Recorded by the actor's role at the actor's organisation: as grants are held, so what was written is."""
    return (act.row.organisation_id, act.row.role) == (door.actor.organisation_id, door.actor.role)


def _mark(door: Door, sequences: Sequence[int]) -> str:
    what = f"{door.case.pk}/{door.actor.role}/{door.actor.organisation_id}/{','.join(map(str, sequences))}"
    return f"{len(sequences)}-{salted_hmac('relaas.course', what, algorithm='sha256').hexdigest()[:24]}"
