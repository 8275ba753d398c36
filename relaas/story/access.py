"""The law of access: who may do what with which kind of information, when, for which purpose, on which ground.

`law/access/information.yaml` names the kinds of information and everything rules are made of; every other file there is
one authority with its rules. What no rule gives is refused. `docs/reference/access-format.md` is the reader's guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, Text

MOST_BITS = 62  # categories are a set of bits in one number that both databases can hold and compare


class Phase(StrEnum):
    """Where a case is, as far as access asks. A case is in exactly one phase on every day."""

    REFLECTION = "reflection"
    PROCEDURE = "procedure"
    ADULT = "adult"
    ENDED = "ended"


class Verb(StrEnum):
    """What can be done with information. ``exists`` is knowing that there is something, without what it says."""

    READ = "read"
    EXISTS = "exists"
    WRITE = "write"
    LABEL = "label"
    RELEASE = "release"
    ASK = "ask"
    ANSWER = "answer"
    SEARCH_ACROSS = "search_across"


class Written(StrEnum):
    """Which act writes the grants of a rule. ``telling``: an authority that heard the child apart has what it heard."""

    PLACEMENT = "placement"
    CONSENT = "consent"
    RELEASE = "release"
    TELLING = "telling"
    REVEAL = "reveal"
    EMERGENCY = "emergency"


class About(StrEnum):
    """What a category is of: the child's account, who the child is, or the case around it."""

    STORY = "story"
    IDENTITY = "identity"
    CASE = "case"


class Category(Part):
    """A kind of information. ``bit`` is its place in stored sets; it is never given to another category."""

    title: Text
    help: Text
    about: About
    bit: Annotated[int, Field(ge=0, lt=MOST_BITS)]


class Purpose(Part):
    """What information is used for. ``secret``: that somebody asks for this purpose may not reach the child's side."""

    title: Text
    secret: bool = False


class Party(Part):
    """Whose word is needed between two ages of the child: ``from_age`` and later, before ``until_age``."""

    who: OneOrMore
    from_age: Annotated[int, Field(ge=0)] | None = None
    until_age: Annotated[int, Field(ge=1)] | None = None


class ConsentKind(StrEnum):
    """Whether the law waits for a yes, or goes on until somebody objects."""

    CONSENT = "consent"
    OBJECTION = "objection"


class Consent(Part):
    """What the child's side can agree or object to. ``by`` says whose word counts; where the age is not known everyone
    who is named anywhere in it must agree. ``recorded_by`` says who may write down what somebody else said."""

    title: Text
    help: Text
    kind: ConsentKind = ConsentKind.CONSENT
    by: tuple[Party, ...] = Field(min_length=1)
    recorded_by: tuple[Party, ...] = ()
    rests_on: OneOrMore = Field(min_length=1)


class CourseLaw(Part):
    """What kind of information the parts of a case's course are that are no track. ``acts`` and ``rights`` say it where
    the tracks that they touch would say too little or too much; ``otherwise`` is for what touches none."""

    otherwise: Name
    certainty: Name
    counters: Name
    acts: dict[Name, OneOrMore] = Field(default_factory=dict)
    rights: dict[Name, OneOrMore] = Field(default_factory=dict)
    rests_on: OneOrMore = Field(min_length=1)


class Information(Part):
    """The words of which all rules are made. ``tracks`` says what kind of information each track of a regime is,
    ``course`` the same of everything else in a case; ``birth`` is the fact that is the child's date of birth."""

    relaas: int
    title: Text
    categories: dict[Name, Category] = Field(min_length=1)
    purposes: dict[Name, Purpose] = Field(min_length=1)
    phases: dict[Phase, Text]
    consents: dict[Name, Consent]
    tracks: dict[Name, Name]
    birth: Name
    course: CourseLaw
    sources: dict[Slug, Source]


class Rule(Part):
    """One ground on which an authority may do something.

    ``when``: the phases in which it holds. ``written``: which act writes its grants. ``needs_review``: only what a
    second trained person confirmed. ``consent``: what has to be agreed to, or not objected to. ``lasts``: how long a
    grant holds that is written on request. ``decided_by``: the roles of which a second person decides the request.
    ``waits``: how long a request to reveal waits for that person; an emergency waits as long as it would last.
    ``tells``: the roles that are told at once.
    """

    title: Text
    may: Annotated[tuple[Verb, ...], Field(min_length=1)]
    of: OneOrMore
    purpose: Name
    when: Annotated[tuple[Phase, ...], Field(min_length=1)]
    written: Written = Written.PLACEMENT
    needs_review: bool = False
    consent: Name | None = None
    lasts: IsoDuration | None = None
    decided_by: OneOrMore = ()
    waits: IsoDuration | None = None
    tells: OneOrMore = ()
    rests_on: OneOrMore = Field(min_length=1)


class Authority(Part):
    """The rules of one authority. ``roles`` are roles of the regimes; a role belongs to exactly one authority.

    ``withheld`` is why everything else is refused, in the words that people see.
    """

    relaas: int
    authority: Slug
    title: Text
    roles: OneOrMore = Field(min_length=1)
    withheld: Text
    rules: dict[Slug, Rule] = Field(default_factory=dict)
    sources: dict[Slug, Source] = Field(default_factory=dict)


class AccessLaw:
    """All rules. Immutable; share one per process. Made by `relaas.story.access_library` only."""

    def __init__(self, *, information: Information, authorities: Mapping[str, Authority]) -> None:
        self.information = information
        self.authorities = dict(authorities)
        self.rules: dict[str, Rule] = {name: rule for one in authorities.values() for name, rule in one.rules.items()}
        self._of_role = {role: one for one in authorities.values() for role in one.roles}
        self._named: dict[int, tuple[str, ...]] = {}
        self._sources = {**information.sources}
        for one in authorities.values():
            self._sources.update(one.sources)

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that has an authority."""
        return tuple(self._of_role)

    @property
    def story_categories(self) -> tuple[str, ...]:
        """The categories that a passage can carry, in the order of the file."""
        return tuple(name for name, one in self.information.categories.items() if one.about is About.STORY)

    def authority_of(self, role: str) -> Authority | None:
        """The authority to which a role belongs; None has no rule and so may do nothing."""
        return self._of_role.get(role)

    def rules_of(self, role: str) -> Mapping[str, Rule]:
        """Every rule that can give something to a role."""
        authority = self.authority_of(role)
        return authority.rules if authority is not None else {}

    def source(self, name: str) -> Source:
        """A source by its name in any of the files."""
        return self._sources[name]

    def mask(self, categories: Iterable[str]) -> int:
        """A set of categories as one number. Raises KeyError for a name that is none."""
        found = 0
        for name in categories:
            found |= 1 << self.information.categories[name].bit
        return found

    def categories_in(self, mask: int) -> tuple[str, ...]:
        """The categories of a number, in the order of the file."""
        found = self._named.get(mask)
        if found is None:
            found = tuple(name for name, one in self.information.categories.items() if mask >> one.bit & 1)
            self._named[mask] = found
        return found


def verbs_mask(verbs: Iterable[Verb]) -> int:
    """A set of verbs as one number."""
    order = list(Verb)
    found = 0
    for verb in verbs:
        found |= 1 << order.index(verb)
    return found
