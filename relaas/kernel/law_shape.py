"""Whether a law file has the shape of its model: every fault at once, at its line, with the nearest known word."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path as FilePath
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import FORMAT_VERSION, Part
from relaas.kernel.strict_yaml import Document, Path, read_document

P = TypeVar("P", bound=Part)

_INTERNAL = re.compile(
    r"^(?:function-|tagged-|literal\[|lax-|json-|str$|int$|constrained|dict\[|tuple\[|chain\[|nullable|\[key\]$)"
)


def read_law_file(path: FilePath, faults: list[Fault]) -> Document | None:
    """One law file that says the version of its format; None, with its faults added, when it is none.

    It is named with the two folders in which it stands: ``law/regimes/integral.yaml``.
    """
    try:
        document = read_document(
            name=f"{path.parent.parent.name}/{path.parent.name}/{path.name}", text=path.read_text(encoding="utf-8")
        )
    except LawFaults as error:
        faults += error.faults
        return None
    if not isinstance(document.content, dict):
        faults.append(document.fault((), f"a law file is a mapping that begins with relaas: {FORMAT_VERSION}"))
        return None
    said = document.content.get("relaas")
    if said != FORMAT_VERSION:
        message = f"format version {said!r} is not known; this program reads {FORMAT_VERSION}"
        faults.append(document.fault(("relaas",), message))
        return None
    return document


def validated(document: Document, model: type[P], faults: list[Fault]) -> P | None:
    """The document as its model; None when it has another shape, with every difference added to ``faults``."""
    try:
        return model.model_validate(document.content)
    except ValidationError as error:
        faults += [
            shape_fault(item, model=model, places=document.lines, fault=document.fault) for item in error.errors()
        ]
        return None


def shape_fault(item: Any, *, model: Any, places: Collection[Path], fault: Callable[[Path, str], Fault]) -> Fault:
    """One fault for one finding of Pydantic. Names of Pydantic's own machinery are left out of the place."""
    place = tuple(str(step) for step in item["loc"] if not _INTERNAL.match(str(step)))
    while place and place not in places and place[:-1] in places and not _is_unknown_word(item):
        if item["type"] == "missing":
            break
        place = place[:-1]
    return fault(place, _message(item, place, model))


def _is_unknown_word(item: Any) -> bool:
    return bool(item["type"] == "extra_forbidden")


def _message(item: Any, place: Path, model: Any) -> str:
    if _is_unknown_word(item):
        return f'"{place[-1]}" is no word of the format{nearest(place[-1], _words_at(model, place[:-1]))}'
    if item["type"] == "missing":
        return "is missing"
    said = item.get("input")
    if item["type"] == "literal_error":
        options = [word.strip(" '") for word in item["ctx"]["expected"].replace(" or ", ",").split(",")]
        return f"it says {said!r}, which is not one of the known words{nearest(str(said), options)}"
    is_plain = isinstance(said, str | int | float | bool) and repr(said) not in item["msg"]
    shown = f" (it says {said!r})" if is_plain else ""
    return f"{item['msg'].removeprefix('Value error, ')}{shown}"


def _words_at(model: Any, path: Path) -> list[str]:
    for step in path:
        model = _step(model, step)
    found = _model_in(model)
    return [info.alias or name for name, info in found.model_fields.items()] if found is not None else []


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
