"""What an act of the case rests on: findings. Procedures consume these and nothing else of the account."""

from collections.abc import Sequence
from dataclasses import dataclass

from relaas.application.door import Door
from relaas.application.log import Refused
from relaas.storage.models.story import FindingUse
from relaas.storage.sealing import Kind
from relaas.storage.stories import acts_resting_on, own_findings, visible_findings
from relaas.story.access import Verb


class NoSuchFinding(Refused):
    """The actor's role at its organisation has concluded nothing of that identifier in this case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingBrief:
    """A finding that the actor may see. ``acts`` are the numbers of the acts that rest on it, as far as the actor sees
    them. ``is_own``: the actor can rest an act on it."""

    id: str
    words: str
    acts: tuple[int, ...]
    is_own: bool


def use_findings(*, door: Door, act: int, findings: Sequence[str]) -> None:
    """Keep on which of its own findings the actor rests an act. Raises NoSuchFinding."""
    asked, actor = set(findings), door.actor
    if not asked:
        return
    own = own_findings(case_id=door.case.pk, organisation_id=actor.organisation_id, role=actor.role)
    if own.filter(pk__in=asked).count() != len(asked):
        raise NoSuchFinding("no such finding")
    FindingUse.objects.bulk_create(FindingUse(case=door.case, finding_id=one, act=act) for one in sorted(asked))


def findings_beside(door: Door, sequences: Sequence[int]) -> tuple[FindingBrief, ...]:
    """The findings in a case that the actor may see, for the page of the case. ``sequences`` are the places in the case
    of the acts that the actor sees, in the order in which they are numbered for it."""
    found = list(
        visible_findings(case_id=door.case.pk, sight=door.sight(), organisation_id=door.actor.organisation_id).order_by(
            "id"
        )
    )
    if not found:
        return ()
    numbers = {sequence: number for number, sequence in enumerate(sequences, start=1)}
    acts, carried = acts_resting_on(found), 0
    for one in found:
        carried |= one.categories
    door.note(Verb.READ, carried, parts=[one.pk for one in found])
    return tuple(
        FindingBrief(
            id=one.pk,
            words=door.cipher.open(kind=Kind.FINDING, place=one.pk, sealed=bytes(one.ciphertext))["words"],
            acts=tuple(numbers[act] for act in acts.get(one.pk, ()) if act in numbers),
            is_own=(one.role, one.organisation_id) == (door.actor.role, door.actor.organisation_id),
        )
        for one in found
    )
