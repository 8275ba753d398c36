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
    """A parsed condition. ``names`` are what it asks about; ``literals`` the pairs (name, value) it compares;
    ``plain`` the names that are true or false by themselves; ``ordered`` those asked whether they are more or less."""

    text: str
    names: frozenset[str]
    literals: frozenset[tuple[str, Any]]
    plain: frozenset[str]
    ordered: frozenset[str]
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
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            _check_comparison(node, text)
    code = compile(tree, "<guard>", "eval")

    def holds(values: Mapping[str, Any]) -> bool:
        return bool(eval(code, {"__builtins__": {}}, values))  # noqa: S307 - the tree holds only whitelisted nodes

    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    compared = {id(side): node for node in ast.walk(tree) if isinstance(node, ast.Compare) for side in _sides(node)}
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return Guard(
        text=text,
        names=names,
        literals=frozenset(_literals(tree)),
        plain=frozenset(node.id for node in asked if id(node) not in compared),
        ordered=frozenset(node.id for node in asked if id(node) in compared and _orders(compared[id(node)])),
        holds=holds,
    )


def _sides(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators]


def _orders(node: ast.Compare) -> bool:
    return any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops)


def _check_comparison(node: ast.Compare, text: str) -> None:
    """One name against values: two names would compare what no table of options can check."""
    named = [side for side in _sides(node) if isinstance(side, ast.Name)]
    values = [side for side in _sides(node) if isinstance(side, ast.Constant | ast.Tuple)]
    if len(named) != 1 or len(named) + len(values) != len(_sides(node)):
        raise GuardError(f"a comparison in the condition {text!r} is not between one name and values")
    for op, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.In | ast.NotIn) and not isinstance(right, ast.Tuple):
            raise GuardError(f"`in` in the condition {text!r} needs several values: name in ('one', 'other')")


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
