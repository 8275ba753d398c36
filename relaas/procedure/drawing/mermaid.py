"""A regime as a Mermaid state diagram: one composite state per track."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relaas.procedure.drawing.palette import LOOKS
from relaas.procedure.drawing.words import word_certainty, word_roles
from relaas.procedure.graph import edges
from relaas.procedure.model import Act, Certainty, Regime

# What Mermaid reads as its own signs inside a label; written as the code of the character it is only text.
_SIGNS = re.compile(r"""[#;:"'<>{}\[\]|`%&\\~]|--""")


def regime_mermaid(regime: Regime, *, language: str) -> str:
    """The regime as a ``stateDiagram-v2``. Every status and every change of status by an act is in it."""
    return "\n".join(_lines(regime, language))


def state_id(track: str, status: str) -> str:
    """What a status is called in the diagram."""
    return f"{track}__{status}"


def label(text: str) -> str:
    """Text as it can stand in a label."""
    return _SIGNS.sub(lambda sign: "".join(f"#{ord(char)};" for char in sign.group()), " ".join(text.split()))


def act_label(regime: Regime, act: Act, language: str) -> str:
    """An act and who does it, with a sign for its force."""
    sign = "⏱ " if act.is_clock else {"must": "❗ ", "happens": "○ "}.get(act.force.value, "")
    return label(f"{sign}{act.title.in_language(language)} ({word_roles(regime, act.by, language)})")


def _lines(regime: Regime, language: str) -> Iterator[str]:
    yield "---"
    yield f'title: "{label(regime.title.in_language(language))}"'
    yield "---"
    yield "stateDiagram-v2"
    yield "    direction TB"
    for track in regime.tracks:
        yield from _track(regime, track, language)
    yield from _classes(regime)


def _track(regime: Regime, track: str, language: str) -> Iterator[str]:
    element = regime.tracks[track]
    yield f'    state "{label(element.title.in_language(language))}" as {track}__track {{'
    yield "        direction TB"
    for name, status in element.statuses.items():
        words = status.title.in_language(language)
        if status.certainty is not Certainty.NONE:
            words += f" [{word_certainty(status.certainty, language)}]"
        if status.procedure:
            words += f" ▶ {regime.procedures[status.procedure].title.in_language(language)}"
        yield f'        state "{label(words)}" as {state_id(track, name)}'
    yield f"        [*] --> {state_id(track, element.start)}"
    for source, act, target in edges(regime, track):
        said = act_label(regime, regime.acts[act], language)
        yield f"        {state_id(track, source)} --> {state_id(track, target)} : {said}"
    for name, status in element.statuses.items():
        if status.final:
            yield f"        {state_id(track, name)} --> [*]"
    yield "    }"


def _classes(regime: Regime) -> Iterator[str]:
    for certainty, look in LOOKS.items():
        dashes = f",stroke-dasharray:{look.dashes}" if look.dashes else ""
        shown = f"fill:{look.fill},stroke:{look.border},stroke-width:{round(look.border_width)}px{dashes}"
        yield f"    classDef {certainty.value}Certainty {shown}"
    for track, element in regime.tracks.items():
        for name, status in element.statuses.items():
            yield f"    class {state_id(track, name)} {status.certainty.value}Certainty"
