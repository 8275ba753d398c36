"""The indicators with which a signal says what was seen or heard: vocabularies called ``indicators-...``, as groups.

An indicator says what somebody noticed. None has a weight or says where a child comes from, and nothing adds them up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relaas.kernel.law_file import Text
from relaas.story.standards import Code
from relaas.story.vocabularies import Vocabularies

PREFIX = "indicators-"
# What is seen most comes first; a list that is not named here follows, by its name.
_ORDER = ("indicators-arrival", "indicators-am08", "indicators-ilo")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorGroup:
    """Indicators that belong together, by their codes, and the list that they are from."""

    name: str
    title: Text
    list_title: Text
    indicators: Mapping[str, Code]


def indicator_groups(vocabularies: Vocabularies) -> tuple[IndicatorGroup, ...]:
    """Every group, in the order in which to show them."""
    return tuple(_groups(vocabularies))


def indicators_by_code(vocabularies: Vocabularies) -> dict[str, Code]:
    """Every indicator by its code. Codes are used once over all lists; a test holds that."""
    return {code: one for group in _groups(vocabularies) for code, one in group.indicators.items()}


def _groups(vocabularies: Vocabularies) -> Iterator[IndicatorGroup]:
    names = [name for name in vocabularies.standards if name.startswith(PREFIX)]
    for name in sorted(names, key=lambda one: (_ORDER.index(one) if one in _ORDER else len(_ORDER), one)):
        standard = vocabularies.standards[name]
        for field_name, field in standard.fields():
            yield IndicatorGroup(
                name=field_name,
                title=field.title,
                list_title=standard.title,
                indicators=standard.codes(field_name),
            )
