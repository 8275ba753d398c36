"""A case is erased by a person, by destroying its key; broken off anywhere, it is finished later."""

import json
import signal
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from relaas.application import door, erasing, retention
from relaas.application.erasing import (
    NoSuchGround,
    NotErased,
    NotYoursToErase,
    StillKept,
    TracesLeft,
    erase_case,
    finish_erasures,
    reason_of,
    see_certificate,
    unfinished_erasures,
)
from relaas.application.forms import FormInvalid
from relaas.application.placed import CaseErased, CaseExpired, NotFound
from relaas.application.rebuilding import case_count, rebuild_lists
from relaas.application.recording import record_act
from relaas.application.retention import due, is_closed_to
from relaas.application.running import PROGRAM
from relaas.application.seeing import known_on, see_case
from relaas.application.work import list_cases, my_work
from relaas.casework.retention import RetentionState
from relaas.kernel.when import When
from relaas.storage.blind_index import IndexKind, add_to_index, look_up
from relaas.storage.keystore.models import CaseKey
from relaas.storage.models import (
    AccessEntry,
    BlindIndexEntry,
    Case,
    CaseStage,
    Erasure,
    KeyDestruction,
    RecordedAct,
    WorkItem,
)
from relaas.storage.sealing import Kind, make_keys
from tests.integration.conftest import moment
from tests.support.elsewhere import another_process
from tests.support.seen import NOTHING_SEEN, seen_now

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"], transaction=True)]


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    settings.RELAAS_KEYS = tmp_path / "keys"


@pytest.fixture
def number(open_request: Callable[..., str], ask: Callable[..., Any]) -> str:
    opened = open_request()
    ask(opened)
    case = Case.objects.get()
    add_to_index(case=case, kind=IndexKind.PHONE, text="0612345678", sealed_as=Kind.ACT, place=1)
    return opened


@pytest.fixture
def erase(people: dict[str, Any], now: Any, number: str) -> Callable[..., Any]:
    def erased(**more: Any) -> Any:
        given = {
            "actor": people["keeper"], "number": number, "ground": "by-mistake", "now": now,
            "reason": "Geopend voor het verkeerde kind: kanariegeel.",
        }  # fmt: skip
        return erase_case(**{**given, **more})

    return erased


