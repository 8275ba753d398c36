"""The key by which things are found is rotated while all go on looking up; killed halfway it is finished later."""

import base64
import signal
from pathlib import Path
from typing import Any

import pytest

from relaas.application import reindexing
from relaas.application.reindexing import IndexKeyGiven, index_cases_behind, index_key_states, rotate_index
from relaas.application.story.facts import code_fact
from relaas.application.story.identity import write_identity
from relaas.application.story.searching_across import search_across
from relaas.application.story.story_page import see_story
from relaas.storage.blind_index import IndexKind, look_up
from relaas.storage.keystore.locks import RotationRuns, one_rotation
from relaas.storage.models import AccessEntry, BlindIndexEntry, Case
from relaas.story.fact_kinds import Certainty
from tests.support.elsewhere import another_process
from tests.support.told_case import TOLD_ON_DAY, World, open_integral

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"], transaction=True)]
NUMBER = "+39 312 345 6789"
KILLED = """
import os, signal
from datetime import datetime
from relaas.application.actors import actors_of
from relaas.application.reindexing import rotate_index
from relaas.storage.models.people import Person
now = datetime.fromisoformat({now!r})
actor = actors_of(Person.objects.get(username="story_team"), now.date())[0]
rotate_index(actor=actor, now=now, tell=lambda amount: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> Path:
    settings.RELAAS_KEYS = tmp_path / "keys"
    return settings.RELAAS_KEYS


@pytest.fixture
def found(world: World) -> World:
    """A number in one case, and who the child is in it and in a second."""
    at, team = world.at(TOLD_ON_DAY), world.actors["story_team"]
    page = see_story(actor=team, number=world.number, today=at.date(), now=at)
    code_fact(
        actor=team, number=world.number, kind="phone_number", values={"number": NUMBER}, certainty=Certainty.CERTAIN,
        cites=[page.tellings[0].passages[2].id], idempotency_key="fact", now=at,
    )  # fmt: skip
    other = open_integral(world.actors, key="second", first_day=world.first_day)
    for number, name in ((world.number, "Blessing Osas"), (other, "Blessing Joy")):
        write_identity(
            actor=world.actors["guardian"], number=number, idempotency_key="who", now=at,
            patch={"names": [name, "--"], "documents": ["AB 12"]},
        )  # fmt: skip
    return world


def everything(world: World) -> tuple[list[str], int, int]:
    """What a look-up finds: the cases with the number, the places with the shared name and with the document."""
    at = world.at(TOLD_ON_DAY, 15)
    seen = search_across(actor=world.actors["police"], kind="phone_number", value=NUMBER, today=at.date(), now=at)
    cases = [one.number for one in seen.cases]
    return cases, len(look_up(kind=IndexKind.NAME, text="blessing")), len(look_up(kind=IndexKind.DOCUMENT, text="ab12"))


def rotate(world: World, **more: Any) -> Any:
    return rotate_index(actor=world.actors["story_team"], now=world.at(TOLD_ON_DAY + 1), **more)


class TestARotationOfTheIndex:
    def test_lets_everything_be_found_with_a_new_key_and_nothing_with_the_old(
        self, found: World, own_keys: Path
    ) -> None:
        before = set(map(bytes, BlindIndexEntry.objects.values_list("value", flat=True)))
        heard: list[int] = []
        done = rotate(found, tell=heard.append)
        assert (done.version, done.resumed, done.written_anew, done.left, heard) == (2, False, 3, [], [1, 1])
        assert index_key_states() == {1: 0, 2: len(before) + 2}, "a shared name and document stand twice"
        assert not before & set(map(bytes, BlindIndexEntry.objects.values_list("value", flat=True)))
        (own_keys / "index-1.key").unlink()
        assert everything(found) == ([found.number], 2, 2)

    def test_finds_by_both_keys_while_it_runs(self, found: World) -> None:
        seen: list[Any] = []
        rotate(found, tell=lambda amount: seen.append((everything(found), index_cases_behind())))
        assert seen == [(([found.number], 2, 2), 1), (([found.number], 2, 2), 0)]

    def test_killed_halfway_is_finished_by_the_next(self, found: World) -> None:
        process = another_process(KILLED.format(now=found.at(TOLD_ON_DAY + 1).isoformat()))
        _, said = process.communicate()
        assert process.returncode == -signal.SIGKILL, said
        assert index_cases_behind() == 1
        assert everything(found) == ([found.number], 2, 2)
        done = rotate(found)
        assert (done.version, done.resumed) == (2, True)
        assert index_cases_behind() == 0
        assert everything(found) == ([found.number], 2, 2)

    def test_stands_in_the_log_before_anything_is_opened(self, found: World, monkeypatch: Any) -> None:
        def broken_off(*given: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(reindexing, "_write_anew", broken_off)
        with pytest.raises(KeyboardInterrupt):
            rotate(found)
        entry = AccessEntry.objects.order_by("sequence").last()
        assert (entry.action, entry.outcome, entry.role, entry.parts) == (
            "rotate_index",
            "done",
            "story_team",
            "from:1",
        )

    def test_is_refused_and_logged_while_keys_are_rotated(self, found: World) -> None:
        process = another_process(
            "from relaas.storage.keystore.locks import one_rotation\n"
            "with one_rotation():\n    print('begun', flush=True)\n    input()\n"
        )
        assert process.stdout.readline() == "begun\n"
        try:
            with pytest.raises(RotationRuns):
                rotate(found)
        finally:
            process.kill()
            process.communicate()
        entry = AccessEntry.objects.order_by("sequence").last()
        assert (entry.action, entry.outcome, entry.detail) == ("rotate_index", "refused", "RotationRuns")
        with one_rotation():
            pass

    def test_leaves_what_it_cannot_open_and_names_it(self, found: World) -> None:
        entry = BlindIndexEntry.objects.filter(sealed_as="identity").first()
        entry.pk, entry.place = None, "weg"
        entry.save(force_insert=True)
        done = rotate(found)
        assert done.left == [f"{Case.objects.get(pk=entry.case_id).number}:weg"]
        assert index_cases_behind() == 1

    def test_of_keys_of_the_environment_is_done_by_naming_another_first(self, found: World, settings: Any) -> None:
        one = (Path(settings.RELAAS_KEYS) / "index-1.key").read_text()
        two = base64.b64encode(bytes([2] * 32)).decode()
        settings.RELAAS_INDEX_KEY = f"1:{one}"
        with pytest.raises(IndexKeyGiven, match="on every server"):
            rotate(found)
        settings.RELAAS_INDEX_KEY = f"2:{two},1:{one}"
        assert (rotate(found).version, index_cases_behind()) == (2, 0)
        settings.RELAAS_INDEX_KEY = f"2:{two}"
        assert everything(found) == ([found.number], 2, 2)
