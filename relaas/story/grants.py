"""A grant is a dated row: who may do what with which information, on which rule. Nothing is shown but by a grant.

Grants are written ahead: what the law foresees for later days already stands, with its dates, and no job has to run.
What was written is never changed, only cut short.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from relaas.story.access import Verb
from relaas.story.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """To whom a grant is given: a role at an organisation, or with ``person`` one person in it."""

    role: str
    organisation: int
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """``categories`` is a set of categories as a number (`AccessLaw.mask`). With ``passage`` or ``telling`` it gives
    that passage, or every passage of that telling, whole, whatever it carries. ``needs_review``: of passages only those
    that a second trained person confirmed."""

    holder: Holder
    rule: str
    verbs: frozenset[Verb]
    categories: int
    during: Interval
    needs_review: bool = False
    passage: str | None = None
    telling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What decides who sees a passage: the categories that it carries, and whether a second person confirmed them."""

    passage: str
    telling: str
    categories: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one holder may do in one way at one moment: the grants in force, taken together.

    A passage is seen by who may see *every* category that it carries, since its words cannot be divided, or by whom it
    was given to by name. A passage that carries nothing is seen by nobody.
    """

    plain: int = 0
    reviewed: int = 0
    given: frozenset[str] = frozenset()
    given_reviewed: frozenset[str] = frozenset()

    def covers(self, categories: int, *, is_confirmed: bool = True) -> bool:
        """Whether all of these categories may be seen."""
        seen = self.plain | self.reviewed if is_confirmed else self.plain
        return categories != 0 and categories & ~seen == 0

    def shows(self, passage: Labelled) -> bool:
        """Whether the holder may see this passage now."""
        given = self.given | self.given_reviewed if passage.is_confirmed else self.given
        if passage.passage in given or passage.telling in given:
            return True
        return self.covers(passage.categories, is_confirmed=passage.is_confirmed)

    def __bool__(self) -> bool:
        return bool(self.plain or self.reviewed or self.given or self.given_reviewed)


def sight(grants: Iterable[Grant], *, verb: Verb, at: datetime) -> Sight:
    """What the grants of one holder add up to at a moment."""
    plain = reviewed = 0
    given: set[str] = set()
    given_reviewed: set[str] = set()
    for grant in grants:
        if verb not in grant.verbs or not grant.during.holds(at):
            continue
        if (named := grant.passage or grant.telling) is not None:
            (given_reviewed if grant.needs_review else given).add(named)
        elif grant.needs_review:
            reviewed |= grant.categories
        else:
            plain |= grant.categories
    return Sight(plain=plain, reviewed=reviewed, given=frozenset(given), given_reviewed=frozenset(given_reviewed))
