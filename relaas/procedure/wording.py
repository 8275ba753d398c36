"""Pydantic's findings in the words of a law file: the place as it is written there, and the nearest known word."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel

from relaas.procedure.assembly import Assembled
from relaas.procedure.faults import Fault, nearest
from relaas.procedure.model import Regime
from relaas.procedure.promises import Promises

_INTERNAL = re.compile(
    r"^(?:function-|tagged-|literal\[|lax-|json-|str$|int$|constrained|dict\[|tuple\[|chain\[|nullable|\[key\]$)"
)


def fault_from_pydantic(whole: Assembled, item: Any) -> Fault:
    """One fault for one finding. Names of Pydantic's own machinery are left out of the place."""
    place = tuple(str(step) for step in item["loc"] if not _INTERNAL.match(str(step)))
    while place and place not in whole.places and place[:-1] in whole.places and not _is_unknown_word(item):
        if item["type"] == "missing":
            break
        place = place[:-1]
    return whole.fault(place, _message(item, place, whole))


def _is_unknown_word(item: Any) -> bool:
    return bool(item["type"] == "extra_forbidden")


def _message(item: Any, place: tuple[str, ...], whole: Assembled) -> str:
    if _is_unknown_word(item):
        return f'"{place[-1]}" is no word of the format{nearest(place[-1], _words_at(whole, place[:-1]))}'
    if item["type"] == "missing":
        return "is missing"
    said = item.get("input")
    shown = f" (it says {said!r})" if isinstance(said, str | int | float | bool) else ""
    return f"{item['msg'].removeprefix('Value error, ')}{shown}"


def _words_at(whole: Assembled, path: tuple[str, ...]) -> list[str]:
    model: Any = Promises if "asks" in whole.content else Regime
    for step in path:
        model = _step(model, step)
    return _words(model)


def _step(model: Any, step: str) -> Any:
    if isinstance(model, type) and issubclass(model, BaseModel):
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                return info.annotation
        return None
    for inner in reversed(get_args(model)):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner)) is not None), None)


def _words(model: Any) -> list[str]:
    found = _model_in(model)
    return [info.alias or name for name, info in found.model_fields.items()] if found is not None else []
