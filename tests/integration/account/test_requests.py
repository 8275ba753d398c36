"""Access on request: revealing an identity, and breaking the glass, with a reason, for hours, told at once."""

from datetime import datetime
from typing import Any

import pytest

from relaas.application.actors import actors_of
from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.seeing import see_case
from relaas.application.story.identity import see_identity, write_identity
from relaas.application.story.notices import NoSuchNotice, mark_seen
from relaas.application.story.request_pages import EmergencyBrief, RequestState, see_emergencies, see_requests
from relaas.application.story.requests import (
    AlreadyDecided,
    NoSuchRequest,
    Requested,
    RequestLapsed,
    SecondPersonNeeded,
    decide_request,
    request_access,
    review_emergency,
)
from relaas.application.work import my_work
from relaas.storage.models.access_log import AccessEntry, Outcome
from relaas.storage.models.grants import AccessGrant
from relaas.storage.models.people import Organisation
from tests.functional.world import add_person
from tests.integration.account.test_consenting import carried
from tests.support.told_case import FIRST_DAY, TOLD_ON_DAY, World, reflecting_world

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 2


def request(world: World, role: str, rule: str, *, hour: int = 12, day: int = DAY, **rest: Any) -> Requested:
    asked = {"reason": "Gevaar voor het kind.", "idempotency_key": f"{role}-{rule}-{day}-{hour}", **rest}
    return request_access(actor=world.actors[role], number=world.number, rule=rule, now=world.at(day, hour), **asked)


def decide(
    world: World, role: str, asked: Requested, *, is_allowed: bool = True, hour: int = 13, day: int = DAY
) -> Requested:
    return decide_request(
        actor=world.actors[role],
        number=world.number,
        request=asked.request,
        is_allowed=is_allowed,
        reason="Beoordeeld.",
        now=world.at(day, hour),
    )


def with_colleague(world: World, role: str, username: str) -> World:
    """A second person in the same role at the same organisation."""
    person = add_person(
        username=username, role=role, organisation=Organisation.objects.get(pk=world.actors[role].organisation_id)
    )
    return World({**world.actors, username: actors_of(person, FIRST_DAY)[0]}, world.number)


def noticed(world: World, role: str, *, day: int = DAY, hour: int = 14) -> list[str]:
    at = world.at(day, hour)
    page = my_work(actor=world.actors[role], today=at.date(), now=at)
    return [notice.kind for notice in page.notices]


def emergencies_of(world: World, role: str, at: datetime) -> tuple[EmergencyBrief, ...]:
    return see_case(actor=world.actors[role], number=world.number, today=at.date(), now=at).emergencies


def names(world: World, role: str, *, hour: int) -> tuple[str, ...]:
    at = world.at(DAY, hour)
    return see_identity(actor=world.actors[role], number=world.number, today=at.date(), now=at).names


@pytest.fixture
def named(world: World) -> World:
    write_identity(
        actor=world.actors["guardian"],
        number=world.number,
        patch={"names": ["Selam"]},
        idempotency_key="identity",
        now=world.at(DAY, 8),
    )
    return world


