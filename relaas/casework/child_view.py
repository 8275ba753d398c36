"""What a case is to the child itself: what happened, how it is, what comes and by when, which rights, who helps.

Everything is the name of a sentence (`relaas.story.child_page_texts`), never a word of a regime or of anybody. Made of
what the child's role may see, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relaas.casework.course_view import SeenSituation
from relaas.kernel.when import When
from relaas.procedure.model import Regime
from relaas.procedure.spans import when
from relaas.story.child_page_texts import OTHER, PageSentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that was done, on a day or between two."""

    sentence: str
    on: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Something that somebody still has to do. ``by`` None: no day is known."""

    sentence: str
    roles: tuple[str, ...]
    by: When | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """The names of the sentences, in the order in which they are said."""

    happened: tuple[Happened, ...]
    now: tuple[str, ...]
    coming: tuple[Coming, ...]
    rights: tuple[str, ...]
    helpers: tuple[str, ...]


def child_view(
    *,
    regime: Regime,
    situation: SeenSituation,
    placed: Iterable[str],
    sentences: PageSentences,
) -> ChildView:
    """``situation`` is as far as the child may see it; ``placed`` are the roles that work on the case."""
    says = sentences.says
    placed = set(placed)
    return ChildView(
        happened=tuple(_happened(regime, situation)),
        now=tuple(dict.fromkeys(_now(situation, sentences))),
        coming=tuple(_coming(situation, sentences)),
        rights=tuple(dict.fromkeys(sentences.of["rights"].get(name, OTHER) for name in situation.rights)),
        helpers=tuple(name for name, roles in says.helpers.items() if placed & set(roles)),
    )


def _happened(regime: Regime, situation: SeenSituation) -> Iterator[Happened]:
    """What people did, and what the law did by itself; of several of the same kind on end the last."""
    landmarks = {act: name for name, landmark in regime.landmarks.items() for act in landmark.acts}
    found: list[Happened] = []
    for step in situation.branches[0].steps:
        sentence = landmarks.get(step.act, OTHER)
        if found and found[-1].sentence == sentence:
            found.pop()
        found.append(Happened(sentence=sentence, on=when(step.on)))
    return iter(found)


def _now(situation: SeenSituation, sentences: PageSentences) -> Iterator[str]:
    """Only what is certain: a child is not told that two things may be so."""
    said = sentences.of["now"]
    for track, statuses in situation.statuses.items():
        names = {said.get(f"{track}.{status}") for status in statuses}
        name = names.pop() if len(names) == 1 else None
        if name is not None:
            yield name


def _coming(situation: SeenSituation, sentences: PageSentences) -> Iterator[Coming]:
    """What is owed, soonest first, each sentence once."""
    seen: set[str] = set()
    for duty in situation.duties:
        sentence = next((name for act in duty.acts if (name := sentences.of["next"].get(act))), OTHER)
        if sentence not in seen:
            seen.add(sentence)
            yield Coming(sentence=sentence, roles=duty.by, by=duty.due_on, is_late=duty.overdue is True)
