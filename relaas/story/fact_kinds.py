"""What may be coded from a child's account: the kinds of fact, their fields and options, and what each maps to.

A fact says what was told. There is no word in this format for whether it is so.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from relaas.kernel.law_file import Name, OneOrMore, Part, Slug, Source, Text
from relaas.story.standards import Code, Standard

# htcds:vic_TypeOfExploitation=Servitude: a vocabulary, one of its fields or lists, and if need be a code of that.
Targets = Annotated[OneOrMore, Field(description="vocabulary:field or vocabulary:field=code")]


class Certainty(StrEnum):
    """How sure the coder is of having understood what was told. It says nothing about the child."""

    CERTAIN = "certain"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class ValueType(StrEnum):
    """What a field holds. ``identifier``: letters and digits whose spaces and dashes do not count, such as a plate.
    ``date`` may be a year or a month, and with ``~`` approximate. ``country`` is ISO 3166-1, ``currency`` ISO 4217."""

    CHOICE = "choice"
    TEXT = "text"
    IDENTIFIER = "identifier"
    COUNTRY = "country"
    CURRENCY = "currency"
    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    PHONE = "phone"
    FLAG = "flag"


class Option(Part):
    """One answer of our own, and the codes of public vocabularies that come nearest."""

    title: Text
    means: Text | None = None
    maps: Targets = ()


class FactField(Part):
    """One value of a fact.

    ``options``: a list of this file, or the codes of a field of a vocabulary (``htcds:vic_MethodOfRecruitment``).
    ``many``: several of them. ``goes_with``: only beside these values of another field. ``needs``: never without that
    other field. ``not_before``: the date that comes first. ``read_with``: the country that a telephone number is of.
    ``indexed``: found by its exact value. ``sensitive``: shown, logged and exported with more care than the rest of
    the fact. ``compared: false``: left out when cases are compared, in a kind that is compared.
    """

    title: Text
    type: ValueType
    options: str | None = None
    many: bool = False
    goes_with: dict[Name, OneOrMore] = Field(default_factory=dict)
    needs: Name | None = None
    not_before: Name | None = None
    read_with: Name | None = None
    indexed: bool = False
    sensitive: bool = False
    compared: bool = True
    maps: Targets = ()


class FactKind(Part):
    """One kind of fact. ``category`` is the kind of information (law/access) that a fact of it is, unless its passages
    say otherwise. ``compared``: whether cases may be compared on it at all, by roles with that purpose."""

    title: Text
    summary: Text
    category: Name
    compared: bool
    at_least_one_of: OneOrMore = Field(min_length=1)
    rests_on: OneOrMore = Field(min_length=1)
    maps: Targets = ()
    fields: dict[Name, FactField] = Field(min_length=1)

    @property
    def indexed_fields(self) -> tuple[str, ...]:
        """The fields that are found by their exact value."""
        return tuple(name for name, field in self.fields.items() if field.indexed)

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The fields on which cases may be compared; none when the kind is not compared."""
        return tuple(name for name, field in self.fields.items() if self.compared and field.compared)


class FactKinds(Part):
    """The file of all kinds of fact."""

    relaas: int
    facts: Slug
    title: Text
    sources: dict[Slug, Source] = Field(min_length=1)
    certainties: dict[Certainty, Option]
    lists: dict[Name, dict[Name, Option]]
    kinds: dict[Name, FactKind] = Field(min_length=1)


def options_of(
    field: FactField, *, lists: Mapping[str, Mapping[str, Option]], standards: Mapping[str, Standard]
) -> Mapping[str, Option | Code]:
    """The options of a field by their codes; none when it has none, or when they are not there."""
    vocabulary, colon, name = (field.options or "").partition(":")
    if not colon:
        return lists.get(vocabulary, {})
    return standards[vocabulary].codes(name) if vocabulary in standards else {}
