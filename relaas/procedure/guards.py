"""Conditions in a regime: a closed subset of Python expressions over tracks, facts and counters.

``able == 'no' and not dublin and tellings < 1``: names, literals, ``and``, ``or``, ``not``, comparisons. No calls, no
arithmetic, no attributes, so that what a condition can ask stays finite and can be explored exhaustively.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Compare, ast.Name, ast.Load, ast.Constant,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Tuple,
)  # fmt: skip


class GuardError(ValueError):
    """The condition cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A parsed condition. ``names`` are what it asks about; ``literals`` the pairs (name, value) it compares."""

    text: str
    names: frozenset[str]
    literals: frozenset[tuple[str, Any]]
    holds: Callable[[Mapping[str, Any]], bool]


def parse_guard(text: str) -> Guard:
    """Parse a condition. Raises GuardError when it uses anything but names, literals, and/or/not and comparisons."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise GuardError(f"cannot read the condition {text!r}: {error.msg}") from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            what = type(node).__name__
            raise GuardError(
                f"{what} in the condition {text!r}: only names, values, and/or/not and comparisons are known"
            )
    code = compile(tree, "<guard>", "eval")

    def holds(values: Mapping[str, Any]) -> bool:
        return bool(eval(code, {"__builtins__": {}}, values))  # noqa: S307 - the tree holds only whitelisted nodes

    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return Guard(text=text, names=names, literals=frozenset(_literals(tree)), holds=holds)


def _literals(tree: ast.AST) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        names = [side.id for side in sides if isinstance(side, ast.Name)]
        values: list[Any] = [side.value for side in sides if isinstance(side, ast.Constant)]
        for side in sides:
            if isinstance(side, ast.Tuple):
                values += [item.value for item in side.elts if isinstance(item, ast.Constant)]
        found += [(name, value) for name in names for value in values]
    return found
