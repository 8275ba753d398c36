"""Master keys are rotated while everybody goes on working, and a rotation that is killed halfway is finished later."""

import base64
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from relaas.storage.keystore.locks import RotationRuns, one_rotation
from relaas.storage.keystore.models import CaseKey
from relaas.storage.keystore.rotation import (
    MasterKeyInUse,
    NoSuchMasterKey,
    check_master_keys,
    keys_behind,
    master_key_states,
    retire,
    rotate,
)
from relaas.storage.keystore.wrapping import KeyWrong
from relaas.storage.master_keys import (
    MasterKeyInvalid,
    MasterKeyMissing,
    MasterKeysGiven,
    master_key_file,
    newest_version,
    versions,
)
from relaas.storage.sealing import CaseCipher, ciphers_of, make_key, make_keys
from tests.support.elsewhere import another_process

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"], transaction=True)]

AMOUNT = 120
SLOW_ROTATION = """
import time
from relaas.storage.keystore.rotation import rotate
def tell(amount):
    print(amount, flush=True)
    time.sleep(0.3)
rotate(tell=tell, batch=10)
"""
# It stands still in the middle until it is ended, however long the test takes to get there.
HELD_ROTATION = SLOW_ROTATION.replace("time.sleep(0.3)", "input()")


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> Path:
    settings.RELAAS_KEYS = tmp_path / "keys"
    return settings.RELAAS_KEYS


@pytest.fixture
def sealed(now: Any) -> dict[str, bytes]:
    """Something written in each of many cases."""
    ciphers = make_keys(case_ids=[f"case-{number:03}" for number in range(AMOUNT)], now=now)
    return {case_id: cipher.seal(place=1, content={"said": case_id}) for case_id, cipher in ciphers.items()}


def all_open(sealed: dict[str, bytes]) -> bool:
    ciphers = ciphers_of(case_ids=sealed)
    return all(ciphers[case].open(place=1, sealed=said) == {"said": case} for case, said in sealed.items())


def used() -> dict[int, int]:
    return {state.version: state.case_keys for state in master_key_states()}


class TestARotation:
    def test_wraps_every_key_with_a_new_master_key(self, sealed: dict[str, bytes]) -> None:
        heard: list[int] = []
        done = rotate(tell=heard.append, batch=50)
        assert (done.version, done.wrapped_anew, done.resumed, done.unreadable) == (2, AMOUNT, False, [])
        assert heard == [50, 50, 20]
        assert used() == {1: 0, 2: AMOUNT}
        assert all_open(sealed)

    def test_lets_new_keys_be_wrapped_with_the_newest(self, sealed: dict[str, bytes], now: Any) -> None:
        rotate()
        make_key(case_id="later", now=now)
        assert CaseKey.objects.get(case_id="later").master_version == 2

    @pytest.mark.parametrize("batches", [1, 4])
    def test_killed_halfway_is_finished_by_the_next(self, sealed: dict[str, bytes], batches: int, now: Any) -> None:
        process = another_process(HELD_ROTATION)
        for batch in range(batches):
            if batch:
                process.stdin.write("\n")
                process.stdin.flush()
            assert process.stdout.readline() == "10\n", process.stderr.read()
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert 0 < keys_behind() < AMOUNT
        # This process never heard of the new master key, and reads what is wrapped with it.
        assert all_open(sealed)
        make_key(case_id="between", now=now)
        done = rotate()
        assert (done.version, done.resumed) == (2, True)
        assert used() == {1: 0, 2: AMOUNT + 1}
        assert all_open(sealed)

    def test_is_read_through_while_it_runs(self, sealed: dict[str, bytes], now: Any) -> None:
        process = another_process(SLOW_ROTATION)
        try:
            while process.stdout.readline():
                assert all_open(sealed)
                make_key(case_id=f"new-{CaseKey.objects.count()}", now=now)
        finally:
            process.communicate()
        assert process.returncode == 0
        assert keys_behind() == 0

    def test_is_refused_while_another_one_runs(self, sealed: dict[str, bytes]) -> None:
        process = another_process(HELD_ROTATION)
        try:
            assert process.stdout.readline() == "10\n"
            with pytest.raises(RotationRuns, match="already"):
                rotate()
        finally:
            process.kill()
            process.communicate()
        assert rotate().resumed

    def test_lets_go_of_its_lock_when_it_fails(self) -> None:
        with pytest.raises(ZeroDivisionError), one_rotation():
            raise ZeroDivisionError
        with one_rotation():
            pass

    def test_never_brings_back_a_key_that_is_destroyed_meanwhile(self, sealed: dict[str, bytes]) -> None:
        rotate(batch=10, tell=lambda amount: CaseKey.objects.filter(case_id="case-119").delete())
        assert not CaseKey.objects.filter(case_id="case-119").exists()

    def test_leaves_a_key_that_does_not_open_as_it_is_and_names_it(self, sealed: dict[str, bytes]) -> None:
        broken = bytes(40)
        CaseKey.objects.filter(case_id="case-007").update(wrapped=broken)
        done = rotate(batch=50)
        assert done.unreadable == ["case-007"]
        assert used() == {1: 1, 2: AMOUNT - 1}
        assert bytes(CaseKey.objects.get(case_id="case-007").wrapped) == broken


