"""Two people in one case at the same moment: one succeeds, the other is told, nothing is lost or doubled."""

from collections.abc import Callable
from typing import Any

import pytest

from relaas.application.opening import open_case
from relaas.application.recording import CaseMovedOn, Recorded, record_act
from relaas.kernel.when import When
from relaas.storage.models import AccessEntry, Case, CaseStage, RecordedAct
from tests.support.at_once import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"], transaction=True)]


class TestTwoPeople:
    @pytest.fixture
    def remind(self, open_request: Any, ask: Any, people: Any, now: Any) -> Callable[..., Callable[[], Any]]:
        number = open_request()
        ask(number)

        def reminder(by: str, key: str) -> Callable[[], Any]:
            return lambda: record_act(
                actor=people[by], number=number, act="remind", on=When.exact(now.date()), answers={}, form={},
                seen_length=1, idempotency_key=key, now=now,
            )  # fmt: skip

        return reminder

    def test_who_act_at_the_same_moment_do_not_both_succeed(self, remind: Any) -> None:
        people = ("asker", "colleague", "answerer", "asker")
        answers = at_once(*(remind(by, f"key-{number}") for number, by in enumerate(people)))
        assert sorted(type(answer) for answer in answers if isinstance(answer, Recorded)) == [Recorded]
        moved = [answer for answer in answers if isinstance(answer, CaseMovedOn)]
        assert len(moved) == 3
        assert all([row.act for row in error.between] == ["remind"] for error in moved)
        assert [act.sequence for act in RecordedAct.objects.order_by("sequence")] == [1, 2]
        assert {stage.length for stage in CaseStage.objects.all()} == {2}
        assert AccessEntry.objects.filter(action="record_act", outcome="refused").count() == 3

    def test_who_send_the_same_request_twice_record_it_once(self, remind: Any) -> None:
        answers = at_once(remind("asker", "same"), remind("asker", "same"))
        assert sorted(answer.again for answer in answers) == [False, True]
        assert RecordedAct.objects.count() == 2


class TestTwoOpenings:
    def test_at_the_same_moment_give_two_cases_with_two_names(self, people: Any, now: Any) -> None:
        opened = at_once(
            *(
                lambda key=key: open_case(
                    actor=people["asker"], line_or_regime="request", on=now.date(), reason="x", idempotency_key=key,
                    now=now,
                )
                for key in ("a", "b", "c")
            )
        )  # fmt: skip
        assert len({case.name for case in opened}) == 3

    def test_of_the_same_request_give_one_case(self, people: Any, now: Any) -> None:
        opened = at_once(
            *(
                lambda: open_case(
                    actor=people["asker"], line_or_regime="request", on=now.date(), reason="x", idempotency_key="a",
                    now=now,
                )
                for _ in range(3)
            )
        )  # fmt: skip
        assert len({case.number for case in opened}) == 1
        assert Case.objects.count() == 1
