"""What is concluded from passages cites them, is seen by who may see all that they carry, and can bear an act."""

from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.recording import record_act
from relaas.application.seeing import see_case
from relaas.application.story.finding_uses import NoSuchFinding
from relaas.application.story.findings import FindingsPage, conclude, see_findings
from relaas.application.story.labelling import confirm_label, label_passage
from relaas.kernel.when import When
from tests.integration.account.test_questions import DAY, passages
from tests.support.seen import seen_now
from tests.support.told_case import World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def concluded(world: World, role: str = "ind", *, cites: tuple[str, ...] = ("recruitment",), **rest: Any) -> str:
    known = passages(world)
    asked = {"purpose": "residence", "words": "Er was werving.", "idempotency_key": f"{role}-finding", **rest}
    return conclude(
        actor=world.actors[role],
        number=world.number,
        cites=[known[cite] for cite in cites],
        now=world.at(DAY),
        **asked,
    ).finding


def findings_of(world: World, role: str) -> FindingsPage:
    at = world.at(DAY, 20)
    return see_findings(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def relabel(world: World, passage: str, *categories: str, confirmed: bool = True, hour: int = 13) -> None:
    """Say anew what a passage carries."""
    place: dict[str, Any] = {"number": world.number, "passage": passage, "now": world.at(DAY, hour)}
    label_passage(actor=world.actors["story_team"], categories=categories, **place)
    if confirmed:
        confirm_label(actor=world.actors["story_team_2"], **place)


def weigh(world: World, role: str = "story_team", *, findings: list[str], key: str = "act") -> Any:
    return record_act(
        actor=world.actors[role],
        number=world.number,
        act="pass_on_lead",
        on=When.exact(world.at(DAY).date()),
        answers={},
        form={},
        findings=findings,
        seen=seen_now(actor=world.actors[role], number=world.number, now=world.at(DAY, 16)),
        idempotency_key=key,
        now=world.at(DAY, 16),
    )


class TestConcluding:
    def test_cites_passages_of_ones_own_part(self, world: World) -> None:
        concluded(world)
        (finding,) = findings_of(world, "ind").findings
        assert (finding.words, finding.cites, finding.categories) == ("Er was werving.", (2,), ("recruitment",))

    def test_cannot_cite_what_one_may_not_read(self, world: World) -> None:
        with pytest.raises(FormInvalid):
            concluded(world, cites=("perpetrators",))

    def test_cannot_cite_what_no_second_person_categorised(self, world: World) -> None:
        known = passages(world)["family"]
        label_passage(
            actor=world.actors["story_team"],
            number=world.number,
            passage=known,
            categories=["family", "route"],
            now=world.at(DAY),
        )
        with pytest.raises(FormInvalid):
            concluded(world, "guardian", purpose="representation", cites=("family",))

    def test_rests_on_something(self, world: World) -> None:
        with pytest.raises(FormInvalid):
            concluded(world, cites=())

    def test_is_for_a_purpose_for_which_one_reads(self, world: World) -> None:
        with pytest.raises(FormInvalid):
            concluded(world, purpose="investigation")

    @pytest.mark.parametrize("role", ["inspectorate", "privacy_officer"])
    def test_is_refused_to_who_reads_nothing(self, world: World, role: str) -> None:
        with pytest.raises(NotGranted):
            concluded(world, role, cites=())

    def test_twice_with_one_key_concludes_once(self, world: World) -> None:
        assert concluded(world) == concluded(world)
        assert len(findings_of(world, "ind").findings) == 1


class TestAFinding:
    def test_is_seen_by_who_may_see_all_that_its_passages_carry(self, world: World) -> None:
        concluded(world, "story_team", purpose="recording", cites=("recruitment", "perpetrators"))
        assert len(findings_of(world, "police").findings) == 1
        assert findings_of(world, "ind").findings == ()
        assert findings_of(world, "guardian").findings == ()

    def test_tells_more_than_its_passages_when_its_author_says_so(self, world: World) -> None:
        concluded(world, "ind", cites=("recruitment",), categories=["asylum_grounds"])
        assert findings_of(world, "police").findings == ()
        assert len(findings_of(world, "guardian").findings) == 1

    def test_is_closed_to_who_may_not_see_what_its_passage_was_later_said_to_carry(self, world: World) -> None:
        told = passages(world)["recruitment"]
        concluded(world, "story_team", purpose="recording", cites=("recruitment",))
        assert [len(findings_of(world, who).findings) for who in ("police", "guardian", "child")] == [1, 1, 1]
        relabel(world, told, "recruitment", "health")
        assert [len(findings_of(world, who).findings) for who in ("police", "guardian", "child")] == [0, 0, 1]
        assert len(findings_of(world, "story_team").findings) == 1

    def test_waits_with_its_passage_for_the_second_person(self, world: World) -> None:
        told = passages(world)["recruitment"]
        concluded(world, "story_team", purpose="recording", cites=("recruitment",))
        relabel(world, told, "recruitment", "route", confirmed=False)
        assert [len(findings_of(world, who).findings) for who in ("police", "guardian")] == [0, 1]
        relabel(world, told, "recruitment", "route", hour=14)
        assert [len(findings_of(world, who).findings) for who in ("police", "guardian")] == [1, 1]

    def test_stays_as_closed_as_it_was_when_its_passage_is_said_to_carry_less(self, world: World) -> None:
        told = passages(world)["recruitment"]
        relabel(world, told, "recruitment", "health", hour=11)
        conclude(
            actor=world.actors["story_team"],
            number=world.number,
            purpose="recording",
            words="Er was werving.",
            cites=[told],
            idempotency_key="finding",
            now=world.at(DAY),
        )
        relabel(world, told, "recruitment", hour=13)
        assert [len(findings_of(world, who).findings) for who in ("police", "guardian")] == [0, 0]

    def test_is_kept_by_who_concluded_it(self, world: World) -> None:
        told = passages(world)["recruitment"]
        concluded(world, "ind", cites=("recruitment",))
        relabel(world, told, "recruitment", "health")
        (own,) = findings_of(world, "ind").findings
        assert (own.is_own, own.cites) == (True, ())


class TestAnActThatRestsOnFindings:
    def test_shows_them_to_who_may_see_them_and_to_nobody_else(self, world: World) -> None:
        finding = concluded(world, "story_team", purpose="recording", cites=("perpetrators",))
        recorded = weigh(world, findings=[finding])

        def beside(role: str) -> list[tuple[str, ...]]:
            at = world.at(DAY, 20)
            page = see_case(actor=world.actors[role], number=world.number, today=at.date(), now=at)
            return [tuple(page.history[act - 1].act or "" for act in one.acts) for one in page.findings]

        assert recorded.sequence > 0
        assert beside("story_team") == beside("police") == [("pass_on_lead",)]
        assert beside("ind") == beside("guardian") == []

    def test_names_only_findings_of_ones_own(self, world: World) -> None:
        with pytest.raises(NoSuchFinding):
            weigh(world, findings=[concluded(world)])
        assert weigh(world, findings=[], key="again").again is False

    def test_recorded_twice_with_one_key_names_them_once(self, world: World) -> None:
        finding = concluded(world, "story_team", purpose="recording", cites=("recruitment",))
        assert not weigh(world, findings=[finding]).again
        assert weigh(world, findings=[finding]).again
