"""A public vocabulary as data: its sections, fields and codes by their exact names, with short words of our own.

Nothing computes with it. It is what our own kinds of fact (`relaas.story.fact_kinds`) map to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from relaas.kernel.law_file import Name, OneOrMore, Part, Slug, Source, Text

FieldName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
CodeName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_/+-]*$")]


class FieldStatus(StrEnum):
    """How the standard itself regards a field. Nothing of ours maps to a deprecated field or an example question."""

    DRAFT = "draft"
    DEPRECATED = "deprecated"
    EXAMPLE = "example"


class StandardType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    GEOLOCATION = "geolocation"
    LOOKUP = "lookup"


class Code(Part):
    """One option of a field, under the exact name of the standard. ``means`` explains it in our own words. ``maps``:
    the codes of other vocabularies that come nearest, as ``vocabulary:field=code``."""

    title: Text
    means: Text | None = None
    maps: OneOrMore = ()


class StandardField(Part):
    """A field of the standard. Its options stand in ``codes``, in a shared list (``codes_of``), or elsewhere
    (``outside_list``: another standard, such as ISO 3166-1). ``core``: the standard counts it among its core."""

    title: Text
    type: StandardType = StandardType.TEXT
    status: FieldStatus = FieldStatus.DRAFT
    core: bool = False
    codes: dict[CodeName, Code] | None = None
    codes_of: Name | None = None
    outside_list: str | None = None


class Section(Part):
    title: Text
    fields: dict[FieldName, StandardField] = Field(default_factory=dict)


class Licence(Part):
    """Under which terms the names stand here, whom to name, and what was changed."""

    name: str
    ref: str
    attribution: str
    changes: Text


class Standard(Part):
    """One public vocabulary. ``lists`` are options that several fields share, or that stand by themselves."""

    relaas: int
    vocabulary: Slug
    title: Text
    version: str
    publisher: str
    licence: Licence
    sources: dict[Slug, Source] = Field(min_length=1)
    lists: dict[Name, dict[CodeName, Code]] = Field(default_factory=dict)
    sections: dict[Name, Section] = Field(min_length=1)

    def fields(self) -> Iterator[tuple[str, StandardField]]:
        """Every field with its name, in the order of the file."""
        for section in self.sections.values():
            yield from section.fields.items()

    def field(self, name: str) -> StandardField | None:
        """The field of that name; None when there is none."""
        return next((field for known, field in self.fields() if known == name), None)

    def codes(self, name: str) -> Mapping[str, Code]:
        """The codes of a field or of a list by its name; none when it has none or is not there."""
        if name in self.lists:
            return self.lists[name]
        field = self.field(name)
        if field is None:
            return {}
        return field.codes or self.lists.get(field.codes_of or "", {})
