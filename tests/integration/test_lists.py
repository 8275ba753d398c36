"""The lists are right on any later day without a job, and what is stored for them follows from the acts alone."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.db import connection

from relaas.application.law import library
from relaas.application.rebuilding import rebuild_lists
from relaas.application.running import PROGRAM
from relaas.application.seeing import see_case
from relaas.application.walks import walk
from relaas.application.work import CursorInvalid, list_cases, my_work
from relaas.casework.outlook import outlook
from relaas.kernel.when import DayCount, When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.library import standard_library
from relaas.procedure.model import Certainty
from relaas.storage.histories import latest_effect
from relaas.storage.models import CaseStage, WorkItem

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

YEAR = timedelta(days=365)


def nothing(amount: int) -> None:
    """Nobody listens."""


@pytest.fixture
def number(open_request: Callable[..., str], ask: Callable[..., Any]) -> str:
    opened = open_request()
    ask(opened)
    return opened


class TestMyWork:
    def test_holds_what_my_role_owes_with_its_last_day(self, number: str, people: Any, today: date) -> None:
        (task,) = my_work(actor=people["answerer"], today=today).tasks
        assert (task.number, task.acts) == (number, ("answer_it",))
        assert task.due_on == When.exact(today + timedelta(days=4))
        assert (task.overdue, task.days) == (False, DayCount(least=4, most=4))

    def test_shows_what_became_late_without_a_job(self, number: str, people: Any, today: date) -> None:
        for days, overdue in ((4, False), (5, True), (50, True)):
            (task,) = my_work(actor=people["answerer"], today=today + timedelta(days=days)).tasks
            assert task.overdue is overdue

    def test_drops_what_the_law_ended_without_a_job(self, number: str, people: Any, today: date) -> None:
        assert my_work(actor=people["answerer"], today=today + timedelta(days=51)).tasks == ()

    def test_is_empty_for_who_is_not_placed_or_owes_nothing(self, number: str, people: Any, today: date) -> None:
        assert my_work(actor=people["southern"], today=today).tasks == ()
        assert my_work(actor=people["asker"], today=today).tasks == ()

    def test_comes_in_pages_soonest_first(self, open_request: Any, ask: Any, people: Any, today: date) -> None:
        for place in range(7):
            opened = open_request(key=f"open-{place}")
            ask(opened, on=today - timedelta(days=(place * 3) % 7))
        seen, cursor, pages = [], None, 0
        while pages == 0 or cursor is not None:
            page = my_work(actor=people["answerer"], today=today, cursor=cursor, limit=3)
            seen += [(task.due_on.earliest, task.number) for task in page.tasks]
            cursor, pages = page.next_cursor, pages + 1
        assert pages == 3
        assert len(set(seen)) == 7
        assert [due for due, _ in seen] == sorted(due for due, _ in seen)

    def test_is_one_range_of_one_index(self, number: str, people: Any, today: date) -> None:
        plan = (
            WorkItem.objects.filter(organisation_id=1, role="answerer", since_on__lte=today, until_on__gte=today)
            .order_by("sort_on", "case_id", "acts")[:26]
        )  # fmt: skip
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL enable_bitmapscan = off")
        said = plan.explain()
        assert "work_list" in said
        assert "TEMP B-TREE" not in said
        assert "Sort" not in said

    @pytest.mark.parametrize("cursor", ["nonsense", "e30", "WyJhIiwiYiIsImMiXQ"])
    def test_refuses_a_place_that_no_page_gave(self, people: Any, today: date, cursor: str) -> None:
        with pytest.raises(CursorInvalid):
            my_work(actor=people["answerer"], today=today, cursor=cursor)


class TestTheListOfCases:
    def test_says_how_each_case_stands_today(self, number: str, people: Any, today: date) -> None:
        (row,) = list_cases(actor=people["answerer"], today=today).cases
        assert (row.number, row.statuses) == (number, {"request": ("asked",)})
        assert (row.next_term, row.next_term_on) == ("answer", today + timedelta(days=4))
        assert row.next_task is not None

    def test_says_what_the_law_alone_made_of_it_later(self, number: str, people: Any, today: date) -> None:
        (row,) = list_cases(actor=people["answerer"], today=today + YEAR).cases
        assert (row.statuses, row.certainty) == ({"request": ("lapsed",)}, (Certainty.LOST,))
        assert (row.next_term, row.next_task) == (None, None)

    def test_finds_what_is_owed_first_by_case_and_not_among_all_work(self, number: str, today: date) -> None:
        plan = WorkItem.objects.filter(
            organisation_id=1, role="answerer", since_on__lte=today, until_on__gte=today, case_id__in=["a", "b"]
        )
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # In tables of a few rows any road is as cheap; left is only whether this one can be taken.
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("DROP INDEX work_list")
        assert "work_of_case" in plan.explain()

    def test_comes_in_pages_newest_first(self, open_request: Any, people: Any, today: date) -> None:
        numbers = [open_request(key=f"open-{place}") for place in range(5)]
        first = list_cases(actor=people["asker"], today=today, limit=3)
        second = list_cases(actor=people["asker"], today=today, limit=3, cursor=first.next_cursor)
        assert second.next_cursor is None
        assert {row.number for row in (*first.cases, *second.cases)} == set(numbers)


class TestARebuilding:
    def test_finds_the_lists_as_they_should_be(self, number: str) -> None:
        done = rebuild_lists(actor=PROGRAM, tell=nothing, only_check=True)
        assert (done.cases, done.differed) == (1, ())

    def test_makes_lost_and_spoilt_lists_whole(self, number: str, people: Any, today: date) -> None:
        before = my_work(actor=people["answerer"], today=today)
        WorkItem.objects.all().delete()
        CaseStage.objects.update(certainty="durable")
        assert rebuild_lists(actor=PROGRAM, tell=nothing).differed == (number,)
        assert my_work(actor=people["answerer"], today=today) == before
        assert rebuild_lists(actor=PROGRAM, tell=nothing).differed == ()

    def test_a_year_on_changes_nothing_and_the_lists_say_what_the_case_says(
        self, number: str, people: Any, today: date
    ) -> None:
        later = today + YEAR
        listed = list_cases(actor=people["asker"], today=later)
        assert rebuild_lists(actor=PROGRAM, tell=nothing).differed == ()
        assert list_cases(actor=people["asker"], today=later) == listed
        page = see_case(actor=people["asker"], number=number, today=later)
        assert listed.cases[0].statuses == page.situation.statuses


class TestTheOutlook:
    """What lists are made of, held against the evaluator on many days of many invented cases of the real regimes."""

    @pytest.mark.parametrize("name", ["integral", "today-2016"])
    def test_says_of_any_later_day_what_the_evaluator_says_of_it(self, name: str) -> None:
        regime, chance = standard_library().regime(name), Random(name)
        for _ in range(12):
            opened_on = date(2016, 1, 1) + timedelta(days=chance.randint(0, 700))
            course = walk(
                regime=regime, opened_on=opened_on, today=opened_on + YEAR, most_acts=chance.randint(1, 18),
                chance=chance,
            )  # fmt: skip
            since = latest_effect(course.history) or opened_on
            stages = outlook(regime=regime, history=course.history, since=since)
            for days in (0, 1, 7, 13, 40, 90, 200, 400, 900, 1500, 2500):
                day = since + timedelta(days=days)
                stage = [stage for stage in stages if stage.since <= day][-1]
                now = situation_on(regime=regime, history=course.history, today=day)
                assert dict(stage.statuses) == now.statuses
                assert stage.certainty == now.certainty
                assert [(owed.acts, owed.due_on) for owed in stage.owed] == [
                    (duty.acts, duty.due_on) for duty in now.duties
                ]

    def test_has_no_gap_and_no_end(self) -> None:
        regime = standard_library().regime("integral")
        course = walk(regime=regime, opened_on=date(2016, 1, 1), today=date(2017, 1, 1), most_acts=9, chance=Random(1))
        stages = outlook(regime=regime, history=course.history, since=course.acts[-1].on)
        assert stages[-1].until is None
        for stage, following in pairwise(stages):
            assert stage.until == following.since - timedelta(days=1)

    def test_knows_the_invented_law(self) -> None:
        assert set(library().regimes) == {"request", "answer-2020"}