class TestRevealingAnIdentity:
    def test_gives_one_person_for_the_hours_that_the_rule_says(self, named: World) -> None:
        """Police, eight hours from noon on; a colleague has to ask for themselves."""
        world = with_colleague(named, "police", "police_2")
        with pytest.raises(NotGranted):
            names(world, "police", hour=11)
        assert request(world, "police", "police-identity").until == world.at(DAY, 20)
        assert names(world, "police", hour=19) == ("Selam",)
        for role, hour in (("police", 20), ("police_2", 13)):
            with pytest.raises(NotGranted):
                names(world, role, hour=hour)

    def test_needs_a_reason(self, named: World) -> None:
        with pytest.raises(FormInvalid):
            request(named, "police", "police-identity", reason="  ")

    def test_waits_for_a_second_person_where_the_rule_asks_one(self, named: World) -> None:
        """The prosecutor's request is decided by the police or the data protection officer."""
        asked = request(named, "prosecutor", "prosecution-identity")
        assert asked.until is None
        with pytest.raises(NotGranted):
            names(named, "prosecutor", hour=13)
        assert noticed(named, "privacy_officer") == noticed(named, "police") == ["decision_waiting"]
        assert decide(named, "privacy_officer", asked).until == named.at(DAY, 21)
        assert names(named, "prosecutor", hour=14) == ("Selam",)
        assert noticed(named, "privacy_officer") == []
        assert noticed(named, "prosecutor") == ["request_allowed"]

    def test_refused_gives_nothing_and_says_why_to_who_asked(self, named: World) -> None:
        asked = request(named, "prosecutor", "prosecution-identity")
        decide(named, "police", asked, is_allowed=False)
        with pytest.raises(NotGranted):
            names(named, "prosecutor", hour=14)
        with pytest.raises(AlreadyDecided):
            decide(named, "privacy_officer", asked)
        at = named.at(DAY, 15)
        page = see_requests(actor=named.actors["prosecutor"], number=named.number, today=at.date(), now=at)
        assert [(one.state, one.answer) for one in page.requests] == [(RequestState.REFUSED, "Beoordeeld.")]

    def test_lapses_when_nobody_decides_within_three_days(self, named: World) -> None:
        begin = DAY + 5
        asked = request(named, "prosecutor", "prosecution-identity", day=begin)

        def state(day: int, hour: int) -> tuple[RequestState, datetime | None, bool]:
            at = named.at(day, hour)
            page = see_requests(actor=named.actors["police"], number=named.number, today=at.date(), now=at)
            (one,) = page.requests
            return one.state, one.lapses_at, one.may_decide

        assert state(begin + 3, 11) == (RequestState.WAITING, named.at(begin + 3, 12), True)
        assert noticed(named, "police", day=begin + 3, hour=11) == ["decision_waiting"]
        assert state(begin + 3, 12) == (RequestState.LAPSED, named.at(begin + 3, 12), False)
        assert noticed(named, "police", day=begin + 3, hour=12) == []
        with pytest.raises(RequestLapsed):
            decide(named, "police", asked, day=begin + 3, hour=12)
        again = request(named, "prosecutor", "prosecution-identity", day=begin + 3, hour=13)
        assert decide(named, "police", again, day=begin + 3, hour=14).until == named.at(begin + 3, 22)

    @pytest.mark.parametrize("role", ["guardian", "ind", "prosecutor", "child"])
    def test_is_decided_by_nobody_else(self, named: World, role: str) -> None:
        asked = request(named, "prosecutor", "prosecution-identity")
        with pytest.raises(NoSuchRequest):
            decide(named, role, asked)

    def test_asked_twice_with_one_key_is_asked_once(self, named: World) -> None:
        first, second = (request(named, "police", "police-identity") for _ in range(2))
        assert (second.request, second.until, second.again) == (first.request, first.until, True)
        assert AccessGrant.objects.filter(rule="police-identity").count() == 1

    def test_can_be_asked_again_before_it_ends(self, named: World) -> None:
        request(named, "police", "police-identity", hour=12)
        assert request(named, "police", "police-identity", hour=15).until == named.at(DAY, 23)

    @pytest.mark.parametrize(
        ("role", "rule"),
        [
            ("police", "ind-identity"),
            ("police", "police-leads"),
            ("story_team", "police-acute-danger"),
            ("inspectorate", "police-identity"),
            ("police", "no-such-rule"),
        ],
    )
    def test_is_no_way_to_what_no_rule_gives_on_request(self, named: World, role: str, rule: str) -> None:
        with pytest.raises(NotGranted):
            request(named, role, rule)


