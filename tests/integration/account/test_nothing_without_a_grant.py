"""On the database: whatever is agreed, taken back, released or broken open, each sees what holds at that moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relaas.application.story.consenting import NothingToTakeBack, give_consent, withdraw_consent
from relaas.application.story.labelling import release_passage
from relaas.application.story.requests import request_access
from relaas.application.story.story_page import see_story
from tests.support.told_case import TOLD_ON_DAY, World, make_actors, open_integral, record_until, tell

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
FAMILY, RECRUITMENT, PERPETRATORS, HEALTH = range(4)
SAYABLE = [("medical", "child"), ("medical", "guardian"), ("lawyer_reads", "child"), ("share_in_reflection", "child")]
steps = st.one_of(
    st.tuples(st.just("give"), st.sampled_from(SAYABLE)),
    st.tuples(st.just("take_back"), st.sampled_from(SAYABLE)),
    st.tuples(st.just("release"), st.sampled_from([FAMILY, HEALTH])),
    st.tuples(st.just("break"), st.just("guardian-acute-danger")),
    st.tuples(st.just("wait"), st.integers(1, 5)),
)


class Told:
    """A case, and beside it what should hold in it, kept by hand."""

    def __init__(self, actors: dict[str, Any], key: str) -> None:
        self.world = World(actors, open_integral(actors, key=key))
        self.passages = tell(self.world, record_until(self.world, TOLD_ON_DAY))
        self.at: datetime = self.world.at(TOLD_ON_DAY + 2, 0)
        self.said: set[tuple[str, str]] = set()
        self.released: set[int] = set()
        self.broken_until = self.at

    def do(self, step: str, what: Any) -> None:
        self.at += timedelta(minutes=10)
        place: dict[str, Any] = {"number": self.world.number, "now": self.at}
        key = f"{self.at:%d%H%M}"
        if step == "wait":
            self.at += timedelta(hours=what)
        elif step == "give":
            say = {"actor": self.world.actors[what[1]], "consent": what[0], "party": what[1], "reason": ""}
            give_consent(**say, idempotency_key=key, **place)
            self.said.add(what)
        elif step == "take_back":
            say = {"actor": self.world.actors[what[1]], "consent": what[0], "party": what[1], "reason": ""}
            try:
                withdraw_consent(**say, idempotency_key=key, **place)
            except NothingToTakeBack:
                assert what not in self.said
            self.said.discard(what)
        elif step == "release":
            team = self.world.actors["story_team"]
            release_passage(actor=team, passage=self.passages[what], role="police", **place)
            self.released.add(what)
        else:
            guardian = self.world.actors["guardian"]
            request_access(actor=guardian, rule=what, reason="Nu.", idempotency_key=key, **place)
            self.broken_until = self.at + timedelta(hours=4)

    def expected(self, role: str) -> set[int]:
        """The child is thirteen and its reflection period is over."""
        medical = {HEALTH} if {("medical", "child"), ("medical", "guardian")} <= self.said else set()
        account = {FAMILY, RECRUITMENT}
        broken = {PERPETRATORS, HEALTH} if self.at < self.broken_until else set()
        return {
            "guardian": account | medical | broken,
            "lawyer": (set() if ("lawyer_reads", "child") in self.said else account) | medical,
            "ind": account | medical,
            "police": {RECRUITMENT, PERPETRATORS} | self.released,
            "doctor": {HEALTH},
            "reception": medical,
            "privacy_officer": set(),
        }[role]

    def shown(self, role: str) -> set[int]:
        page = see_story(actor=self.world.actors[role], number=self.world.number, today=self.at.date(), now=self.at)
        seen = [one for telling in page.tellings for one in telling.passages if one.words is not None]
        return {self.passages.index(one.id) for one in seen}


@pytest.fixture
def actors() -> dict[str, Any]:
    return make_actors()


@pytest.fixture
def world() -> None:
    """Each example has a case of its own."""


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequence=st.lists(steps, min_size=1, max_size=6), key=st.uuids())
def test_each_sees_what_holds_after_every_step(actors: dict[str, Any], sequence: list[Any], key: Any) -> None:
    told = Told(actors, key.hex)
    for step, what in sequence:
        told.do(step, what)
        for role in ("guardian", "lawyer", "ind", "police", "doctor", "reception", "privacy_officer"):
            assert told.shown(role) == told.expected(role), role
