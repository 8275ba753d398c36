"""Grants in the database: what the law foresees is written ahead, what does not hold any more is cut short."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from django.db.models import F, Q, QuerySet

from relaas.casework.outlook import Stage
from relaas.casework.phases import born_on, phase_spans, span_of
from relaas.kernel.moments import AMSTERDAM, midnight
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.storage.lists import ENDLESS as LAST_DAY
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.grants import ENDLESS, AccessGrant, ConsentEvent
from relaas.storage.models.lists import CaseStage
from relaas.story.access import AccessLaw, Phase, Verb, verbs_mask
from relaas.story.consents import Word, allowed_during
from relaas.story.granting import PhaseSpan, Placed, during_of, foreseen
from relaas.story.grants import Grant, Holder, sight
from relaas.story.intervals import Interval, both

_VERBS = list(Verb)
_READ = 1 << _VERBS.index(Verb.READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything from which the foreseen grants of a case follow."""

    case: Case
    regime: Regime
    history: History
    stages: Sequence[Stage]
    placements: Sequence[Placement]
    consents: Sequence[ConsentEvent]


def foreseen_grants(*, law: AccessLaw, ground: Ground) -> tuple[Grant, ...]:
    """What the law foresees for a case, from the first of its stages on."""
    birth = born_on(history=ground.history, fact=law.information.birth)
    words = words_of(ground.consents)
    return foreseen(
        law=law,
        placed=[_placed(placement) for placement in ground.placements],
        phases=phase_spans(regime=ground.regime, stages=ground.stages),
        agreed={
            name: allowed_during(name=name, consent=consent, words=words, born_on=birth)
            for name, consent in law.information.consents.items()
        },
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to change in the grants of a case: rows to cut short, each at a moment, and grants to add."""

    cuts: tuple[tuple[AccessGrant, datetime], ...]
    added: tuple[Grant, ...]

    def __bool__(self) -> bool:
        return bool(self.cuts or self.added)


def write_grants(*, law: AccessLaw, ground: Ground, now: datetime, written_by: str) -> None:
    """Make the grants of a case what the law says now. Call it in the transaction in which what they follow from
    (acts, placements, consents) changes."""
    apply_changes(due_changes(law=law, ground=ground, now=now), case=ground.case, now=now, written_by=written_by)


def due_changes(*, law: AccessLaw, ground: Ground, now: datetime) -> Changes:
    """What the law says now that the grants of a case do not: what ends, and what is foreseen and not written."""
    standing = list(_standing(ground.case, now))
    wanted = {_key(grant, now): grant for grant in foreseen_grants(law=law, ground=ground) if _ends_after(grant, now)}
    cuts = list(_cuts_of_given(law, ground, [row for row in standing if not row.is_foreseen], now))
    for row in standing:
        if row.is_foreseen and wanted.pop(_key(grant_of(row), now), None) is None:
            cuts.append((row, max(row.from_at, now)))
    return Changes(tuple(cuts), tuple(wanted.values()))


def apply_changes(changes: Changes, *, case: Case, now: datetime, written_by: str) -> None:
    """Cut and add."""
    for row, end in changes.cuts:
        row.until_at = end
        row.save(update_fields=["until_at"])
    AccessGrant.objects.bulk_create(
        grant_row(case_id=case.pk, grant=grant, now=now, written_by=written_by, is_foreseen=True)
        for grant in changes.added
    )


def give(*, law: AccessLaw, grant: Grant, case: Case, regime: Regime, now: datetime, written_by: str) -> bool:
    """Write a grant that somebody gives (a release, a telling, a request), for as long as the phases of its rule last.

    False, and nothing is written, when the case is in no phase in which the rule holds. Given twice by the same it
    stands once.
    """
    during = _first_from(both([grant.during], during_of(law.rules[grant.rule], phases_of(case, regime))), now)
    if during is None:
        return False
    limited = replace(grant, during=during)
    standing = _standing(case, now).filter(rule=grant.rule, is_foreseen=False, written_by=written_by)
    if _without_dates(limited) not in {_without_dates(grant_of(row)) for row in standing}:
        grant_row(case_id=case.pk, grant=limited, now=now, written_by=written_by).save(force_insert=True)
    return True


def phases_of(case: Case, regime: Regime) -> tuple[PhaseSpan, ...]:
    """The phases of a case from its latest act on, as its lists foresee them."""
    stages = CaseStage.objects.filter(case=case).order_by("since_on")
    return tuple(
        span_of(
            regime=regime,
            statuses={track: tuple(statuses) for track, statuses in stage.statuses.items()},
            since=stage.since_on,
            until=None if stage.until_on == LAST_DAY else stage.until_on,
        )
        for stage in stages
    )


def _standing(case: Case, now: datetime) -> QuerySet[AccessGrant]:
    """The grants that hold now or will; what was cut before it began holds nothing."""
    return AccessGrant.objects.filter(case=case, until_at__gt=now).filter(until_at__gt=F("from_at"))


def _cuts_of_given(
    law: AccessLaw, ground: Ground, rows: Iterable[AccessGrant], now: datetime
) -> Iterator[tuple[AccessGrant, datetime]]:
    """What was given ends with the phases of its rule and with the placement of its holder."""
    spans = phase_spans(regime=ground.regime, stages=ground.stages)
    placed = [_placed(placement) for placement in ground.placements]
    for row in rows:
        grant = grant_of(row)
        theirs = [one.during for one in placed if _is_of(grant.holder, one.holder)]
        allowed = both(both([grant.during], during_of(law.rules[grant.rule], spans)), theirs)
        still = _first_from(allowed, now)
        end = max(row.from_at, now) if still is None else still.until_at or ENDLESS
        if end < row.until_at:
            yield row, end


def _is_of(holder: Holder, placed: Holder) -> bool:
    return (holder.role, holder.organisation) == (placed.role, placed.organisation)


def _first_from(stretches: Iterable[Interval], now: datetime) -> Interval | None:
    return next((one for one in stretches if one.holds(now)), None)


def grant_rows(*, law: AccessLaw, ground: Ground, now: datetime, written_by: str) -> list[AccessGrant]:
    """The foreseen grants of a case that has none yet, not yet stored."""
    return [
        grant_row(case_id=ground.case.pk, grant=grant, now=now, written_by=written_by, is_foreseen=True)
        for grant in foreseen_grants(law=law, ground=ground)
        if _ends_after(grant, now)
    ]


def grant_row(*, case_id: str, grant: Grant, now: datetime, written_by: str, is_foreseen: bool = False) -> AccessGrant:
    """A grant, not yet stored. It begins at ``now`` at the earliest: nothing is given for a time that is past."""
    return AccessGrant(
        case_id=case_id,
        organisation_id=grant.holder.organisation,
        role=grant.holder.role,
        person_id=grant.holder.person,
        rule=grant.rule,
        verbs=verbs_mask(grant.verbs),
        categories=grant.categories,
        passage_id=grant.passage or "",
        telling_id=grant.telling or "",
        needs_review=grant.needs_review,
        is_foreseen=is_foreseen,
        from_at=max(grant.during.from_at, now),
        until_at=grant.during.until_at or ENDLESS,
        written_at=now,
        written_by=written_by,
    )


def grant_of(row: AccessGrant) -> Grant:
    """The grant that a row holds. The row must not have been cut to nothing."""
    return Grant(
        holder=Holder(role=row.role, organisation=row.organisation_id, person=row.person_id),
        rule=row.rule,
        verbs=_verbs_in(row.verbs),
        categories=row.categories,
        during=Interval(row.from_at, None if row.until_at == ENDLESS else row.until_at),
        needs_review=row.needs_review,
        passage=row.passage_id or None,
        telling=row.telling_id or None,
    )


@cache
def _verbs_in(mask: int) -> frozenset[Verb]:
    return frozenset(verb for place, verb in enumerate(_VERBS) if mask >> place & 1)


def grants_in_force(*, case_id: str, role: str, organisation_id: int, person_id: int, at: datetime) -> list[Grant]:
    """What somebody acting in a role at an organisation may do in a case at a moment: one range of one index."""
    rows = AccessGrant.objects.filter(
        Q(person_id=person_id) | Q(person__isnull=True),
        case_id=case_id,
        organisation_id=organisation_id,
        role=role,
        from_at__lte=at,
        until_at__gt=at,
    )
    return [grant_of(row) for row in rows]


def all_in_force(*, case_id: str, at: datetime) -> list[Grant]:
    """What anybody may do in a case at a moment."""
    return [grant_of(row) for row in AccessGrant.objects.filter(case_id=case_id, from_at__lte=at, until_at__gt=at)]


def grants_of_role(*, case_id: str, role: str, at: datetime) -> list[Grant]:
    """What a role may do in a case at a moment by what was given to the role, not to one person in it."""
    rows = AccessGrant.objects.filter(case_id=case_id, role=role, person__isnull=True, from_at__lte=at, until_at__gt=at)
    return [grant_of(row) for row in rows.order_by("id")]


def phase_now(case: Case, regime: Regime, at: datetime) -> Phase:
    """The phase in which a case is at a moment; before its latest act, the phase that act left it in."""
    spans = phases_of(case, regime)
    return next((span.phase for span in spans if span.during.holds(at)), spans[0].phase)


def readable_across(
    *, case_ids: Sequence[str], role: str, organisation_id: int, person_id: int, at: datetime
) -> dict[str, dict[str, int]]:
    """By case and by rule, the categories that the same may read whole at a moment, for several cases in one query. A
    case in which nothing may be read is not in it."""
    rows = AccessGrant.objects.filter(
        Q(person_id=person_id) | Q(person__isnull=True),
        case_id__in=case_ids,
        organisation_id=organisation_id,
        role=role,
        passage_id="",
        telling_id="",
        from_at__lte=at,
        until_at__gt=at,
    )
    found: dict[str, dict[str, int]] = {}
    for case_id, rule, verbs, categories in rows.values_list("case_id", "rule", "verbs", "categories"):
        if verbs & _READ:
            rules = found.setdefault(case_id, {})
            rules[rule] = rules.get(rule, 0) | categories
    return found


def holders_in_force(*, case_id: str, verb: Verb, categories: int, at: datetime) -> list[tuple[str, int]]:
    """Which role at which organisation may do something with all of these categories of a case at a moment."""
    rows = AccessGrant.objects.filter(case_id=case_id, person__isnull=True, from_at__lte=at, until_at__gt=at)
    found: dict[tuple[str, int], list[Grant]] = {}
    for row in rows:
        found.setdefault((row.role, row.organisation_id), []).append(grant_of(row))
    return [holder for holder, grants in found.items() if sight(grants, verb=verb, at=at).covers(categories)]


def words_of(events: Iterable[ConsentEvent]) -> list[Word]:
    """What the child's side said, from when until when. Events are given in the order in which they happened."""
    begun: dict[tuple[str, str], datetime] = {}
    words = []
    for event in events:
        key = (event.consent, event.party)
        if event.is_given:
            begun.setdefault(key, event.at)
        elif (since := begun.pop(key, None)) is not None and since < event.at:
            words.append(Word(consent=event.consent, party=event.party, said=Interval(since, event.at)))
    words += [Word(consent=consent, party=party, said=Interval(since)) for (consent, party), since in begun.items()]
    return words


def _placed(placement: Placement) -> Placed:
    end = None if placement.until_on is None else midnight(placement.until_on + timedelta(days=1))
    return Placed(
        holder=Holder(role=placement.role, organisation=placement.organisation_id),
        during=Interval(midnight(placement.from_on), end),
    )


def _ends_after(grant: Grant, now: datetime) -> bool:
    return grant.during.until_at is None or grant.during.until_at > now


def _key(grant: Grant, now: datetime) -> tuple[Grant, datetime | None, datetime | None]:
    """What makes two grants the same from now on."""
    begin = grant.during.from_at if grant.during.from_at > now else None
    return _without_dates(grant), begin, grant.during.until_at


def _without_dates(grant: Grant) -> Grant:
    return replace(grant, during=_ANY)


_ANY = Interval(datetime(1900, 1, 1, tzinfo=AMSTERDAM))
