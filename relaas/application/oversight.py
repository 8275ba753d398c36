"""Who sees who read what, and who does so to supervise. By the law of access; no role is named here."""

from relaas.application.door import Door
from relaas.application.law import access_law
from relaas.story.access import Verb, Written

READINGS = "readings"
SUPERVISION = "supervision"


def supervises(door: Door) -> bool:
    """Whether the actor reads who used the case to supervise that."""
    asked = door.law.mask([READINGS])
    return any(
        Verb.READ in grant.verbs and grant.categories & asked and door.law.rules[grant.rule].purpose == SUPERVISION
        for grant in door.grants
    )


def supervising_rules(role: str) -> tuple[str, ...]:
    """The rules that let a role supervise who reads what."""
    return tuple(
        name
        for name, rule in access_law().rules_of(role).items()
        if READINGS in rule.of and rule.purpose == SUPERVISION and rule.written is Written.PLACEMENT
    )
