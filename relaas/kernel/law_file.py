"""What every law file shares: names, lengths, words for people, and sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from relaas.kernel.durations import Duration

FORMAT_VERSION = 1

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _duration(value: Any) -> Any:
    return Duration.parse(value) if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
IsoDuration = Annotated[
    Duration, BeforeValidator(_duration, json_schema_input_type=Annotated[str, Field(pattern=r"^P[0-9YMWDTH]+$")])
]


class Part(BaseModel):
    """What every element of a law file shares: it is immutable, and an unknown word in it is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Text(Part):
    """Words for people, Dutch first."""

    nl: str
    en: str

    def in_language(self, language: str) -> str:
        """The English words for ``en`` and its variants, else the Dutch."""
        return self.en if language.startswith("en") else self.nl


class SourceKind(StrEnum):
    LAW = "law"
    POLICY = "policy"
    TREATY = "treaty"
    JUDGMENT = "judgment"
    PROPOSAL = "proposal"
    STUDY = "study"
    PRACTICE = "practice"
    ASSUMPTION = "assumption"


class SourceState(StrEnum):
    """How sure the reader may be that the source says it: its words are given, it was read, or nobody checked."""

    QUOTED = "quoted"
    CITED = "cited"
    ASSUMED = "assumed"


class Source(Part):
    """Where a number or a condition comes from. An assumed source gives the reason for what was assumed."""

    title: str
    kind: SourceKind
    state: SourceState
    ref: str | None = None
    quote: str | None = None
    reason: Text | None = None
