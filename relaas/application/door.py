"""The one door: a case opened by one actor at one moment. What leaves it is built from what is granted, never more.

Every use case that reads or writes something about a child begins with `enter` and asks the door what it may: `sight`
for what can be shown, `require` for what can be done. What is withheld looks the same whether or not anything is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from relaas.application.actors import Actor
from relaas.application.law import access_law, library
from relaas.application.log import Line, Refused
from relaas.application.placed import placed_case
from relaas.kernel.law_file import Text
from relaas.procedure.model import Regime
from relaas.storage.grants import give, grants_in_force
from relaas.storage.models.cases import Case
from relaas.storage.sealing import CaseCipher, cipher_of
from relaas.story.access import About, AccessLaw, Verb
from relaas.story.grants import Grant, Sight, sight


class NotGranted(Refused):
    """No grant in force lets the actor do this. ``verb`` and ``categories`` are what was asked, ``why`` is why not, in
    the words of the law of access; the same whether or not there is anything there."""

    def __init__(self, *, verb: Verb, categories: tuple[str, ...], why: Text) -> None:
        super().__init__(f"{verb} of {', '.join(categories) or 'this'} is not granted")
        self.verb = verb
        self.categories = categories
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The constant notice for a category that the actor may not read: never whether it holds anything."""

    category: str
    why: Text


@dataclass(frozen=True, kw_only=True)
class Door:
    """A case as far as one actor's grants open it, at one moment."""

    actor: Actor
    case: Case
    at: datetime
    today: date
    line: Line
    grants: tuple[Grant, ...]

    @cached_property
    def law(self) -> AccessLaw:
        """The law of access on which the grants rest."""
        return access_law()

    @property
    def regime(self) -> Regime:
        """The law that governs the case."""
        return library().regime(self.case.regime)

    @cached_property
    def cipher(self) -> CaseCipher:
        """The key of the case, fetched once, when something is granted to be opened. Raises KeyDestroyed."""
        return cipher_of(case_id=self.case.pk)

    @cached_property
    def _sights(self) -> dict[Verb, Sight]:
        return {}

    def sight(self, verb: Verb = Verb.READ) -> Sight:
        """What the actor may do in one way, all grants taken together."""
        found = self._sights.get(verb)
        if found is None:
            found = self._sights[verb] = sight(self.grants, verb=verb, at=self.at)
        return found

    def may(self, verb: Verb, *categories: str) -> bool:
        """Whether the actor may do this with all of these categories."""
        return self.sight(verb).covers(self.law.mask(categories))

    def require(self, verb: Verb, *categories: str) -> None:
        """Note in the log what is done with what, on which rules. Raises NotGranted."""
        if not self.may(verb, *categories):
            raise self.not_granted(verb, *categories)
        self.note(verb, self.law.mask(categories))

    def not_granted(self, verb: Verb, *categories: str) -> NotGranted:
        """The refusal, with its reason."""
        return NotGranted(verb=verb, categories=categories, why=self.why_withheld)

    def note(self, verb: Verb, categories: int, *, parts: Iterable[str] = ()) -> None:
        """Say in the log which categories are read or written, and on which rules. ``parts`` are identifiers."""
        given = [grant for grant in self.grants if verb in grant.verbs and self._gives(grant, categories)]
        self.line.categories = tuple(dict.fromkeys((*self.line.categories, *self.law.categories_in(categories))))
        self.line.grounds = tuple(dict.fromkeys((*self.line.grounds, *(grant.rule for grant in given))))
        self.line.parts = (*self.line.parts, *parts)
        if not self.line.purpose and given:
            self.line.purpose = self.law.rules[given[0].rule].purpose

    def _gives(self, grant: Grant, categories: int) -> bool:
        return bool(grant.categories & categories) or grant.passage is not None or grant.telling is not None

    def give(self, grant: Grant, *, written_by: str) -> bool:
        """Write a grant that this act gives. False, and nothing is written, when its rule holds in no phase that the
        case is in now."""
        return give(law=self.law, grant=grant, case=self.case, regime=self.regime, now=self.at, written_by=written_by)

    @property
    def why_withheld(self) -> Text:
        """Why whatever is not granted to the actor's role is withheld, in the words of the law of access."""
        authority = self.law.authority_of(self.actor.role)
        return authority.withheld if authority is not None else self.law.information.title

    def withheld(self, about: About = About.STORY) -> tuple[Withheld, ...]:
        """One constant notice per category that the actor may not read, in the order of the law of access."""
        seen = self.sight()
        return tuple(
            Withheld(category=name, why=self.why_withheld)
            for name, category in self.law.information.categories.items()
            if category.about is about and not seen.covers(1 << category.bit)
        )


def enter(*, actor: Actor, number: str, at: datetime, today: date, line: Line, for_change: bool = False) -> Door:
    """Open a case for an actor at a moment. Raises NotFound when it is not placed with them.

    ``for_change`` makes others who want to change the case wait until this transaction ends.
    """
    case = placed_case(actor=actor, number=number, today=today, line=line, for_change=for_change)
    grants = grants_in_force(
        case_id=case.pk,
        role=actor.role,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=at,
    )
    return Door(actor=actor, case=case, at=at, today=today, line=line, grants=tuple(grants))
