"""A second reading of the law of access, straight from its files, to hold the program against."""

from __future__ import annotations

from typing import Any

import yaml

from relaas.story.access_library import LAW


def readable(role: str, phase: str, *, confirmed: bool = True) -> set[str]:
    """The categories that a role reads by its placement in a phase, while nobody agreed or objected to anything."""
    found: set[str] = set()
    for rule in _rules_of(role):
        by_placement = rule.get("written", "placement") == "placement"
        seen = confirmed or not rule.get("needs_review", False)
        if by_placement and seen and "read" in rule["may"] and phase in rule["when"]:
            found |= set(rule["of"])
    return found


def verbs_of(role: str, phase: str) -> set[str]:
    """What a role may do with anything at all in a phase, in whatever way it gets to."""
    return {verb for rule in _rules_of(role) if phase in rule["when"] for verb in rule["may"]}


def _rules_of(role: str) -> list[dict[str, Any]]:
    for path in LAW.glob("*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if role in content.get("roles", ()):
            return list(content.get("rules", {}).values())
    return []
