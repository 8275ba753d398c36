"""Two people who decide about the same two cases at the same moment; and what the second lock lets them see."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relaas.application.joined import CaseJoined
from relaas.application.matching.candidates import see_candidates
from relaas.application.matching.deciding import Decided
from relaas.application.reindexing import rotate_index
from relaas.storage.models import BlindIndexEntry, CaseLink, Identity, MatchDue, RecordedAct
from tests.support.at_once import at_once
from tests.support.behind_lock import pass_as_application_role
from tests.support.same_child import child, decide_now, signal
from tests.support.told_case import FIRST_DAY, make_actors, moment

NOW = moment(FIRST_DAY + timedelta(days=40), 14)


def two_cases() -> tuple[dict[str, Any], str, str]:
    actors = make_actors()
    older, newer = child(actors, "ሰላም ተኽለ"), child(actors, "Selam Tekle", day=30)
    signal(actors, newer, on=FIRST_DAY + timedelta(days=31), words="Verzonnen.")
    return actors, older, newer


@pytest.mark.database
@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
class TestTwoDecisionsAtOnce:
    def test_join_once_and_the_other_is_told_where_to_go(self) -> None:
        actors, older, newer = two_cases()
        answers = at_once(
            lambda: decide_now(actors, newer, older, "same", now=NOW, idempotency_key="one"),
            lambda: decide_now(actors, older, newer, "same", now=NOW, idempotency_key="two"),
        )
        assert sorted(type(answer) for answer in answers if isinstance(answer, Decided)) == [Decided]
        assert any(isinstance(answer, CaseJoined) for answer in answers)
        assert CaseLink.objects.count() == 1
        assert RecordedAct.objects.filter(case__number=older).count() == 1

    def test_of_one_request_are_one(self) -> None:
        actors, older, newer = two_cases()
        answers = at_once(*[lambda: decide_now(actors, newer, older, "same", now=NOW, idempotency_key="one")] * 2)
        assert answers[0] == answers[1]
        assert CaseLink.objects.count() == 1


@pytest.mark.database
@pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
class TestRotatingTheIndexKey:
    def test_leaves_every_name_to_be_found(self, settings: Any, tmp_path: Path) -> None:
        settings.RELAAS_KEYS = tmp_path / "keys"
        actors, older, newer = two_cases()
        rows = BlindIndexEntry.objects.filter(kind="name_key")
        amount = rows.count()
        done = rotate_index(actor=actors["privacy_officer"], now=NOW)
        assert {row.key_version for row in rows.all()} == {done.version}
        assert (rows.count(), done.left) == (amount, [])
        page = see_candidates(actor=actors["matching_officer"], number=newer, today=NOW.date(), now=NOW)
        assert [one.number for one in page.candidates] == [older]


@pytest.mark.database
@pytest.mark.postgresql
@pytest.mark.django_db(databases=["default", "keystore"])
class TestTheSecondLock:
    """What SQL gives under the pass of a role, across cases."""

    def seen(self, actor: Any) -> tuple[int, int, int, int]:
        given = {"mandate_id": actor.mandate_id, "at": NOW, "today": NOW.date(), "writes": False}
        with pass_as_application_role(**given, signed_at=time.time()):
            return (
                Identity.objects.count(),
                BlindIndexEntry.objects.filter(kind="name_key").count(),
                CaseLink.objects.count(),
                MatchDue.objects.count(),
            )

    def test_shows_identities_and_keys_across_cases_to_the_matching_role_alone(self) -> None:
        actors, older, newer = two_cases()
        decide_now(actors, newer, older, "cannot_say", now=NOW)
        keys = BlindIndexEntry.objects.filter(kind="name_key").count()
        assert self.seen(actors["matching_officer"]) == (2, keys, 1, 2)
        for role in ("guardian", "police", "ind", "chain", "privacy_officer", "lawyer"):
            assert self.seen(actors[role]) == (0, 0, 0, 0), role

    def test_shows_no_identity_of_a_case_without_a_grant(self) -> None:
        actors, older, _ = two_cases()
        from relaas.storage.models import Placement

        Placement.objects.filter(case__number=older, role="matching_officer").delete()
        assert self.seen(actors["matching_officer"])[0] == 1

    def test_shows_nothing_without_a_pass(self) -> None:
        two_cases()
        with pass_as_application_role(mandate_id=None, at=NOW, today=NOW.date(), writes=False, signed_at=time.time()):
            assert Identity.objects.count() == 0
            assert BlindIndexEntry.objects.count() == 0