class TestAWrongOrMissingMasterKey:
    def test_that_is_missing_changes_nothing_and_is_named(self, sealed: dict[str, bytes], own_keys: Path) -> None:
        rotate()
        away = master_key_file(2).rename(own_keys.parent / "away")
        with pytest.raises(MasterKeyMissing, match=r"master-2\.key is missing"):
            ciphers_of(case_ids=sealed)
        with pytest.raises(MasterKeyMissing, match=r"master-2\.key is missing"):
            check_master_keys()
        away.rename(master_key_file(2))
        assert all_open(sealed)

    def test_that_is_another_key_is_said_to_be_so(self, sealed: dict[str, bytes]) -> None:
        right = master_key_file(1).read_bytes()
        master_key_file(1).write_bytes(base64.b64encode(bytes(32)))
        with pytest.raises(KeyWrong, match="does not open with master key 1"):
            ciphers_of(case_ids=sealed)
        with pytest.raises(KeyWrong):
            check_master_keys()
        assert len(rotate().unreadable) == AMOUNT
        master_key_file(1).write_bytes(right)
        assert all_open(sealed)

    def test_that_is_no_key_is_refused(self, sealed: dict[str, bytes]) -> None:
        master_key_file(1).write_bytes("é".encode())
        with pytest.raises(MasterKeyInvalid, match="holds no key"):
            ciphers_of(case_ids=sealed)


class TestRetiring:
    def test_an_old_master_key_is_refused_while_it_wraps_anything(self, sealed: dict[str, bytes]) -> None:
        rotate()
        CaseKey.objects.filter(case_id="case-001").update(master_version=1)
        with pytest.raises(MasterKeyInUse, match="still wraps the keys of 1 cases"):
            retire(1)
        assert versions() == (1, 2)

    def test_the_newest_master_key_is_refused(self, sealed: dict[str, bytes]) -> None:
        with pytest.raises(MasterKeyInUse, match="wraps new keys"):
            retire(1)

    def test_one_that_is_not_there_is_refused(self, sealed: dict[str, bytes]) -> None:
        with pytest.raises(NoSuchMasterKey):
            retire(7)

    def test_one_that_wraps_nothing_takes_its_file_away(self, sealed: dict[str, bytes]) -> None:
        rotate()
        retire(1)
        assert versions() == (2,)
        assert all_open(sealed)

    def test_waits_for_whoever_is_making_keys(self, sealed: dict[str, bytes]) -> None:
        """Else a key could be wrapped with a master key that is gone by the time it is kept."""
        rotate()
        making = another_process(
            "import time\n"
            "from relaas.storage.keystore.locks import making_keys\n"
            "from relaas.storage.keystore.models import CaseKey\n"
            "from django.utils import timezone\n"
            "with making_keys():\n"
            "    print('begun', flush=True)\n"
            "    time.sleep(1)\n"
            "    CaseKey.objects.create(case_id='late', wrapped=b'x', master_version=1, created_at=timezone.now())\n"
        )
        assert making.stdout.readline() == "begun\n"
        with pytest.raises(MasterKeyInUse):
            retire(1)
        making.communicate()


class TestMasterKeysOfTheEnvironment:
    @pytest.fixture
    def given(self, settings: Any) -> Callable[..., None]:
        keys = {version: base64.b64encode(bytes([version] * 32)).decode() for version in (1, 2, 3)}

        def give(*order: int) -> None:
            settings.RELAAS_MASTER_KEY = ",".join(f"{version}:{keys[version]}" for version in order)

        return give

    def test_wrap_with_the_first_and_open_with_all(self, given: Any, now: Any, own_keys: Path) -> None:
        given(1, 2)
        cipher = make_key(case_id="a", now=now)
        said = cipher.seal(place=1, content={})
        given(2, 1)
        make_key(case_id="b", now=now)
        assert dict(CaseKey.objects.values_list("case_id", "master_version")) == {"a": 1, "b": 2}
        assert ciphers_of(case_ids=["a"])["a"].open(place=1, sealed=said) == {}
        assert not own_keys.exists()

    def test_are_rotated_by_naming_another_first(self, given: Any, now: Any) -> None:
        given(1)
        make_key(case_id="a", now=now)
        with pytest.raises(MasterKeysGiven, match="on every server"):
            rotate()
        given(2, 1)
        assert rotate().version == newest_version() == 2
        assert used() == {1: 0, 2: 1}
        with pytest.raises(MasterKeysGiven):
            retire(1)

    def test_that_lack_one_that_is_used_are_refused(self, given: Any, now: Any) -> None:
        given(1)
        make_key(case_id="a", now=now)
        given(3)
        with pytest.raises(MasterKeyMissing, match=r"does not give version 1 \(it gives 3\)"):
            ciphers_of(case_ids=["a"])

    def test_that_name_a_version_twice_are_refused(self, given: Any, now: Any) -> None:
        given(1, 1)
        with pytest.raises(MasterKeyInvalid, match="twice"):
            newest_version()


def test_a_key_from_before_versions_is_of_version_one(now: Any) -> None:
    cipher: CaseCipher = make_key(case_id="old", now=now)
    with connections["keystore"].cursor() as cursor:
        cursor.execute("SELECT master_version FROM case_key")
        assert cursor.fetchall() == [(1,)]
    assert cipher.case_id == "old"
