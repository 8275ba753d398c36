"""The leaks of other systems, each as a test of the pages of a case: a second road to what the first road withholds.

Of features that do not exist yet (sharing, merging, export, webhooks, an interface for programs) the issue that adds
them owes the test.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relaas.application.correcting import correct_act
from relaas.application.recording import ActRefused, CaseMovedOn, record_act
from relaas.application.seeing import see_case
from relaas.application.work import list_cases, my_work
from relaas.kernel.when import When
from relaas.procedure.evaluator import ObstacleKind
from relaas.storage.models import RecordedAct
from tests.functional.path import PATH
from tests.support.seen import seen_now
from tests.support.told_case import (
    TOLD_ON_DAY,
    World,
    open_integral,
    record_step,
    record_until,
    told_world,
)

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.letter("r3-filter"),
]
PROSECUTED = 330
HIDDEN_FROM_GUARDIAN = ("pass_on_lead", "start_investigation", "decide_to_prosecute")


@pytest.fixture
def world() -> World:
    """A child that told its story, whose traffickers are prosecuted."""
    world = told_world()
    for place, step in enumerate(PATH):
        if TOLD_ON_DAY < step.day <= 321:
            record_step(world, step, 100 + place)
    return world


@pytest.fixture
def visit(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a role reads at an address on 1 December 2026."""
    from django.test import Client

    from relaas.storage.models.people import Person

    monkeypatch.setattr("django.utils.timezone.now", lambda: world.at(PROSECUTED, hour=18))

    def visited(role: str, path: str = "", **asked: str) -> Any:
        client = Client(headers={"accept-language": "nl"})
        client.force_login(Person.objects.get(username=role))
        return client.get(path or f"/zaken/{world.number}/", asked)

    return visited


