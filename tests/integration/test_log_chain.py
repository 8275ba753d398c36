"""Each entry is chained to the one before, says all that it must, holds no words, and is as durable as it must be."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from relaas.application import log
from relaas.application.auditing import verify_log
from relaas.application.log import DURABILITY, USES, Action, Kind, Line, NoWordOfTheProgram, Refused, Use, logged
from relaas.application.origin import coming_from
from relaas.application.rebuilding import rebuild_lists
from relaas.application.running import PROGRAM
from relaas.application.seeing import see_case
from relaas.kernel.chain import START
from relaas.storage.log_chain import Durability
from relaas.storage.models import AccessEntry, LogHead
from tests.support.at_once import at_once
from tests.support.triggers import without_triggers

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def nothing(amount: int) -> None:
    """Hears how far something is."""


def verified() -> int:
    verdict = verify_log(heads_seen={}, tell=nothing)
    assert verdict.fault is None
    return verdict.entries


class Declined(Refused):
    """A refusal of these tests."""


class TestTheLog:
    def test_counts_without_a_gap_and_carries_each_hash_on(self, open_request: Any, ask: Any) -> None:
        ask(open_request())
        entries = list(AccessEntry.objects.order_by("sequence"))
        assert [entry.sequence for entry in entries] == [1, 2, 3]
        hashes = [bytes(entry.hash) for entry in entries]
        assert [bytes(entry.previous) for entry in entries] == [START, *hashes[:-1]]
        head = LogHead.objects.get()
        assert (head.sequence, bytes(head.hash)) == (3, hashes[-1])
        assert verified() == 3

    def test_says_all_that_a_use_knows(self, people: Any, now: Any, today: date) -> None:
        with (
            coming_from(traceparent=f"00-{TRACE}-00f067aa0ba902b7-01", session_key="a session"),
            logged(actor=people["asker"], action=Action.SEE_WORK, now=now, today=today, reads_only=True) as line,
        ):
            line.purpose = "protection"
            line.grounds = ("bw-1:302", "vc-b8/3.1")
            line.categories = ("family", "health")
            line.parts = (3, "7-9", "facts:2")
            line.sealed_reason = b"\x01sealed"
            line.on_behalf_of = people["colleague"].person_id
        entry = AccessEntry.objects.get()
        assert (entry.format, entry.at, entry.purpose) == (1, now, "protection")
        assert (entry.grounds, entry.categories, entry.parts) == (
            "bw-1:302 vc-b8/3.1",
            "family health",
            "3 7-9 facts:2",
        )
        assert bytes(entry.sealed_reason) == b"\x01sealed"
        assert entry.on_behalf_of_id == people["colleague"].person_id
        assert (entry.processing, entry.trace) == ("casework", TRACE)
        assert len(entry.source) == 16
        assert "a session" not in entry.source
        assert verified() == 1

    def test_tells_uses_of_one_request_from_those_of_another(self, people: Any, now: Any, today: date) -> None:
        def use() -> None:
            with logged(actor=people["asker"], action=Action.SEE_WORK, now=now, today=today, reads_only=True):
                pass

        for session in ("one", "one", "other"):
            with coming_from(traceparent="no trace at all", session_key=session):
                use()
                use()
        use()
        entries = list(AccessEntry.objects.order_by("sequence"))
        assert [len({entry.trace for entry in entries[:amount]}) for amount in (2, 4, 6, 7)] == [1, 2, 3, 4]
        assert [len({entry.source for entry in entries[:amount]}) for amount in (2, 4, 6, 7)] == [1, 1, 2, 3]

    def test_says_who_somebody_claimed_to_be_even_if_there_is_no_such_mandate(self, people: Any, today: date) -> None:
        from dataclasses import replace

        nobody = replace(people["asker"], mandate_id=999_999)
        with pytest.raises(log.MandateEnded):
            see_case(actor=nobody, number="none", today=today)
        assert AccessEntry.objects.get().mandate_id == 999_999

    def test_has_the_run_of_a_command_over_every_case(self, open_request: Any, people: Any) -> None:
        open_request()
        rebuild_lists(actor=PROGRAM, tell=nothing)
        rebuild_lists(tell=nothing, only_check=True, actor=people["watcher"])
        runs = AccessEntry.objects.filter(action="rebuild_lists").order_by("sequence")
        assert [(run.role, run.person_id, run.parts, run.processing) for run in runs] == [
            ("program", None, "cases:1", "maintenance"),
            ("watcher", people["watcher"].person_id, "cases:1", "maintenance"),
        ]


class TestTheLogHoldsNoWords:
    @pytest.mark.parametrize(
        "said",
        [
            {"detail": "she said kanariegeel"},
            {"purpose": "kanarie geel"},
            {"grounds": ("one two",)},
            {"grounds": ("",)},
            {"categories": ("família",)},
            {"parts": ("kanariegeel",)},
            {"parts": ("passage 3",)},
            {"parts": ("Kanariegeel:3",)},
        ],
    )
    def test_of_a_story(self, people: Any, now: Any, today: date, said: dict[str, Any]) -> None:
        with pytest.raises(NoWordOfTheProgram) as caught:
            self.say(people["asker"], now, today, **said)
        assert "kanariegeel" not in str(caught.value).lower()
        assert not AccessEntry.objects.exists()

    def test_but_the_name_of_a_refusal(self, people: Any, now: Any, today: date) -> None:
        with pytest.raises(Declined):
            self.say(people["asker"], now, today, decline="the child told: kanariegeel", detail="kanariegeel was said")
        entry = AccessEntry.objects.get()
        assert (entry.outcome, entry.detail) == ("refused", "Declined")
        assert not any("kanariegeel" in str(value) for value in AccessEntry.objects.values_list().get())

    def say(self, actor: Any, now: Any, today: date, *, decline: str = "", **said: Any) -> None:
        with logged(actor=actor, action=Action.SEE_WORK, now=now, today=today, reads_only=True) as line:
            for field, value in said.items():
                setattr(line, field, value)
            if decline:
                raise Declined(decline)


class TestTheDatabaseRefusesAnEntry:
    @pytest.fixture
    def entry(self, people: Any, now: Any, today: date) -> AccessEntry:
        """Like the last one of two, and not stored yet."""
        for _ in range(2):
            with logged(actor=people["asker"], action=Action.SEE_WORK, now=now, today=today, reads_only=True):
                pass
        return AccessEntry.objects.get(sequence=2)

    @pytest.mark.parametrize("sequence", [0, 4, 1000])
    def test_that_leaves_a_gap(self, entry: AccessEntry, sequence: int) -> None:
        entry.sequence, entry.previous = sequence, entry.hash
        with pytest.raises(IntegrityError, match="without a gap"), transaction.atomic():
            entry.save(force_insert=True)

    @pytest.mark.parametrize("previous", [START, b"x" * 32])
    def test_that_does_not_carry_on_the_hash_of_the_last(self, entry: AccessEntry, previous: bytes) -> None:
        entry.sequence, entry.previous = 3, previous
        with pytest.raises(IntegrityError, match="with its hash"), transaction.atomic():
            entry.save(force_insert=True)

    def test_at_a_place_that_is_taken(self, entry: AccessEntry) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save(force_insert=True)

    def test_and_a_head_that_is_none(self, entry: AccessEntry) -> None:
        with pytest.raises(IntegrityError, match="follows the entries"), transaction.atomic():
            LogHead.objects.update(sequence=7)
        with pytest.raises(IntegrityError, match="follows the entries"), transaction.atomic():
            LogHead.objects.update(sequence=3, hash=b"x" * 32)


class TestTwoAtOnce:
    @pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
    def test_leave_a_whole_chain(self, people: Any, now: Any, today: date) -> None:
        """From the very first entry on, without even a head."""
        with without_triggers(connection) as cursor:
            cursor.execute("DELETE FROM log_head")

        def several(actor: Any, refuse: bool) -> None:
            for _ in range(8):
                try:
                    with logged(actor=actor, action=Action.RECORD_ACT, now=now, today=today) as line:
                        line.parts = (1,)
                        if refuse:
                            raise Declined
                    with logged(actor=actor, action=Action.SEE_WORK, now=now, today=today, reads_only=True):
                        pass
                except Declined:
                    pass

        calls = [lambda name=name, no=no: several(people[name], no) for name in ("asker", "answerer") for no in (0, 1)]
        assert at_once(*calls) == [None] * 4
        assert verified() == 2 * (16 + 8)


class TestDurability:
    def test_is_stated_for_every_action_and_every_kind(self) -> None:
        assert set(USES) == set(Action)
        assert set(DURABILITY) == set(Kind)

    def test_is_relaxed_for_what_was_only_looked_at(self) -> None:
        assert [kind for kind, durability in DURABILITY.items() if durability is Durability.RELAXED] == [Kind.READ]

    @pytest.fixture
    def committed(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
        """How durable the transactions were at the end."""
        found: list[str] = []
        append = log.append

        def watched(**given: Any) -> None:
            with transaction.atomic():
                append(**given)
                found.append(setting())

        monkeypatch.setattr(log, "append", watched)
        return found

    @pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
    @pytest.mark.parametrize("kind", list(Kind))
    @pytest.mark.parametrize("reads_only", [True, False])
    def test_is_what_the_kind_asks(
        self, people: Any, now: Any, today: date, kind: Kind, reads_only: bool, committed: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setitem(USES, Action.SEE_WORK, Use(kind, "casework"))
        before = setting()
        for refuse in (False, True):
            try:
                with logged(actor=people["asker"], action=Action.SEE_WORK, now=now, today=today, reads_only=reads_only):
                    if refuse:
                        raise Declined
            except Declined:
                pass
        relaxed, durable = {"sqlite": ("1", "2"), "postgresql": ("off", "on")}[connection.vendor]
        assert committed == [durable if DURABILITY[kind] is Durability.DURABLE else relaxed] * 2
        assert setting() == before


def setting() -> str:
    asked = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return str(cursor.fetchone()[0])


class TestALine:
    def test_says_nothing_of_its_own_accord(self) -> None:
        assert Line() == Line(None, "", "", (), (), (), None, None)
