"""Who sees one passage or file, on which rules, and giving it whole to a role that does not see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from relaas.application.door import Door
from relaas.application.log import Refused
from relaas.application.story.notices import placed_as
from relaas.application.story.telling import TOLD_TO_ONE
from relaas.storage.grants import all_in_force, phases_of
from relaas.storage.models.people import Organisation
from relaas.story.access import Verb, Written
from relaas.story.granting import during_of, granted
from relaas.story.grants import Grant, Holder, Labelled, sight
from relaas.story.intervals import Interval


class NotReleasable(Refused):
    """No rule lets this be released to that role now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBy:
    """Who sees it, on which rules. ``waits``: only once a second person confirmed what it carries."""

    role: str
    organisation: str
    rules: tuple[str, ...]
    waits: bool


def releasing_rule(door: Door, categories: int, role: str) -> str | None:
    """The rule under which what carries these can be released to a role; None when the law of access knows none."""
    rules = door.law.rules_of(role)
    usual = 0
    for rule in rules.values():
        if rule.written is Written.PLACEMENT and Verb.READ in rule.may:
            usual |= door.law.mask(rule.of)
    extra = categories & ~usual & ~door.law.mask([TOLD_TO_ONE])
    for name, rule in rules.items():
        if rule.written is Written.RELEASE and extra & ~door.law.mask(rule.of) == 0:
            return name
    return None


def release(door: Door, labelled: Labelled, role: str) -> int:
    """Give it whole to the organisations that work on the case in a role today; how many they are.

    Only under a rule of that role that is written by release and covers every category it carries that the role does
    not have anyway. Raises NotReleasable.
    """
    rule = releasing_rule(door, labelled.categories, role)
    if rule is None:
        raise NotReleasable(f"no rule lets this be released to {role}")
    door.note(Verb.RELEASE, labelled.categories, parts=[labelled.passage])
    door.line.detail = rule
    placed = placed_as(door.case, [role], door.today)
    if not placed:
        raise NotReleasable(f"nobody works on the case as {role} today")
    for _role, organisation in placed:
        holder = Holder(role=role, organisation=organisation)
        during = Interval(door.at)
        grant = granted(law=door.law, name=rule, holder=holder, during=during, passage=labelled.passage)
        if not door.give(grant, written_by=f"release:{labelled.passage}"):
            raise NotReleasable(f"{rule} holds in no phase that the case is in")
    return len(placed)


def releasable_to(door: Door, labelled: Labelled, seen_by: Iterable[SeenBy]) -> tuple[str, ...]:
    """The roles on the case to which the actor can release it now, and that do not have it anyway."""
    if not door.sight(Verb.RELEASE).shows(labelled):
        return ()
    phases = phases_of(door.case, door.regime)
    have = {one.role for one in seen_by}
    found = []
    for role in sorted({role for role, _organisation in placed_as(door.case, door.law.roles, door.today)} - have):
        rule = releasing_rule(door, labelled.categories, role)
        if rule is not None and any(during.holds(door.at) for during in during_of(door.law.rules[rule], phases)):
            found.append(role)
    return tuple(found)


def who_sees(door: Door, labelled: Labelled) -> tuple[SeenBy, ...]:
    """Everybody who sees it, or will once a second person confirmed it, by role and organisation."""
    held: dict[Holder, list[Grant]] = {}
    for grant in all_in_force(case_id=door.case.pk, at=door.at):
        held.setdefault(grant.holder, []).append(grant)
    names = dict(Organisation.objects.filter(pk__in=[one.organisation for one in held]).values_list("pk", "name"))
    found = (_as_seen(door, labelled, holder, grants, names[holder.organisation]) for holder, grants in held.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.role, one.organisation)))


def _as_seen(
    door: Door, labelled: Labelled, holder: Holder, grants: Iterable[Grant], organisation: str
) -> SeenBy | None:
    seen = sight(grants, verb=Verb.READ, at=door.at)
    if not seen.shows(replace(labelled, is_confirmed=True)):
        return None
    rules = [grant.rule for grant in grants if Verb.READ in grant.verbs and _gives(grant, labelled)]
    return SeenBy(
        role=holder.role,
        organisation=organisation,
        rules=tuple(dict.fromkeys(rules)),
        waits=not seen.shows(labelled),
    )


def _gives(grant: Grant, labelled: Labelled) -> bool:
    if grant.passage is not None or grant.telling is not None:
        return labelled.passage == grant.passage or labelled.telling == grant.telling
    return bool(grant.categories & labelled.categories)
