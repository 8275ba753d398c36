"""Every command of the program: whether it reads a case, under whose mandate, and what it leaves in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import click
import pytest

from relaas.cli.main import relaas


class Under(Enum):
    """Who must be named before a command does anything."""

    NOBODY = ()
    MANDATE = ("mandate",)
    # One of both, for who looks after keys; neither is required by itself, `named_operator` requires one.
    OPERATOR = ("mandate", "operator")


@dataclass(frozen=True)
class Row:
    """``leaves``: the actions in the log. ``by_itself``: those that the program does too, as itself, saying why."""

    reads_a_case: bool
    under: Under
    leaves: tuple[str, ...] = ()
    by_itself: tuple[str, ...] = ()


LAW_ONLY = Row(reads_a_case=False, under=Under.NOBODY)
# Before anything else these make the database ready, and finish what was decided before: a key that should be gone.
AT_START = ("finish_erasure",)
COMMANDS = {
    "law assumptions": LAW_ONLY,
    "law check": LAW_ONLY,
    "law draw": LAW_ONLY,
    "law list": LAW_ONLY,
    "law open-questions": LAW_ONLY,
    "law schema": LAW_ONLY,
    "law show": LAW_ONLY,
    "law sources": LAW_ONLY,
    "law vocabularies": LAW_ONLY,
    "access show": LAW_ONLY,
    "access explain": Row(reads_a_case=True, under=Under.MANDATE, leaves=("see_access",), by_itself=AT_START),
    "replay": LAW_ONLY,
    "run": Row(reads_a_case=False, under=Under.NOBODY, by_itself=("rebuild_lists", *AT_START)),
    "rebuild": Row(reads_a_case=True, under=Under.MANDATE, leaves=("rebuild_lists",), by_itself=AT_START),
    "keys status": Row(reads_a_case=False, under=Under.NOBODY, by_itself=AT_START),
    "keys rotate": Row(reads_a_case=False, under=Under.OPERATOR, leaves=("rotate_keys",), by_itself=AT_START),
    "keys rotate-index": Row(reads_a_case=True, under=Under.MANDATE, leaves=("rotate_index",), by_itself=AT_START),
    "keys retire": Row(reads_a_case=False, under=Under.OPERATOR, leaves=("retire_key",), by_itself=AT_START),
    "keys erase": Row(reads_a_case=True, under=Under.MANDATE, leaves=("erase_case",), by_itself=AT_START),
    "keys certificate": Row(reads_a_case=True, under=Under.MANDATE, leaves=("see_certificate",), by_itself=AT_START),
    "keys finish-erasures": Row(reads_a_case=False, under=Under.OPERATOR, leaves=AT_START, by_itself=AT_START),
    "retention rules": LAW_ONLY,
    "retention due": Row(reads_a_case=True, under=Under.MANDATE, leaves=("see_retention",), by_itself=AT_START),
    "retention forget-drafts": Row(
        reads_a_case=False, under=Under.OPERATOR, leaves=("forget_reports",), by_itself=AT_START
    ),
    # It hashes entries and shows none.
    "audit verify": LAW_ONLY,
    "audit witness": Row(reads_a_case=False, under=Under.NOBODY, leaves=("witness_log",), by_itself=AT_START),
    "database prepare": Row(reads_a_case=False, under=Under.NOBODY, by_itself=AT_START),
    "database roles": Row(reads_a_case=False, under=Under.NOBODY, by_itself=AT_START),
    # Invented cases, opened and acted in by invented people.
    "demo": Row(reads_a_case=False, under=Under.NOBODY, leaves=("open_case", "record_act"), by_itself=AT_START),
}


def commands(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*names, name))
        else:
            yield " ".join((*names, name)), command


FOUND = dict(commands(relaas))


def test_each_has_a_row() -> None:
    assert set(COMMANDS) == set(FOUND)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) & set(FOUND)))
class TestACommand:
    def test_takes_the_name_of_who_runs_it(self, name: str) -> None:
        row = COMMANDS[name]
        asked = {one.name: one for one in FOUND[name].params if isinstance(one, click.Option)}
        assert set(row.under.value) <= set(asked)
        if row.under is Under.MANDATE:
            assert asked["mandate"].required

    def test_that_reads_a_case_runs_under_a_mandate_and_is_logged(self, name: str) -> None:
        row = COMMANDS[name]
        if row.reads_a_case:
            assert row.under is Under.MANDATE
            assert row.leaves

    def test_leaves_actions_that_the_log_knows(self, name: str) -> None:
        row = COMMANDS[name]
        if row.leaves or row.by_itself:
            from relaas.application.log import USES, Action

            assert {Action(action) for action in (*row.leaves, *row.by_itself)} <= set(USES)