class TestAnErasedCase:
    @pytest.fixture(autouse=True)
    def erased(self, erase: Callable[..., Any]) -> None:
        erase()

    def test_has_no_key_any_more(self) -> None:
        assert not CaseKey.objects.filter(case_id=Case.objects.get().pk).exists()

    def test_says_that_it_was_erased_to_who_worked_on_it(self, people: Any, number: str, today: date, now: Any) -> None:
        with pytest.raises(CaseErased):
            see_case(actor=people["asker"], number=number, today=today)
        with pytest.raises(CaseErased):
            known_on(actor=people["asker"], number=number, moment=now, today=today)

    def test_says_so_too_to_who_was_just_opening_it(
        self, people: Any, number: str, today: date, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(door, "placed_case", lambda **given: Case.objects.get())
        with pytest.raises(CaseErased, match="a moment ago"):
            see_case(actor=people["asker"], number=number, today=today)

    def test_does_not_exist_for_anybody_else(self, people: Any, number: str, today: date) -> None:
        with pytest.raises(NotFound):
            see_case(actor=people["southern"], number=number, today=today)

    def test_takes_no_new_act(self, people: Any, number: str, now: Any) -> None:
        with pytest.raises(CaseErased):
            record_act(
                actor=people["asker"], number=number, act="remind", on=When.exact(now.date()), answers={}, form={},
                seen=NOTHING_SEEN, idempotency_key="late", now=now,
            )  # fmt: skip

    def test_is_in_no_list_and_in_no_look_up(self, people: Any, today: date) -> None:
        assert list_cases(actor=people["asker"], today=today).cases == ()
        assert my_work(actor=people["answerer"], today=today).tasks == ()
        assert not CaseStage.objects.exists()
        assert not WorkItem.objects.exists()
        assert not BlindIndexEntry.objects.exists()
        assert look_up(kind=IndexKind.PHONE, text="0612345678") == ()

    def test_is_passed_over_when_lists_are_made_anew(self) -> None:
        assert case_count() == 0
        assert rebuild_lists(actor=PROGRAM, tell=lambda amount: None).cases == 0

    def test_is_erased_once(self, erase: Callable[..., Any]) -> None:
        with pytest.raises(CaseErased):
            erase()

    def test_keeps_its_skeleton_and_its_log(self, number: str) -> None:
        assert RecordedAct.objects.count() == 1
        actions = list(AccessEntry.objects.order_by("pk").values_list("action", "outcome", "detail"))
        assert actions == [
            ("open_case", "done", ""),
            ("see_case", "done", ""),
            ("record_act", "done", "ask"),
            ("erase_case", "done", "by-mistake"),
        ]

    def test_keeps_the_reason_under_a_key_of_its_own(self) -> None:
        erasure = Erasure.objects.get()
        assert reason_of(erasure) == "Geopend voor het verkeerde kind: kanariegeel."
        assert b"kanariegeel" not in bytes(erasure.ciphertext)

    def test_stays_erased_in_the_database_itself(self) -> None:
        for table in ("erasure", "key_destruction"):
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET case_id = case_id"):
                with (
                    pytest.raises(IntegrityError, match="only grows"),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(statement)

    def test_that_comes_back_with_a_backup_of_the_key_store_is_destroyed_again(self, number: str, now: Any) -> None:
        CaseKey.objects.create(case_id=Case.objects.get().pk, wrapped=bytes(61), created_at=now)
        assert unfinished_erasures() == 1
        assert finish_erasures(actor=PROGRAM, now=now) == (number,)
        assert CaseKey.objects.count() == 1  # that of the reason
        assert KeyDestruction.objects.count() == 2


class TestACertificate:
    def test_names_the_case_who_decided_and_why_but_no_child(self, erase: Callable[..., Any], number: str) -> None:
        certificate = erase()
        assert certificate.number == number
        assert (certificate.decided_by, certificate.role) == ("keeper (verzonden)", "keeper")
        assert certificate.ground == "by-mistake"
        assert number in certificate.as_text
        assert "Bij vergissing geopend" in certificate.as_text
        assert "kanariegeel" not in certificate.as_text + json.dumps(certificate.as_json)

    def test_names_the_day_on_which_the_last_copy_of_the_key_goes(
        self, erase: Callable[..., Any], settings: Any, now: Any
    ) -> None:
        settings.RELAAS_KEY_BACKUP_DAYS = 30
        certificate = erase()
        assert certificate.copies_expire_on == now.date() + timedelta(days=30)
        assert certificate.as_json["copies_expire_on"] == "2026-06-19"
        assert "verloopt op 2026-06-19" in certificate.as_text

    def test_says_so_when_that_day_is_not_known(self, erase: Callable[..., Any]) -> None:
        text = erase().as_text
        assert "niet bekend" in text
        assert "RELAAS_KEY_BACKUP_DAYS" in text

    def test_can_be_asked_again(self, erase: Callable[..., Any], people: Any, number: str, now: Any) -> None:
        with pytest.raises(NotErased):
            see_certificate(actor=people["keeper"], number=number, now=now)
        certificate = erase()
        assert see_certificate(actor=people["keeper"], number=number, now=now) == certificate
        with pytest.raises(NotFound):
            see_certificate(actor=people["southern"], number=number, now=now)


class TestWhoErases:
    def test_needs_a_ground_that_the_law_knows(self, erase: Callable[..., Any]) -> None:
        with pytest.raises(NoSuchGround, match="by-mistake"):
            erase(ground="by-mistak")
        with pytest.raises(NoSuchGround):
            erase(ground="question-expires")

    def test_needs_a_role_that_the_ground_names(self, erase: Callable[..., Any], people: Any) -> None:
        with pytest.raises(NotYoursToErase, match="that is for keeper"):
            erase(actor=people["asker"])
        assert AccessEntry.objects.filter(action="erase_case", outcome="refused", detail="NotYoursToErase").exists()

    def test_is_of_an_organisation_that_works_on_the_case(self, erase: Callable[..., Any], people: Any) -> None:
        with pytest.raises(NotFound):
            erase(actor=people["southern"])

    def test_gives_a_reason(self, erase: Callable[..., Any]) -> None:
        with pytest.raises(FormInvalid):
            erase(reason=" ")

    def test_waits_until_the_term_of_a_rule_has_ended(self, erase: Callable[..., Any]) -> None:
        with pytest.raises(StillKept, match="held up by question"):
            erase(ground="reply-goes")
        assert not Erasure.objects.exists()


class TestAKeyThatIsDestroyed:
    def test_is_in_no_file_of_the_key_store(self, erase: Callable[..., Any]) -> None:
        wrapped = bytes(CaseKey.objects.get().wrapped)
        assert any(wrapped in content for content in files_of_the_key_store())
        erase()
        # That of the reason is there, so that what is searched are the right files.
        assert any(bytes(CaseKey.objects.get().wrapped) in content for content in files_of_the_key_store())
        assert not any(wrapped in content for content in files_of_the_key_store())


def files_of_the_key_store() -> list[bytes]:
    store = connections["keystore"]
    with store.cursor() as cursor:
        if store.vendor == "sqlite":
            files = Path(store.settings_dict["NAME"]).parent.glob(f"{Path(store.settings_dict['NAME']).name}*")
        else:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            (folder,) = cursor.fetchone()
            # Of this database only: in those of other tests, that run beside this one, files come and go meanwhile.
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            files = (Path(folder) / "base" / str(cursor.fetchone()[0])).glob("*")
        return [content for file in files if (content := content_of(file)) is not None]


def content_of(file: Path) -> bytes | None:
    """What is in a file; nothing of one that the server takes away while its folder is read, and which is gone then."""
    try:
        return file.read_bytes() if file.is_file() else None
    except FileNotFoundError:
        return None


class TestAnErasureThatIsBrokenOff:
    KILLED = """
import os, signal
from datetime import datetime
from relaas.application import erasing
from relaas.application.actors import actor_named
erasing.{step} = lambda **given: os.kill(os.getpid(), signal.SIGKILL)
now = datetime.fromisoformat("{now}")
erasing.erase_case(actor=actor_named("keeper", now.date()), number="{number}", ground="by-mistake", reason="x", now=now)
"""

    @pytest.mark.parametrize(("step", "keys_left"), [("destroy_key", 2), ("note_destroyed", 1)])
    def test_by_a_kill_is_closed_at_once_and_finished_later(
        self, step: str, keys_left: int, number: str, people: Any, now: Any, today: date
    ) -> None:
        process = another_process(self.KILLED.format(step=step, now=now.isoformat(), number=number))
        _, said = process.communicate()
        assert process.returncode == -signal.SIGKILL, said
        assert CaseKey.objects.count() == keys_left
        with pytest.raises(CaseErased):
            see_case(actor=people["asker"], number=number, today=today)
        assert see_certificate(actor=people["keeper"], number=number, now=now).key_destroyed_at is None
        assert unfinished_erasures() == 1
        assert finish_erasures(actor=PROGRAM, now=now) == (number,)
        assert CaseKey.objects.count() == 1
        assert finish_erasures(actor=PROGRAM, now=now) == ()

    def test_before_the_decision_is_written_never_happened(
        self, erase: Callable[..., Any], monkeypatch: Any, people: Any, number: str, today: date
    ) -> None:
        monkeypatch.setattr(erasing, "forget_case", lambda **given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase()
        assert see_case(actor=people["asker"], number=number, today=today).seen.startswith("1-")
        assert my_work(actor=people["answerer"], today=today).tasks

    def test_because_somebody_reads_the_key_store_is_finished_later(
        self, erase: Callable[..., Any], now: Any, number: str, monkeypatch: Any
    ) -> None:
        def busy() -> None:
            raise TracesLeft("busy")

        with monkeypatch.context() as patch:
            patch.setattr("relaas.storage.erasures.clear_traces", busy)
            with pytest.raises(TracesLeft):
                erase()
        assert unfinished_erasures() == 1
        assert finish_erasures(actor=PROGRAM, now=now) == (number,)

    def test_of_which_only_the_key_is_gone_can_be_decided_again(
        self, erase: Callable[..., Any], people: Any, number: str, today: date
    ) -> None:
        """So it is after the case database came back from a backup of before the decision."""
        CaseKey.objects.all().delete()
        erase()
        with pytest.raises(CaseErased):
            see_case(actor=people["asker"], number=number, today=today)


class TestAnExpiredCase:
    """The reply expires a year after the last act; the question a year after the case ended (the ask lapsed)."""

    EXPIRED = date(2027, 7, 20)

    def test_is_closed_to_who_worked_on_it(self, number: str, people: Any) -> None:
        assert see_case(actor=people["asker"], number=number, today=date(2027, 7, 9)).seen.startswith("1-")
        with pytest.raises(CaseExpired):
            see_case(actor=people["asker"], number=number, today=self.EXPIRED)

    def test_stands_in_no_list_of_who_it_is_closed_to_and_makes_no_page_shorter(
        self, number: str, people: Any, open_request: Callable[..., str], monkeypatch: Any
    ) -> None:
        others = [open_request(key=f"later-{place}") for place in range(3)]

        def listed(day: date) -> list[str]:
            """All numbers, page after page of two."""
            found: list[str] = []
            cursor, amounts = None, []
            while not amounts or cursor is not None:
                page = list_cases(actor=people["asker"], today=day, cursor=cursor, limit=2)
                found += [case.number for case in page.cases]
                amounts.append(len(page.cases))
                cursor = page.next_cursor
            assert amounts[:-1] == [2] * (len(amounts) - 1)
            return found

        assert set(listed(date(2027, 7, 9))) == {number, *others}
        closed = {case.number: is_closed_to(role="asker", case=case, today=self.EXPIRED) for case in Case.objects.all()}
        assert closed[number]
        assert set(listed(self.EXPIRED)) == {one for one, is_closed in closed.items() if not is_closed}

    def test_gives_no_work_to_who_it_is_closed_to(self, number: str, people: Any, monkeypatch: Any) -> None:
        day = date(2026, 5, 20)
        (task,) = my_work(actor=people["answerer"], today=day).tasks
        assert task.number == number
        # What is owed still keeps a case open under the invented rules; another law may close it all the same.
        monkeypatch.setattr(retention, "is_closed_to", lambda **given: given["case"].number == number)
        monkeypatch.setattr(retention, "_could_be_closed", lambda case, roles, today: True)
        monkeypatch.setattr(retention, "_shortest_ago", lambda root, today: date.max)
        assert my_work(actor=people["answerer"], today=day).tasks == ()

    def test_is_due_and_erased_by_nobody_by_itself(self, number: str, people: Any) -> None:
        assert due(actor=people["keeper"], today=date(2027, 5, 20)) == ()
        (found,) = due(actor=people["keeper"], today=self.EXPIRED)
        assert (found.number, found.retention.state) == (number, RetentionState.EXPIRED)
        assert CaseKey.objects.count() == 1
        assert due(actor=people["southern"], today=self.EXPIRED) == ()

    def test_is_kept_longer_by_a_new_act(self, number: str, people: Any) -> None:
        late = date(2026, 7, 1)
        record_act(
            actor=people["asker"], number=number, act="remind", on=When.exact(late), answers={}, form={},
            seen=seen_now(actor=people["asker"], number=number, now=moment(late)), idempotency_key="again",
            now=moment(late),
        )  # fmt: skip
        assert due(actor=people["keeper"], today=date(2027, 6, 30)) == ()
        assert see_case(actor=people["asker"], number=number, today=date(2027, 7, 1)).seen.startswith("2-")

    def test_is_erased_on_its_rule_once_all_terms_have_ended(self, number: str, people: Any, erase: Any) -> None:
        early, late = moment(date(2028, 12, 1)), moment(date(2029, 5, 21))
        with pytest.raises(StillKept, match="reply"):
            erase(ground="question-goes", now=early)
        assert erase(ground="reply-goes", now=late).ground == "reply-goes"


@pytest.mark.postgresql
def test_no_trace_stays_because_somebody_is_still_reading_something_else(now: Any) -> None:
    import psycopg

    from relaas.storage.keystore import traces

    settings = connections["keystore"].settings_dict
    reader = psycopg.connect(
        dbname=settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        host=settings["HOST"],
        port=settings["PORT"],
    )
    make_keys(case_ids=["A" * 26], now=now)
    with reader, reader.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM django_migrations")  # a snapshot, and no lock on the keys
        CaseKey.objects.all().delete()
        traces.clear_traces()
        with connections["keystore"].cursor() as asked:
            asked.execute("SELECT pg_relation_size('case_key')")
            assert asked.fetchone() == (0,)
    reader.close()
