"""What is asked of any regime, stated once over landmarks: the model of a promises file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, Text

DERIVED_MOMENTS = ("procedure_opened", "certainty_gained", "certainty_lost")
DERIVED_STATES = ("certain", "uncertain")


class LandmarkKind(StrEnum):
    """``moment``: acts of a regime are it; ``state``: its statuses or rights are it."""

    MOMENT = "moment"
    STATE = "state"


class LandmarkName(Part):
    title: Text
    kind: LandmarkKind


class Answered(Part):
    """Every ``when`` is followed by one of ``by`` in time (``none``: some day), unless ``unless`` holds or happens."""

    when: Name
    by: OneOrMore
    within: IsoDuration | Literal["none"]
    unless: OneOrMore = ()


class Preceded(Part):
    """No ``moment`` without ``first`` before it; asked only where ``given`` has happened (when it is named)."""

    moment: Name
    first: Name
    given: Name | None = None


class AtMost(Part):
    moment: Name
    times: Annotated[int, Field(ge=0)]


class Never(Part):
    """The moment never happens (while the state lasts, when one is named)."""

    moment: Name
    during: Name | None = Field(default=None, alias="while")


class Throughout(Part):
    """The state holds on every day from a moment on, until another moment (or for as long as the case goes on)."""

    state: Name
    since: Name = Field(alias="from")
    until: OneOrMore = ()


class Promise(Part):
    """One thing asked of every regime; exactly one of the patterns says what."""

    title: Text
    recommendation: Annotated[int, Field(ge=0, le=5)]
    rests_on: OneOrMore = Field(min_length=1)
    answered: Answered | None = None
    preceded: Preceded | None = None
    at_most: AtMost | None = None
    never: Never | None = None
    throughout: Throughout | None = None

    @model_validator(mode="after")
    def _one_pattern(self) -> Promise:
        given = [name for name in ("answered", "preceded", "at_most", "never", "throughout") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(
                f"a promise has exactly one pattern (answered, preceded, at_most, never, throughout), not {len(given)}"
            )
        return self


class Promises(Part):
    """A promises file: the landmarks that every regime must answer for, and what is asked over them."""

    relaas: Literal[1]
    promises: Slug
    title: Text
    sources: dict[Slug, Source]
    landmarks: dict[Name, LandmarkName]
    promises_asked: dict[Slug, Promise] = Field(alias="asks")
