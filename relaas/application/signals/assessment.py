"""The chain-wide assessment of a case: who takes part, what each thinks, what was decided and why, and what is owed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.case_page import CasePage, page_of
from relaas.application.course import project
from relaas.application.door import Door, enter
from relaas.application.log import Action, logged
from relaas.application.seeing import acts_of
from relaas.application.signals.recording import SIGNALS
from relaas.casework.assessment import Round, Said, rounds
from relaas.kernel.when import When
from relaas.procedure.model import Regime
from relaas.storage.histories import StoredAct, history_of, read_acts
from relaas.storage.models.cases import Placement
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An organisation that works on the case in a role that takes part. ``view`` None: in the last round it gave none
    yet. ``is_own``: the actor acts for it in that role."""

    role: str
    organisation: str
    view: Said | None
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPage:
    """The assessment of a case for one actor. ``case`` is the case as that actor sees it: what is owed, by whom and by
    when. ``rounds`` in order; of the last one ``participants`` says who gave a view and who did not. ``can_do`` are the
    acts of the assessment that the actor can do today; ``chairs`` are the roles that decide."""

    case: CasePage
    rounds: tuple[Round, ...]
    participants: tuple[Participant, ...]
    chairs: tuple[str, ...]
    can_do: tuple[str, ...]


def see_assessment(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> AssessmentPage:
    """The assessment, for who may read signals: views and reasons are read by all who take part, as the letter asks of
    a judgement of the whole chain. Raises NotFound, CaseErased, CaseExpired, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_ASSESSMENT, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.READ, SIGNALS)
        acts = read_acts(rows=acts_of(door.case), cipher=door.cipher)
        projection = project(door=door, acts=acts)
        projection.note()
        reason = str(door.cipher.open(place=0, sealed=bytes(door.case.ciphertext))["reason"])
        case = page_of(door=door, projection=projection, reason=reason, history=history_of(acts), today=today)
        found = rounds(regime=door.regime, acts=_said(door.regime, acts))
        return AssessmentPage(
            case=case,
            rounds=found,
            participants=tuple(_participants(door, found)),
            chairs=_by(door.regime, door.regime.assessment.decides if door.regime.assessment else ()),
            can_do=_can_do(door.regime, case),
        )


def _said(regime: Regime, acts: Sequence[StoredAct]) -> Iterator[Said]:
    """The acts of the assessment that count."""
    names = set(regime.assessment.acts) if regime.assessment is not None else set()
    annulled = {act.row.annuls for act in acts}
    for act in acts:
        row = act.row
        if row.act in names and row.sequence not in annulled:
            yield Said(
                act=row.act,
                role=row.role,
                organisation=row.organisation_id,
                organisation_name=row.organisation.name,
                on=When(earliest=row.earliest_on, latest=row.latest_on),
                recorded_at=row.recorded_at,
                form=act.written.form,
            )


def _participants(door: Door, found: Sequence[Round]) -> Iterator[Participant]:
    assessment = door.regime.assessment
    roles = _by(door.regime, assessment.views if assessment is not None else ())
    still = Q(until_on__isnull=True) | Q(until_on__gte=door.today)
    placed = Placement.objects.filter(still, case=door.case, role__in=roles, from_on__lte=door.today)
    views = {(view.role, view.organisation): view for view in found[-1].views} if found else {}
    for placement in sorted(placed.select_related("organisation"), key=lambda one: (roles.index(one.role), one.pk)):
        yield Participant(
            role=placement.role,
            organisation=placement.organisation.name,
            view=views.get((placement.role, placement.organisation_id)),
            is_own=(placement.role, placement.organisation_id) == (door.actor.role, door.actor.organisation_id),
        )


def _by(regime: Regime, acts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role for act in acts for role in regime.acts[act].by))


def _can_do(regime: Regime, case: CasePage) -> tuple[str, ...]:
    if regime.assessment is None:
        return ()
    # A signal has a form of its own, and telling the child is no part of judging.
    known = regime.assessment
    parts = (*known.views, *known.asks, *known.decides, *known.reopens)
    possible = {one.act for one in case.may}
    return tuple(act for act in parts if act in possible)
