"""Why a role may or may not: the rules that could give it, and what each waits for."""

from datetime import datetime

from relaas.kernel.moments import AMSTERDAM
from relaas.story.access import Phase
from relaas.story.access_library import standard_access
from relaas.story.explaining import Explained, Lacks, explain
from relaas.story.granting import PhaseSpan, Placed, foreseen
from relaas.story.grants import Grant, Holder
from relaas.story.intervals import Interval

NOW = datetime(2026, 5, 1, 12, tzinfo=AMSTERDAM)
EVER = Interval(datetime(2026, 1, 1, tzinfo=AMSTERDAM))


def grants(role: str, phase: Phase, agreed: dict[str, list[Interval]] | None = None) -> tuple[Grant, ...]:
    return foreseen(
        law=standard_access(),
        placed=[Placed(holder=Holder(role=role, organisation=1), during=EVER)],
        phases=[PhaseSpan(phase=phase, during=EVER)],
        agreed={"lawyer_reads": [EVER], **(agreed or {})},
    )


def why(role: str, category: str, phase: Phase, *, confirmed: bool = True, **agreed: list[Interval]) -> Explained:
    (found,) = explain(
        law=standard_access(),
        role=role,
        categories=[category],
        phase=phase,
        grants=grants(role, phase, agreed),
        at=NOW,
        is_confirmed=confirmed,
    )
    return found


def lacks(found: Explained) -> dict[str, set[str]]:
    return {ground.rule: set(ground.lacks) for ground in found.grounds}


def test_the_police_read_leads_outside_reflection_once_a_second_person_confirmed_them() -> None:
    assert why("police", "perpetrators", Phase.PROCEDURE).given
    unconfirmed = why("police", "perpetrators", Phase.PROCEDURE, confirmed=False)
    assert not unconfirmed.given
    assert lacks(unconfirmed)["police-leads"] == {Lacks.REVIEW}


def test_during_reflection_they_wait_for_the_child_or_for_acute_danger() -> None:
    found = why("police", "perpetrators", Phase.REFLECTION)
    assert lacks(found) == {
        "police-leads": {Lacks.PHASE},
        "police-leads-in-reflection": {Lacks.CONSENT},
        "police-acute-danger": {Lacks.EMERGENCY},
    }


def test_what_no_rule_gives_has_no_ground_at_all() -> None:
    assert why("inspectorate", "family", Phase.PROCEDURE).grounds == ()


def test_medical_information_waits_for_consent_and_is_given_with_it() -> None:
    assert lacks(why("guardian", "health", Phase.PROCEDURE))["guardian-health"] == {Lacks.CONSENT}
    assert why("guardian", "health", Phase.PROCEDURE, medical=[EVER]).given


def test_a_grant_that_is_named_says_until_when_it_holds() -> None:
    (ground,) = why("child", "health", Phase.PROCEDURE).grounds
    assert ground.through is not None
    assert ground.through.during == EVER
