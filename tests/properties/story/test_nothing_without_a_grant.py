"""No sequence of placements, phases, consents and withdrawals ever shows a passage without a grant in force.

Two implementations are held against each other: the grants that are written ahead as stretches of time, and a naive one
that looks at one moment, one rule and one word at a time and knows no stretches at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from relaas.kernel.moments import AMSTERDAM
from relaas.story.access import AccessLaw, Consent, ConsentKind, Phase, Rule, Verb, Written
from relaas.story.access_library import standard_access
from relaas.story.consents import Word, allowed_during
from relaas.story.granting import PhaseSpan, Placed, foreseen
from relaas.story.grants import Holder, Labelled, sight
from relaas.story.intervals import Interval

LAW: AccessLaw = standard_access()
FIRST = datetime(2026, 1, 1, tzinfo=AMSTERDAM)
DAYS = 120

days = st.integers(0, DAYS)
stretches = st.tuples(days, st.one_of(st.none(), days)).filter(lambda pair: pair[1] is None or pair[0] < pair[1])
words = st.lists(
    st.tuples(st.sampled_from(sorted(LAW.information.consents)), st.sampled_from(["child", "guardian"]), stretches),
    max_size=8,
)
# Birthdays on which somebody turns 12, 16 or 18 within the days that are looked at, and not known at all.
births = st.one_of(
    st.none(),
    st.builds(
        lambda years, day: date(2026 - years, 1, 1) + timedelta(days=day), st.sampled_from([8, 12, 14, 16, 18]), days
    ),
)
phases = st.lists(st.tuples(st.integers(1, DAYS), st.sampled_from(list(Phase))), min_size=1, max_size=5)
labels = st.sets(st.sampled_from(LAW.story_categories), min_size=1, max_size=3)


def moment(day: int) -> datetime:
    later = FIRST + timedelta(days=day)
    return datetime(later.year, later.month, later.day, tzinfo=AMSTERDAM)


def stretch(pair: tuple[int, int | None]) -> Interval:
    return Interval(moment(pair[0]), None if pair[1] is None else moment(pair[1]))


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def spans_of(changes: list[tuple[int, Phase]]) -> list[PhaseSpan]:
    """The case is in one phase on every day: each change lasts until the next."""
    starts = {0: changes[0][1], **dict(changes)}
    order = sorted(starts)
    ends = [*order[1:], None]
    return [
        PhaseSpan(phase=starts[start], during=stretch((start, end))) for start, end in zip(order, ends, strict=True)
    ]


class Naively:
    """One moment, one rule, one word at a time."""

    def __init__(self, words: list[Word], born: date | None, at: datetime) -> None:
        self.words, self.born, self.at = words, born, at

    def sees(self, role: str, phase: Phase, categories: set[str], *, is_confirmed: bool) -> bool:
        seen = {
            category
            for rule in LAW.rules_of(role).values()
            if self.gives(rule, phase) and (is_confirmed or not rule.needs_review)
            for category in rule.of
        }
        return categories <= seen

    def gives(self, rule: Rule, phase: Phase) -> bool:
        if Verb.READ not in rule.may or rule.written not in (Written.PLACEMENT, Written.CONSENT):
            return False
        if phase not in rule.when:
            return False
        return rule.consent is None or self.goes_on(rule.consent)

    def goes_on(self, name: str) -> bool:
        consent = LAW.information.consents[name]
        said = [self.says(name, party) for party in self.asked(consent)]
        if consent.kind is ConsentKind.OBJECTION:
            return not any(said)
        return all(said) and bool(said)

    def asked(self, consent: Consent) -> set[str]:
        if self.born is None:
            return {who for party in consent.by for who in party.who}
        age = age_on(self.born, self.at.date())
        return {
            who
            for party in consent.by
            if (party.from_age or 0) <= age and (party.until_age is None or age < party.until_age)
            for who in party.who
        }

    def says(self, consent: str, party: str) -> bool:
        return any(
            (word.consent, word.party) == (consent, party)
            and word.said.from_at <= self.at
            and (word.said.until_at is None or self.at < word.said.until_at)
            for word in self.words
        )


@settings(max_examples=600)
@given(
    role=st.sampled_from(LAW.roles),
    placed=stretches,
    changes=phases,
    said=words,
    born=births,
    categories=labels,
    is_confirmed=st.booleans(),
    day=st.integers(-1, DAYS + 5),
    hour=st.integers(0, 23),
)
def test_what_is_shown_is_what_a_rule_gives_at_that_moment(
    role: str,
    placed: tuple[int, int | None],
    changes: list[tuple[int, Phase]],
    said: list[tuple[str, str, tuple[int, int | None]]],
    born: date | None,
    categories: set[str],
    is_confirmed: bool,
    day: int,
    hour: int,
) -> None:
    spoken = [Word(consent=consent, party=party, said=stretch(pair)) for consent, party, pair in said]
    spans, at = spans_of(changes), moment(day) + timedelta(hours=hour)
    holder = Holder(role=role, organisation=1)
    grants = foreseen(
        law=LAW,
        placed=[Placed(holder=holder, during=stretch(placed))],
        phases=spans,
        agreed={
            name: allowed_during(name=name, consent=consent, words=spoken, born_on=born)
            for name, consent in LAW.information.consents.items()
        },
    )
    passage = Labelled(passage="p", telling="t", categories=LAW.mask(categories), is_confirmed=is_confirmed)
    shown = sight(grants, verb=Verb.READ, at=at).shows(passage)

    phase = next((span.phase for span in spans if span.during.holds(at)), None)
    is_placed = stretch(placed).holds(at)
    expected = (
        is_placed
        and phase is not None
        and Naively(spoken, born, at).sees(role, phase, categories, is_confirmed=is_confirmed)
    )
    assert shown == expected
