"""Coded facts: taken from passages by who labels them, sealed, and seen by who may see their category."""

from typing import Any

import pytest

from relaas.application.opening import KeyReused
from relaas.application.story.facts import (
    FactCoded,
    FactInvalid,
    NoSuchFact,
    code_fact,
    replace_fact,
)
from relaas.application.story.labelling import NoSuchPassage
from relaas.application.story.story_page import FactSeen, StoryPage, see_story
from relaas.storage.models.story import CodedFact
from relaas.story.fact_kinds import Certainty
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 1


def page_of(world: World, who: str) -> StoryPage:
    at = world.at(DAY, 15)
    return see_story(actor=world.actors[who], number=world.number, today=at.date(), now=at)


def ids(world: World) -> list[str]:
    page = page_of(world, "story_team")
    return [passage.id for telling in page.tellings for passage in telling.passages]


def facts_of(world: World, who: str) -> list[FactSeen]:
    return list(page_of(world, who).facts)


def code(world: World, who: str = "story_team", **more: Any) -> FactCoded:
    given = {
        "actor": world.actors[who],
        "number": world.number,
        "kind": "phone_number",
        "values": {"number": "0612345678", "country": "nl"},
        "certainty": Certainty.LIKELY,
        "cites": [ids(world)[2]],
        "idempotency_key": "fact-1",
        "now": world.at(DAY),
    }
    return code_fact(**{**given, **more})


class TestACodedFact:
    def test_is_kept_in_normal_form_and_cites_by_the_numbers_of_the_reader(self, world: World) -> None:
        code(world)
        (fact,) = facts_of(world, "police")
        assert fact.values == {"number": "+31612345678", "country": "NL"}
        assert (fact.kind, fact.certainty, fact.cites) == ("phone_number", "likely", (2,))

    def test_is_seen_by_who_may_see_its_category_and_nobody_else(self, world: World) -> None:
        code(world)
        seen = {
            who: len(facts_of(world, who)) for who in ("story_team", "child", "police", "guardian", "ind", "lawyer")
        }
        assert seen == {"story_team": 1, "child": 1, "police": 1, "guardian": 0, "ind": 0, "lawyer": 0}

    def test_does_not_stand_in_clear_in_the_database(self, world: World) -> None:
        code(world)
        assert b"612345678" not in bytes(CodedFact.objects.get().ciphertext)

    @pytest.mark.parametrize("who", ["police", "guardian", "child", "ind"])
    def test_is_taken_only_from_passages_that_one_labels(self, world: World, who: str) -> None:
        with pytest.raises(NoSuchPassage):
            code(world, who)

    def test_is_taken_from_at_least_one_passage_and_only_from_those_of_the_case(self, world: World) -> None:
        for cites in ([], ["01J00000000000000000000000"], [ids(world)[0], "01J00000000000000000000000"]):
            with pytest.raises(NoSuchPassage):
                code(world, cites=cites)

    def test_is_refused_with_all_its_faults_and_without_its_values(self, world: World) -> None:
        with pytest.raises(FactInvalid) as refused:
            code(world, values={"number": "geheim", "country": "Nergens"})
        assert [fault.field for fault in refused.value.faults] == ["number", "country"]
        assert "geheim" not in str(refused.value)

    def test_sent_twice_is_kept_once(self, world: World) -> None:
        once, twice = code(world), code(world)
        assert (once.again, twice.again) == (False, True)
        assert once.fact == twice.fact
        with pytest.raises(KeyReused):
            code(world, kind="alias", values={"name": "Oom"})


class TestAFactThatReplacesAnother:
    def replace(self, world: World, fact: str, **more: Any) -> FactCoded:
        given = {
            "actor": world.actors["story_team_2"],
            "number": world.number,
            "fact": fact,
            "values": {"number": "+31687654321"},
            "certainty": Certainty.CERTAIN,
            "idempotency_key": "fact-2",
            "now": world.at(DAY, 13),
        }
        return replace_fact(**{**given, **more})

    def test_is_shown_in_its_place_with_the_same_passages(self, world: World) -> None:
        self.replace(world, code(world).fact)
        (fact,) = facts_of(world, "police")
        assert fact.values == {"number": "+31687654321"}
        assert fact.cites == (2,)
        assert CodedFact.objects.count() == 2, "nothing is erased"

    def test_replaces_once(self, world: World) -> None:
        first = code(world).fact
        self.replace(world, first)
        assert self.replace(world, first).again
        with pytest.raises(NoSuchFact):
            self.replace(world, first, idempotency_key="fact-3")

    def test_is_made_only_by_who_sees_the_first(self, world: World) -> None:
        first = code(world).fact
        with pytest.raises(NoSuchFact):
            self.replace(world, first, actor=world.actors["guardian"])
        with pytest.raises(NoSuchPassage):
            self.replace(world, first, actor=world.actors["police"])
