"""The child's page, its code and its messages as their templates read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from relaas.application.child.messages import MessageOwed, MessageSeen
from relaas.application.child.page import ChildPage
from relaas.casework.wording import word_day
from relaas.kernel.when import When
from relaas.story.child_page_texts import PageTexts, PageWording
from relaas.story.own_copy_texts import standard_own_copy
from relaas.web.languages import LanguageView, language_view
from relaas.web.presentation.badges import Badge, days_badge
from relaas.web.session import dutch_role


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """Something that happened or that comes, with its day in the words of the child's language, if there is one."""

    words: str
    day: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowsView:
    """Who knows the story, called as the child hears it in the Netherlands, and what for."""

    role: str
    organisation: str
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMessageView:
    """What the child wrote, and the answer."""

    is_question: bool
    words: str
    language: str
    sent: str
    answer: str
    answered: str
    due: str
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPageView:
    """The page in one language."""

    tag: str
    direction: str
    texts: PageTexts
    made_on: str
    happened: tuple[StepView, ...]
    now: tuple[str, ...]
    coming: tuple[StepView, ...]
    rights: tuple[str, ...]
    helpers: tuple[str, ...]
    readers: tuple[KnowsView, ...]
    messages: tuple[OwnMessageView, ...]
    may_write: bool
    languages: tuple[PageWording, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message of a child for who answers it."""

    id: str
    number: int
    is_question: bool
    words: str
    language: LanguageView
    sent: str
    due: str
    badge: Badge | None
    answer: str
    answered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOwedView:
    """A child that waits. ``url`` empty: somebody else at the organisation has to answer."""

    number: str
    name: str
    due: str
    badge: Badge
    url: str


def child_page_view(found: ChildPage) -> ChildPageView:
    """The page in the words of its language."""
    wording, said, view = found.wording, found.wording.said, found.view
    return ChildPageView(
        tag=wording.tag,
        direction=wording.direction,
        texts=said.texts,
        made_on=wording.day(found.today),
        happened=tuple(StepView(words=said.done[step.sentence], day=_days(wording, step.on)) for step in view.happened),
        now=tuple(said.now[name] for name in view.now),
        coming=tuple(
            StepView(words=said.next[step.sentence], day=_last_day(wording, step.by), is_late=step.is_late)
            for step in view.coming
        ),
        rights=tuple(said.rights[name] for name in view.rights),
        helpers=tuple(said.helpers[name] for name in view.helpers),
        readers=tuple(_knowing(found)),
        messages=tuple(_own(wording, one, found.today) for one in found.messages),
        may_write=found.may_write,
        languages=found.languages,
    )


def message_view(number: int, message: MessageSeen, today: date, language: str) -> MessageView:
    """A message, for who answers it."""
    waits = not message.answer and message.due_on is not None
    return MessageView(
        id=message.id,
        number=number,
        is_question=message.kind == message.kind.QUESTION,
        words=message.words,
        language=language_view(message.language, language),
        sent=word_day(message.sent_on, language),
        due=word_day(message.due_on, language) if message.due_on is not None else "",
        badge=days_badge((message.due_on - today).days, language) if waits and message.due_on is not None else None,
        answer=message.answer,
        answered=word_day(message.answered_on, language) if message.answered_on is not None else "",
    )


def message_owed_view(owed: MessageOwed, today: date, language: str) -> MessageOwedView:
    """One line of *my work*."""
    return MessageOwedView(
        number=owed.number,
        name=owed.name,
        due=word_day(owed.due_on, language),
        badge=days_badge((owed.due_on - today).days, language),
        url=reverse("web:messages", args=[owed.number]) if owed.is_mine else "",
    )


def _days(wording: PageWording, on: When) -> str:
    """The day, or the first and the last that it can have been; nothing when one of them is not known."""
    if on.earliest is None or on.latest is None:
        return ""
    first, last = wording.day(on.earliest), wording.day(on.latest)
    return first if on.is_exact else f"{first} – {last}"


def _last_day(wording: PageWording, by: When | None) -> str:
    """The last day in time: the first that it can be, so that a child does not wait for nothing."""
    return "" if by is None or by.earliest is None else wording.day(by.earliest)


def _knowing(found: ChildPage) -> Iterator[KnowsView]:
    """One for each role at an organisation, with everything that it read for."""
    words = standard_own_copy().find(found.wording.tag)
    purposes: Mapping[str, str] = words.said.purposes if words is not None else {}
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for reader in found.readers:
        said = known.setdefault((reader.role, reader.organisation), {})
        said[purposes.get(reader.purpose, "")] = None
    for (role, organisation), said in known.items():
        yield KnowsView(role=dutch_role(role), organisation=organisation, purposes=tuple(filter(None, said)))


def _own(wording: PageWording, message: MessageSeen, today: date) -> OwnMessageView:
    return OwnMessageView(
        is_question=message.kind == message.kind.QUESTION,
        words=message.words,
        language=message.language,
        sent=wording.day(message.sent_on),
        answer=message.answer,
        answered=wording.day(message.answered_on) if message.answered_on is not None else "",
        due=wording.day(message.due_on) if message.due_on is not None else "",
        is_overdue=message.is_overdue(today),
    )
