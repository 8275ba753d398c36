"""Somebody who rules the database changes the log by hand: it is noticed, and the first wrong entry is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from relaas.application.auditing import witness_log
from relaas.application.log import Action, logged
from relaas.application.running import PROGRAM
from relaas.cli.main import relaas
from relaas.kernel.chain import NO_ENTRIES, Link, linked
from relaas.storage.log_chain import head, read_links
from relaas.storage.models import AccessEntry, LogHead
from tests.support.triggers import without_triggers

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

ENTRIES = 9
WITNESSED = (4, 7)


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path, invented_law: None) -> None:
    settings.RELAAS_KEYS = tmp_path / "keys"


@pytest.fixture
def witness(people: Any, now: Any, today: date, tmp_path: Path) -> Path:
    """A log of nine entries, of which a witness saw the fourth and the seventh, not counting its own lines."""
    file = tmp_path / "witness"
    for number in range(1, ENTRIES - 1):
        with logged(actor=people["asker"], action=Action.SEE_WORK, now=now, today=today, reads_only=True) as line:
            line.parts = (number,)
        if head().sequence in WITNESSED:
            witness_log(file=file, actor=PROGRAM, now=now)
    assert head().sequence == ENTRIES
    return file


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(relaas, ["audit", "verify", *map(str, arguments)])


def by_hand(*statements: str) -> None:
    """As the owner of the database: the triggers go, the rows change, the triggers come back."""
    with without_triggers(connection) as cursor:
        for statement in statements:
            cursor.execute(statement)


def broken_at(sequence: int, why: str, result: Result) -> bool:
    assert result.exit_code == 1, result.output
    return f"broken at entry {sequence}: " in result.output and why in " ".join(result.output.split())


class TestALog:
    def test_that_nobody_touched_is_as_it_was_written(self, witness: Path) -> None:
        found = verify("--witness", witness)
        assert found.exit_code == 0
        assert "9 entries" in found.output
        assert "2 heads of the witness agree" in " ".join(found.output.split())
        assert verify().exit_code == 0

    @pytest.mark.parametrize(
        "change",
        [
            "role = 'other'", "person_id = NULL", "outcome = 'refused'", "case_id = 'x'", "parts = ''", "grounds = 'x'",
            "detail = 'x'", "at = '2020-01-01 10:00:00+00'", "sealed_reason = previous", "purpose = 'x'", "trace = ''",
            "format = 0", "hash = previous",
        ],
    )  # fmt: skip
    def test_of_which_an_entry_was_edited_is_broken_there(self, witness: Path, change: str) -> None:
        by_hand(f"UPDATE access_entry SET {change} WHERE sequence = 6")
        assert broken_at(6, "does not say what was written", verify())

    def test_of_which_an_entry_was_edited_into_nonsense_is_broken_there(self, witness: Path) -> None:
        nonsense = {
            "sqlite": [
                "at = 'never'", "at = '2026-99-99 10:00:00'", "at = at || '+05:00'", "detail = CAST(x'ff' AS TEXT)",
                "role = x'01'",
            ],
            "postgresql": ["at = 'infinity'"],
        }  # fmt: skip
        for change in nonsense[connection.vendor]:
            by_hand(f"UPDATE access_entry SET {change} WHERE sequence = 5")
            assert broken_at(5, "does not say what was written", verify())

    def test_whose_head_is_nonsense_is_broken_at_its_end(self, witness: Path) -> None:
        by_hand("UPDATE log_head SET hash = 'nonsense'")
        assert broken_at(9, "says that it ends elsewhere", verify())

    def test_of_which_one_was_deleted_in_the_middle_is_broken_there(self, witness: Path) -> None:
        by_hand("DELETE FROM access_entry WHERE sequence = 5")
        assert broken_at(5, "it is missing", verify())

    def test_of_which_the_first_were_deleted_is_broken_at_the_first(self, witness: Path) -> None:
        by_hand("DELETE FROM access_entry WHERE sequence < 4")
        assert broken_at(1, "it is missing", verify())

    def test_of_which_two_changed_places_is_broken_at_the_first_of_them(self, witness: Path) -> None:
        moves = (
            "sequence = -5 WHERE sequence = 5",
            "sequence = 5 WHERE sequence = 6",
            "sequence = 6 WHERE sequence = -5",
        )
        by_hand(*(f"UPDATE access_entry SET {move}" for move in moves))
        assert broken_at(5, "does not follow from the entry before it", verify())

    def test_of_which_the_end_was_cut_off_says_another_head(self, witness: Path) -> None:
        by_hand("DELETE FROM access_entry WHERE sequence > 6")
        assert broken_at(6, "says that it ends elsewhere", verify())

    def test_that_was_emptied_says_another_head(self, witness: Path) -> None:
        by_hand("DELETE FROM access_entry")
        assert broken_at(0, "says that it ends elsewhere", verify())

    def test_whose_head_was_taken_away_is_broken_at_its_end(self, witness: Path) -> None:
        by_hand("DELETE FROM log_head")
        assert broken_at(9, "says that it ends elsewhere", verify())


class TestOnlyAWitnessNotices:
    def test_that_the_end_was_cut_off_and_the_head_moved_back(self, witness: Path) -> None:
        cut_off_behind(6)
        assert verify().exit_code == 0
        found = verify("--witness", witness)
        assert broken_at(7, "the log ends before it", found)
        assert "up to entry 4" in found.output

    def test_that_the_whole_chain_was_written_anew(self, witness: Path) -> None:
        write_anew(lambda link: link.sequence != 6)
        assert verify().exit_code == 0
        found = verify("--witness", witness)
        assert broken_at(7, "another entry", found)
        assert "up to entry 4" in found.output

    def test_that_the_log_began_anew(self, witness: Path) -> None:
        write_anew(lambda link: False)
        assert verify().exit_code == 0
        assert broken_at(1, "the log ends before it", verify("--witness", witness))

    def test_and_writes_no_more_for_a_log_that_became_shorter(self, witness: Path, now: Any) -> None:
        cut_off_behind(3)
        done = CliRunner().invoke(relaas, ["audit", "witness", str(witness)])
        assert done.exit_code == 1
        assert "has seen a longer log" in done.output


def cut_off_behind(sequence: int) -> None:
    by_hand(
        f"DELETE FROM access_entry WHERE sequence > {sequence}",
        f"UPDATE log_head SET sequence = {sequence}, "
        f"hash = (SELECT hash FROM access_entry WHERE sequence = {sequence})",
    )


def write_anew(keep: Callable[[Link], bool]) -> None:
    """Everything hashed again, without some entries: what an attacker does who knows how the chain is made."""
    links = list(
        linked(entries=[link.entry for link in read_links(after=None, amount=100) if keep(link)], head=NO_ENTRIES)
    )
    with without_triggers(connection):
        AccessEntry.objects.all()._raw_delete("default")
        AccessEntry.objects.bulk_create(_row(link) for link in links)
        end = links[-1] if links else None
        LogHead.objects.update(sequence=end.sequence if end else 0, hash=end.hash if end else bytes(32))


def _row(link: Link) -> AccessEntry:
    said = link.entry._asdict()
    ids = {f"{name}_id": said.pop(name) for name in ("person", "on_behalf_of", "mandate", "organisation", "case")}
    return AccessEntry(sequence=link.sequence, previous=link.previous, hash=link.hash, **ids, **said)
