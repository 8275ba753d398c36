"""What is written in a case is kept under a key of that case, and destroying the key erases it."""

import base64
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relaas.application.opening import open_case
from relaas.application.seeing import see_case
from relaas.storage.keystore.models import CaseKey
from relaas.storage.master_keys import MasterKeyInvalid, MasterKeyMissing, ensure_master_key, master_key_file
from relaas.storage.models import Case, RecordedAct
from relaas.storage.sealing import KeyDestroyed, SealBroken, cipher_of, make_key

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def number(open_request: Callable[..., str], ask: Callable[..., Any]) -> str:
    opened = open_request()
    ask(opened)
    return opened


class TestWhatIsWritten:
    def test_stands_nowhere_in_clear(self, number: str) -> None:
        sealed = bytes(RecordedAct.objects.get().ciphertext) + bytes(Case.objects.get().ciphertext)
        assert sealed[:1] == b"\x01"
        assert b"kanariegeel" not in sealed
        assert b"urgent" not in sealed
        assert b"Toets" not in sealed

    def test_comes_back_for_who_wrote_it(self, number: str, people: dict[str, Any], today: Any) -> None:
        (row,) = see_case(actor=people["asker"], number=number, today=today).history
        assert row.form == {"question": "Mag ik kanariegeel weten?"}

    def test_does_not_open_at_another_place(self, number: str) -> None:
        act = RecordedAct.objects.get()
        with pytest.raises(SealBroken):
            cipher_of(case_id=act.case_id).open(place=2, sealed=bytes(act.ciphertext))

    def test_does_not_open_with_the_key_of_another_case(self, number: str, now: Any) -> None:
        other = make_key(case_id="another", now=now)
        with pytest.raises(SealBroken):
            other.open(place=1, sealed=bytes(RecordedAct.objects.get().ciphertext))

    def test_does_not_open_after_a_change_of_one_bit(self, number: str) -> None:
        act = RecordedAct.objects.get()
        changed = bytearray(act.ciphertext)
        changed[-1] ^= 1
        with pytest.raises(SealBroken):
            cipher_of(case_id=act.case_id).open(place=1, sealed=bytes(changed))

    def test_does_not_open_with_an_unknown_version(self, number: str) -> None:
        act = RecordedAct.objects.get()
        with pytest.raises(SealBroken, match="version 02"):
            cipher_of(case_id=act.case_id).open(place=1, sealed=b"\x02" + bytes(act.ciphertext)[1:])

    def test_is_gone_with_its_key(self, number: str, people: dict[str, Any], today: Any) -> None:
        CaseKey.objects.all().delete()
        with pytest.raises(KeyDestroyed):
            see_case(actor=people["asker"], number=number, today=today)


class TestAKey:
    def test_is_kept_wrapped_and_bound_to_its_case(self, number: str) -> None:
        key = CaseKey.objects.get()
        assert bytes(key.wrapped)[:1] == b"\x01"
        CaseKey.objects.create(case_id="moved", wrapped=key.wrapped, created_at=key.created_at)
        with pytest.raises(SealBroken):
            cipher_of(case_id="moved")

    def test_without_a_case_does_no_harm(self, people: dict[str, Any], now: Any, number: str, today: Any) -> None:
        """The key is written first: when opening the case then fails, a key is left over and nothing else."""
        make_key(case_id="left-over", now=now)
        assert see_case(actor=people["asker"], number=number, today=today).seen.startswith("1-")


class TestTheMasterKey:
    def test_is_a_file_that_only_its_owner_reads(self, number: str, keys: Path) -> None:
        assert stat.S_IMODE(master_key_file(1).stat().st_mode) == 0o600
        assert [file.name for file in keys.iterdir() if file.name.startswith("master")] == ["master-1.key"]

    def test_is_never_made_anew_while_there_are_cases(self, number: str, settings: Any, tmp_path: Path) -> None:
        settings.RELAAS_KEYS = tmp_path
        with pytest.raises(MasterKeyMissing, match="is missing, and there are cases that only it can open"):
            ensure_master_key()
        assert not list(tmp_path.iterdir())

    def test_can_come_from_the_environment(
        self, people: dict[str, Any], settings: Any, tmp_path: Path, now: Any
    ) -> None:
        settings.RELAAS_KEYS = tmp_path
        settings.RELAAS_MASTER_KEY = base64.b64encode(bytes(range(32))).decode()
        opened = open_case(
            actor=people["asker"], line_or_regime="request", on=now.date(), reason="x", idempotency_key="k", now=now
        )
        assert see_case(actor=people["asker"], number=opened.number, today=now.date()).facts.reason == "x"
        assert not list(tmp_path.iterdir())

    def test_that_is_no_key_is_refused_with_what_is_needed(self, settings: Any) -> None:
        settings.RELAAS_MASTER_KEY = "short"
        with pytest.raises(MasterKeyInvalid, match="32 bytes in base64"):
            ensure_master_key()