def seen_by(world: World, role: str) -> Any:
    at = world.at(PROSECUTED, hour=18)
    return see_case(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def titles_of_the_investigation() -> list[str]:
    from relaas.application.law import library

    law = library().regime("integral")
    statuses = [status.title.nl for name, status in law.tracks["investigation"].statuses.items() if name != "none"]
    return [*(law.acts[act].title.nl for act in HIDDEN_FROM_GUARDIAN), *statuses]


class TestSormas:
    def test_2130_and_4074_a_date_of_birth_is_identity_wherever_it_can_be_read(self, world: World, visit: Any) -> None:
        """SORMAS #2130, #4074: country of birth was forgotten, harmless alone and identifying with the rest. Here the
        date of birth, and every term that would tell it: the eighteenth birthday, and what is counted from it."""
        for role in ("doctor", "reception", "police"):
            text = visit(role).text
            assert "1 juni 2012" not in text
            assert "1 juni 2030" not in text
            assert "1 jun 2030" not in text
            assert visit(role, f"/zaken/{world.number}/waarom/term/majority/").status_code == 403
        assert "1 juni 2012" in visit("guardian").text

    def test_6023_lists_show_no_more_than_pages(self, world: World, visit: Any) -> None:
        """SORMAS #6023: lists showed what the form withheld."""
        text = visit("guardian", "/zaken/").text
        assert world.number in text
        assert not [title for title in titles_of_the_investigation() if title in text]

    def test_5644_the_task_grid_shows_ones_own_tasks_only(self, world: World) -> None:
        """SORMAS #5644: the grid of tasks showed what the case withheld."""
        at = world.at(PROSECUTED)
        for role, actor in world.actors.items():
            tasks = my_work(actor=actor, today=at.date()).tasks
            assert {task.role for task in tasks} <= {actor.role}, role

    def test_6932_and_6640_what_came_between_is_no_preview_of_what_is_withheld(self, world: World) -> None:
        """SORMAS #6932, #6640: a preview showed what the record withheld. Here the answer "the case has moved on"."""
        number = open_second_case(world)
        at = world.at(PROSECUTED)
        guardian = world.actors["guardian"]
        mark = seen_now(actor=guardian, number=number, now=at)
        act(world, "police", number, "start_own_inquiry", at)
        assert act(world, "guardian", number, "disappear", at, seen=mark), "the inquiry is no news to the guardian"
        with pytest.raises(CaseMovedOn) as caught:
            act(world, "police", number, "come_back", at, seen=mark)
        assert caught.value.between == ()

    def test_9184_and_12851_a_reader_cannot_tell_empty_from_hidden(self, world: World) -> None:
        """SORMAS #9184, #12851: hidden and empty looked the same. Here each withheld kind has a notice that is the same
        whether or not there is anything; and an empty form looks like a full one to who may not read it."""
        fresh = open_second_case(world)
        at = world.at(PROSECUTED, hour=18)
        empty = see_case(actor=world.actors["guardian"], number=fresh, today=at.date(), now=at)
        full = seen_by(world, "guardian")
        assert "investigation" in {one.category for one in full.withheld}
        assert empty.withheld == full.withheld
        others = [row for row in full.history if row.organisation != world.actors["guardian"].organisation]
        assert {(row.form, row.reason, row.is_withheld) for row in others} == {(None, None, True)}
        assert {row.why_withheld.nl for row in others} == {full.withheld[0].why.nl}

    def test_restoring_saving_needs_no_hidden_values_put_back(self, world: World) -> None:
        """SORMAS `restorePseudonymizedValues`: saving had to put back what the form had hidden. Here a correction is an
        act of its own, and what others wrote is not touched by it, seen or not."""
        before = {row.sequence: bytes(row.ciphertext) for row in RecordedAct.objects.all()}
        at, guardian = world.at(PROSECUTED), world.actors["guardian"]
        number = next(row.number for row in seen_by(world, "guardian").history if row.act == "plan_story")
        correct_act(
            actor=guardian, number=world.number, of=number, reason="Vergissing.", act="plan_story",
            on=When.exact(world.at(274).date()), form={"wishes": "Liever 's middags."}, against_rules=True,
            seen=seen_now(actor=guardian, number=world.number, now=at), idempotency_key="correction", now=at,
        )  # fmt: skip
        after = {row.sequence: bytes(row.ciphertext) for row in RecordedAct.objects.all()}
        assert before.items() <= after.items()
        assert set(HIDDEN_FROM_GUARDIAN) <= {row.act for row in RecordedAct.objects.all()}
        annulled = RecordedAct.objects.get(annuls__isnull=False).annuls
        assert RecordedAct.objects.get(sequence=annulled).act == "plan_story"

    def test_4107_what_somebody_wrote_stays_readable_to_them(self, world: World) -> None:
        """SORMAS #4107: a case handed over pseudonymised could be read on neither side."""
        team = seen_by(world, "story_team")
        (row,) = [row for row in team.history if row.act == "pass_on_lead"]
        assert not row.is_withheld

    def test_12737_who_recorded_an_act_is_a_role_at_an_organisation_and_no_name(self, world: World, visit: Any) -> None:
        """SORMAS #12737: the reporting user leaked. Names of people stand on no page of a case but one's own."""
        text = visit("guardian").text
        assert "Organisatie van" in text
        names = [actor.person for role, actor in world.actors.items() if role != "guardian"]
        assert not [name for name in names if name in text]


class TestOpenZaak:
    def test_ghsa_vpvj_hgh4_8389_a_list_keeps_to_the_scope_of_each_case(self, world: World) -> None:
        """Open Zaak GHSA-vpvj-hgh4-8389: lists ignored the scope of who had a permission on everything of a kind."""
        at = world.at(10)
        early = list_cases(actor=world.actors["dtv"], today=at.date(), now=at).cases
        assert [(row.statuses, row.certainty, row.next_term) for row in early] == [({}, (), None)]

    def test_ghsa_v9vp_r9j9_9889_what_is_embedded_is_checked_like_what_is_asked(self, world: World, visit: Any) -> None:
        """Open Zaak GHSA-v9vp-r9j9-9889: ``expand`` embedded objects unchecked. Here: the case within the drawing of
        its law, the steps within a reason, and the row within the form of a correction."""
        drawn = visit("guardian", "/regelingen/integral/", zaak=world.number).text
        before, _, rest = drawn.partition('data-track="investigation"')
        inside = rest.partition('class="track"')[0]
        assert "HIER" in before
        assert "HIER" not in inside
        assert "tick" not in inside
        reason = visit("guardian", f"/zaken/{world.number}/waarom/right/durable_stay/").text
        assert not [title for title in titles_of_the_investigation() if title in reason]
        rows = len(seen_by(world, "guardian").history)
        assert RecordedAct.objects.count() > rows
        for number in range(rows + 1, RecordedAct.objects.count() + 1):
            assert visit("guardian", f"/zaken/{world.number}/herstellen/{number}/").status_code == 404

    def test_1057_and_1365_a_restricted_list_costs_no_query_per_case(self, world: World) -> None:
        """Open Zaak #1057, #1365: permission cost queries per kind of case, and a count through a join."""
        at = world.at(PROSECUTED)

        def cost() -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                list_cases(actor=world.actors["police"], today=at.date(), now=at)
            return len(queries)

        one = cost()
        for key in ("second", "third", "fourth"):
            open_integral(world.actors, key=key)
        assert cost() == one


class TestAleph:
    def test_92_and_93_no_count_tells_of_what_is_withheld(self, world: World, visit: Any) -> None:
        """Aleph #92, #93: counts revealed collections that one may not read."""
        page = seen_by(world, "guardian")
        total, shown = RecordedAct.objects.count(), len(page.history)
        assert shown < total
        assert [row.number for row in page.history] == list(range(1, shown + 1))
        assert page.seen.partition("-")[0] == str(shown)
        lines = visit("guardian").context["timeline_text"]
        numbered = [int(line.partition(".")[0]) for line in lines if line.partition(".")[0].isdigit()]
        assert numbered == list(range(1, len(numbered) + 1))
        assert len(page.situation.branches) == 1


class TestDhis2:
    def test_cve_2023_32060_an_address_that_no_page_links_to_is_checked_too(self, world: World, visit: Any) -> None:
        """DHIS2 CVE-2023-32060: the screens hid what an end point gave."""
        for kind, subject in (("status", "investigation"), ("term", "prosecution_decision")):
            answer = visit("guardian", f"/zaken/{world.number}/waarom/{kind}/{subject}/")
            assert answer.status_code == 403
            assert "of er iets is of niet" in answer.text

    def test_cve_2023_32060_a_refusal_does_not_say_what_a_page_withholds(self, world: World) -> None:
        """The same by trying: whoever records what the law does not allow is told only what they may see."""
        at = world.at(PROSECUTED)
        with pytest.raises(ActRefused) as caught:
            act(world, "guardian", world.number, "complain", at)
        assert (caught.value.obstacles, caught.value.withheld is not None) == ((), True)
        with pytest.raises(ActRefused) as caught:
            act(world, "guardian", world.number, "dismiss", at)
        assert [one.kind for one in caught.value.obstacles] == [ObstacleKind.ROLE]
        assert caught.value.withheld is None


def open_second_case(world: World) -> str:
    """The number of another case with the same people, in which hardly anything happened."""
    second = World(world.actors, open_integral(world.actors, key="second"))
    record_until(second, 0)
    return second.number


def act(world: World, role: str, number: str, name: str, at: Any, *, seen: str | None = None) -> Any:
    actor = world.actors[role]
    return record_act(
        actor=actor, number=number, act=name, on=When.exact(at.date()), answers={}, form={},
        seen=seen or seen_now(actor=actor, number=number, now=at), idempotency_key=f"{role}-{name}", now=at,
    )  # fmt: skip
