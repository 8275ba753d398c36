"""What joining a case to an older one does in both, and undoes again. Nothing is merged: both histories stay.

The signals of the joined case are recorded in the older one too, on the day on which they were given and for the role
and organisation that gave them, under the mandate of who joined. Its duties leave the lists from that day on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from relaas.application.actors import Actor
from relaas.application.consequences import write_consequences
from relaas.application.door import Door
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.recording import Proposed, act_row
from relaas.application.seeing import acts_of
from relaas.kernel.outcomes import Allowed
from relaas.procedure.evaluator import may_act
from relaas.procedure.fold import TooUncertain
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.storage.histories import StoredAct, Written, history_of, read_acts
from relaas.storage.models.cases import Placement
from relaas.storage.second_lock import narrow_to

# The landmark of a first signal, and what a further one is called in a regime that knows it.
FIRST_SIGNAL = "first_signal"
NEW_SIGNAL = "record_new_signal"


def opened_acts(door: Door) -> list[StoredAct]:
    """The acts of a case, under a pass for it."""
    narrow_to(case_id=door.case.pk)
    return read_acts(rows=acts_of(door.case), cipher=door.cipher)


def signals_in(door: Door, acts: Sequence[StoredAct]) -> list[StoredAct]:
    """The signals that count in a case, in the order in which they were recorded."""
    names = signal_acts(door.regime)
    counted = {entry.id for entry in history_of(acts).effective()}
    return [act for act in acts if act.row.act in names and act.entry.id in counted]


def signal_acts(regime: Regime) -> frozenset[str]:
    """The acts with which a signal is recorded under a regime."""
    first = regime.landmarks.get(FIRST_SIGNAL)
    further = {NEW_SIGNAL} & set(regime.acts)
    return frozenset(further if first is None else further.union(first.acts))


def record_signals(door: Door, signals: Iterable[StoredAct], *, link_id: str) -> list[int]:
    """Record signals of a joined case in the older one; their places there. Where its law does not allow a signal now,
    it is recorded as a fact all the same: it was given."""
    acts = opened_acts(door)
    places = []
    for signal in signals:
        name, is_allowed = _as_signal(door.regime, history_of(acts), signal)
        place = len(acts) + 1
        written = Written(answers={}, form=_form(door.regime, name, signal), reason="")
        proposed = Proposed(
            act=name,
            on=signal.on,
            written=written,
            against_rules=not is_allowed,
            annuls=None,
            idempotency_key=f"{link_id}-{signal.row.sequence}",
        )
        acts.append(_added(door, _for_giver(door.actor, signal), proposed, place))
        places.append(place)
    return places


def annul_signals(door: Door, places: Iterable[int], *, link_id: str) -> None:
    """Annul what a joining recorded, where nobody else has corrected it since; as a correction, so that both stay."""
    acts = opened_acts(door)
    by_place = {act.row.sequence: act for act in acts}
    annulled = {act.row.annuls for act in acts}
    for place in places:
        if place in annulled:
            continue
        signal = by_place[place]
        proposed = Proposed(
            act=None,
            on=signal.on,
            written=Written(answers={}, form={}, reason=""),
            against_rules=False,
            annuls=place,
            idempotency_key=f"{link_id}-{place}",
        )
        acts.append(_added(door, _for_giver(door.actor, signal), proposed, len(acts) + 1))


def place_givers(door: Door, signals: Iterable[StoredAct]) -> list[int]:
    """Let the organisations that gave these signals work on the older case in the same role, where they do not yet: it
    is their signal that is dealt with there. Nobody else of the joined case comes along. The new placements."""
    still = {(one.role, one.organisation_id) for one in _placed(door)}
    givers = dict.fromkeys((signal.row.role, signal.row.organisation_id) for signal in signals)
    added = []
    for role, organisation in givers:
        if (role, organisation) not in still:
            placement = Placement(case=door.case, role=role, organisation_id=organisation, from_on=door.today)
            placement.save(force_insert=True)
            added.append(placement.pk)
    return added


def end_placements(door: Door, placements: Iterable[int]) -> None:
    """Let those that a joining placed work on the case no longer; who was placed today, from tomorrow on."""
    for placement in Placement.objects.filter(case=door.case, pk__in=list(placements), until_on__isnull=True):
        placement.until_on = max(placement.from_on, door.today - timedelta(days=1))
        placement.save(update_fields=["until_on"])


def follow(door: Door, *, written_by: str) -> None:
    """Write anew what follows in a case. Raises FormInvalid when so little is known that nothing can be said."""
    acts = opened_acts(door)
    try:
        write_consequences(
            case=door.case,
            regime=door.regime,
            history=history_of(acts),
            length=len(acts),
            now=door.at,
            written_by=written_by,
        )
    except TooUncertain:
        raise FormInvalid((FormFault(field="decision", kind=FaultKind.TOO_UNCERTAIN),)) from None


def _placed(door: Door) -> Iterator[Placement]:
    for one in Placement.objects.filter(case=door.case):
        if one.until_on is None or one.until_on >= door.today:
            yield one


def _as_signal(regime: Regime, history: History, signal: StoredAct) -> tuple[str, bool]:
    """As which act a signal is recorded, and whether the law allows that: as a further one where there is one already,
    else as it was."""
    known = [name for name in (NEW_SIGNAL, signal.row.act, *sorted(signal_acts(regime))) if name in regime.acts]
    day = signal.on.latest
    assert day is not None  # nothing is recorded of which the latest day is not known
    for name in known:
        try:
            outcome = may_act(regime=regime, history=history, act=name, role=signal.row.role, on=day)
        except TooUncertain:
            continue
        if isinstance(outcome, Allowed):
            return name, True
    return known[0], False


def _form(regime: Regime, name: str, signal: StoredAct) -> dict[str, object]:
    fields = regime.acts[name].records
    return {field: value for field, value in signal.written.form.items() if field in fields}


def _for_giver(actor: Actor, signal: StoredAct) -> Actor:
    """Who joins, acting for who gave the signal: it stays theirs, and they can correct it."""
    return replace(actor, role=signal.row.role, organisation_id=signal.row.organisation_id)


def _added(door: Door, actor: Actor, proposed: Proposed, place: int) -> StoredAct:
    row = act_row(actor=actor, case=door.case, cipher=door.cipher, sequence=place, proposed=proposed, now=door.at)
    row.save(force_insert=True)
    return StoredAct(row, proposed.written)