class TestBreakingTheGlass:
    """On day 21 the reflection period runs: police and IND see nothing of what the child told on day 20."""

    @pytest.fixture
    def world(self) -> World:
        return reflecting_world()

    def test_is_the_only_way_for_the_police_during_reflection_and_ends_after_four_hours(self, world: World) -> None:
        assert carried(world, "police", hour=11, day=21) == []
        assert request(world, "police", "police-acute-danger", day=21, hour=12).until == world.at(21, 16)
        assert carried(world, "police", hour=15, day=21) == ["recruitment", "perpetrators"]
        assert carried(world, "police", hour=16, day=21) == []
        assert carried(world, "ind", hour=15, day=21) == []

    def test_is_told_at_once_to_the_childs_side_and_the_data_protection_officer(self, world: World) -> None:
        request(world, "police", "police-acute-danger", day=21)
        for role in ("guardian", "lawyer", "privacy_officer"):
            assert noticed(world, role, day=21) == ["emergency_opened"]
            (shown,) = see_case(
                actor=world.actors[role], number=world.number, today=world.at(21).date(), now=world.at(21, 13)
            ).emergencies
            assert (shown.role, shown.is_alone) == ("police", True)
        assert noticed(world, "ind", day=21) == noticed(world, "police", day=21) == []

    def test_waits_for_a_colleague_when_there_is_one(self, world: World) -> None:
        world = with_colleague(world, "police", "police_2")
        asked = request(world, "police", "police-acute-danger", day=21, hour=12)
        assert asked.until is None
        assert carried(world, "police", hour=12, day=21) == []
        assert noticed(world, "guardian", day=21) == []
        with pytest.raises(SecondPersonNeeded):
            decide(world, "police", asked, day=21, hour=12)
        decide(world, "police_2", asked, day=21, hour=13)
        assert carried(world, "police", hour=16, day=21) == ["recruitment", "perpetrators"]
        assert carried(world, "police_2", hour=16, day=21) == []
        assert noticed(world, "guardian", day=21) == ["emergency_opened"]

    def test_that_waited_as_long_as_it_would_have_lasted_is_past(self, world: World) -> None:
        world = with_colleague(world, "police", "police_2")
        asked = request(world, "police", "police-acute-danger", day=21, hour=12)
        with pytest.raises(RequestLapsed):
            decide(world, "police_2", asked, day=21, hour=16)

    def test_alone_says_why_and_the_reviewer_reads_that(self, world: World) -> None:
        world = with_colleague(world, "police", "police_2")
        asked = request(
            world, "police", "police-acute-danger", day=21, hour=12, alone_because="Nacht, niemand neemt op."
        )
        assert asked.until == world.at(21, 16)
        at = world.at(21, 17)
        (seen,) = see_requests(
            actor=world.actors["privacy_officer"], number=world.number, today=at.date(), now=at
        ).requests
        assert (seen.is_alone, seen.alone_because, seen.state) == (True, "Nacht, niemand neemt op.", RequestState.OVER)

    @pytest.mark.parametrize("role", ["guardian", "lawyer"])
    def test_keeps_its_reason_from_the_childs_side(self, world: World, role: str) -> None:
        """It may say what the investigation knows."""
        request(world, "police", "police-acute-danger", day=21)
        at = world.at(21, 13)
        (seen,) = see_requests(actor=world.actors[role], number=world.number, today=at.date(), now=at).requests
        assert (seen.reason, seen.alone_because, seen.person) == (None, None, None)

    def test_stays_listed_until_it_is_reviewed(self, world: World) -> None:
        asked = request(world, "police", "police-acute-danger", day=21)
        officer: dict[str, Any] = {"actor": world.actors["privacy_officer"], "today": world.at(25).date()}
        assert [one.request for one in see_emergencies(**officer)] == [asked.request]
        for _ in range(2):
            review_emergency(
                actor=world.actors["privacy_officer"],
                number=world.number,
                request=asked.request,
                note="Terecht.",
                now=world.at(25),
            )
        assert see_emergencies(**officer) == ()
        page = see_case(
            actor=world.actors["guardian"], number=world.number, today=world.at(25).date(), now=world.at(25, 13)
        )
        assert page.emergencies == ()
        assert noticed(world, "guardian", day=25) == []

    @pytest.mark.parametrize("role", ["police", "guardian", "lawyer", "ind"])
    def test_is_reviewed_by_who_supervises_and_nobody_else(self, world: World, role: str) -> None:
        asked = request(world, "police", "police-acute-danger", day=21)
        with pytest.raises(NoSuchRequest):
            review_emergency(
                actor=world.actors[role], number=world.number, request=asked.request, note="x", now=world.at(22)
            )
        with pytest.raises(NotGranted):
            see_emergencies(actor=world.actors[role], today=world.at(22).date())

    def test_is_logged_with_its_rule_and_so_is_its_refusal(self, world: World) -> None:
        request(world, "police", "police-acute-danger", day=21)
        with pytest.raises(NotGranted):
            request(world, "ind", "police-acute-danger", day=21)
        lines = AccessEntry.objects.filter(action="request_access").values_list("role", "outcome", "detail")
        assert sorted(lines) == [
            ("ind", Outcome.REFUSED, "NotGranted"),
            ("police", Outcome.DONE, "police-acute-danger"),
        ]

    def test_by_the_guardian_needs_nobody_else_and_tells_the_lawyer(self, world: World) -> None:
        assert request(world, "guardian", "guardian-acute-danger", day=21, hour=12).until == world.at(21, 16)
        assert carried(world, "guardian", hour=13, day=21) == ["family", "recruitment", "perpetrators", "health"]
        assert noticed(world, "lawyer", day=21) == ["emergency_opened"]


class TestANotice:
    def test_goes_from_the_list_once_it_is_seen(self, world: World) -> None:
        request(world, "guardian", "guardian-acute-danger")
        (notice,) = my_work(actor=world.actors["lawyer"], today=world.at(DAY).date()).notices
        for _ in range(2):
            mark_seen(actor=world.actors["lawyer"], notice=notice.id, now=world.at(DAY, 14))
        assert noticed(world, "lawyer") == []
        assert noticed(world, "privacy_officer") == ["emergency_opened"]

    def test_cannot_be_marked_by_another_role(self, world: World) -> None:
        request(world, "guardian", "guardian-acute-danger")
        (notice,) = my_work(actor=world.actors["lawyer"], today=world.at(DAY).date()).notices
        with pytest.raises(NoSuchNotice):
            mark_seen(actor=world.actors["police"], notice=notice.id, now=world.at(DAY, 14))
