"""The JSON Schema of law files, made from the model that reads them, so that editors and program agree.

A file that builds on others, or that is a patch, says only a difference: there nothing but the header is required, and
``null`` takes an element away. The schema knows words and shapes; what they mean together only ``law check`` knows.
"""

from __future__ import annotations

from typing import Any

from relaas.capacity.capacity_law import CapacityLaw
from relaas.casework.risk_law import RiskLaw
from relaas.kernel.law_file import Part
from relaas.procedure.model import Regime
from relaas.procedure.promises import Promises
from relaas.story.access import Authority, Information
from relaas.story.fact_kinds import FactKinds
from relaas.story.standards import Standard

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HEADER = ("relaas", "regime", "kind", "line", "title", "summary")
# What the model reads besides its own shape: one name, or a list of names.
_NAMES = ({"type": "string"}, {"type": "array", "items": {"type": "string"}})
_DIFFERS = {"anyOf": [{"required": ["builds_on"]}, {"properties": {"kind": {"const": "patch"}}}]}


def schema_of_regimes() -> dict[str, Any]:
    """The schema of every file under ``law/regimes``."""
    whole = _closed(Regime.model_json_schema(by_alias=True))
    landmark = whole["$defs"]["Landmark"]["properties"]
    landmark["acts"] = {"anyOf": [*_NAMES, _with_audience(landmark["acts"])]}
    shapes = {name: shape for name, shape in whole.pop("$defs").items() if name != "Part"}
    differences = {f"{name}Difference": _difference(shape) for name, shape in shapes.items()}
    differences["RegimeDifference"] = {**_difference(whole), "required": list(_HEADER)}
    return {
        "$schema": _DIALECT,
        "title": "A regime file of Relaas",
        "type": "object",
        "if": {"required": ["kind"], **_DIFFERS},
        "then": {"$ref": "#/$defs/RegimeDifference"},
        "else": {"$ref": "#/$defs/Regime"},
        "$defs": {**shapes, "Regime": whole, **differences},
    }


def _with_audience(acts: dict[str, Any]) -> dict[str, Any]:
    return acts if "anyOf" not in acts else next(shape for shape in acts["anyOf"] if shape.get("type") == "object")


def schema_of_promises() -> dict[str, Any]:
    """The schema of every file under ``law/promises``."""
    return _schema_of(Promises, title="A promises file of Relaas")


def schema_of_vocabularies() -> dict[str, Any]:
    """The schema of every public vocabulary under ``law/vocabularies``."""
    return _schema_of(Standard, title="A public vocabulary in Relaas")


def schema_of_information() -> dict[str, Any]:
    """The schema of the words of the law of access: ``law/access/information.yaml``."""
    return _schema_of(Information, title="A file of the words of access of Relaas")


def schema_of_access() -> dict[str, Any]:
    """The schema of every authority under ``law/access``."""
    return _schema_of(Authority, title="A file of rules of access of Relaas")


def schema_of_capacity() -> dict[str, Any]:
    """The schema of the file of capacity under ``law/capacity``."""
    return _schema_of(CapacityLaw, title="A file of capacity of Relaas")


def schema_of_facts() -> dict[str, Any]:
    """The schema of the file of our own kinds of fact under ``law/vocabularies``."""
    return _schema_of(FactKinds, title="A file of kinds of fact of Relaas")


def schema_of_risk() -> dict[str, Any]:
    """The schema of the file of the risk analysis under ``law/risk``."""
    return _schema_of(RiskLaw, title="A file of the risk analysis of Relaas")


def _schema_of(model: type[Part], *, title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **_closed(model.model_json_schema(by_alias=True)), "title": title}


def _closed(schema: Any) -> Any:
    """The same without titles made from names, and with no name of an element that the pattern refuses."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _closed(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    if "description" in kept and isinstance(kept["description"], str):
        kept["description"] = kept["description"].split("\n\n")[0].replace("\n", " ").replace("``", "")
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept


def _difference(schema: Any) -> Any:
    """What may be said of the same thing in a difference: any part of it, or ``null`` for an element."""
    if isinstance(schema, list):
        return [_difference(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _difference(value) for key, value in schema.items() if not _demands(key, value)}
    if isinstance(found.get("$ref"), str):
        found["$ref"] += "Difference"
    for key in ("properties", "patternProperties"):
        if key in found:
            found[key] = {name: _or_nothing(value) for name, value in found[key].items()}
    return found


def _demands(key: str, value: Any) -> bool:
    """Whether a key asks for something to be there; a property may be called ``required`` itself."""
    return key == "minProperties" or (key == "required" and isinstance(value, list))


def _or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    nothing = {"type": "null"}
    return schema if nothing in schema.get("anyOf", ()) else {"anyOf": [schema, nothing]}
