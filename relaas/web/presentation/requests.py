"""Questions, findings, consents, requests and notices in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relaas.application.door import Withheld
from relaas.application.story.consenting import ConsentSeen, WordNow
from relaas.application.story.findings import FindingSeen
from relaas.application.story.identity import IdentityPage
from relaas.application.story.notices import NoticeKind, NoticeSeen
from relaas.application.story.projection import PassageShown
from relaas.application.story.questions import QuestionSeen, Step
from relaas.application.story.request_pages import EmergencyBrief, OnRequest, RequestSeen, RequestState
from relaas.casework.wording import word_day
from relaas.web.presentation.access_words import (
    word_categories,
    word_category,
    word_holder,
    word_phase,
    word_role_names,
)
from relaas.web.presentation.case import word_moment
from relaas.web.session import language_of_page, role_title


def case_crumbs(number: str, name: str, here: str) -> list[dict[str, str]]:
    """The way to a page of a case."""
    return [
        {"text": _("Zaken"), "url": reverse("web:cases")},
        {"text": name, "url": reverse("web:case", args=[number])},
        {"text": here, "url": ""},
    ]


def passage_view(passage: PassageShown) -> dict[str, Any]:
    """The words of a passage with their language, and what they mean."""
    return {"number": passage.number, "said": passage.words}


def withheld_view(notice: Withheld) -> dict[str, str]:
    """The constant notice of a kind of information."""
    return {"title": word_category(notice.category), "why": notice.why.in_language(language_of_page())}


def question_view(question: QuestionSeen, language: str) -> dict[str, Any]:
    """A question, how it stands, and what can be done with it."""
    state = str(question.state or "asked")
    return {
        "id": question.id,
        "number": question.number,
        "kind": word_category(question.kind),
        "purpose": question.purpose.in_language(language),
        "subject": word_categories(question.subjects),
        "words": question.words,
        "asked": word_moment(question.asked_at, language),
        "who": word_holder(question.role, question.organisation),
        "state": _QUESTION_STATES[state](),
        "reason": question.reason,
        "put_on": word_day(question.put_on, language) if question.put_on else "",
        "answered_by": ", ".join(str(number) for number in question.answered_by),
        **{f"may_{step}": step in question.may for step in Step},
    }


def finding_view(finding: FindingSeen) -> dict[str, Any]:
    """A finding with what it rests on and what rests on it."""
    language = language_of_page()
    return {
        "words": finding.words,
        "purpose": finding.purpose.in_language(language),
        "categories": word_categories(finding.categories),
        "cites": ", ".join(str(number) for number in finding.cites),
        "who": word_holder(finding.role, finding.organisation),
        "at": word_moment(finding.concluded_at, language),
    }


def identity_view(seen: IdentityPage, language: str) -> dict[str, Any]:
    """Who the child is, and who wrote that when."""
    return {
        "fields": [
            (_("Namen"), seen.names),
            (
                _("Geboortedatum volgens het kind"),
                (word_day(seen.born_on_claimed, language),) if seen.born_on_claimed else (),
            ),
            (_("Nationaliteiten"), seen.nationalities),
            (_("Talen"), seen.languages),
            (_("Documentnummers"), seen.documents),
            (_("Waar de foto wordt bewaard"), (seen.photo,) if seen.photo else ()),
        ],
        "versions": [
            {
                "number": one.version,
                "who": word_holder(one.role, one.organisation),
                "at": word_moment(one.written_at, language),
            }
            for one in seen.versions
        ],
    }


def consent_view(seen: ConsentSeen, role: str, language: str) -> dict[str, Any]:
    """A consent with all words that were said about it, and what it opens."""
    is_objection = seen.consent.kind == "objection"
    return {
        "name": seen.name,
        "title": seen.consent.title.in_language(language),
        "help": seen.consent.help.in_language(language),
        "is_objection": is_objection,
        "words": [_word_view(word, role, is_objection) for word in seen.words],
        "events": [
            {
                "what": _event_word(is_given=event.is_given, is_objection=is_objection),
                "party": role_title(event.party),
                "at": word_moment(event.at, language),
                "by": word_holder(event.recorded_by, event.organisation),
                "reason": event.reason,
            }
            for event in seen.events
        ],
        "opens": [
            {
                "authority": one.authority.in_language(language),
                "rule": one.rule.in_language(language),
                "categories": word_categories(one.categories),
                "phases": ", ".join(word_phase(phase) for phase in one.phases),
            }
            for one in seen.opens
        ],
    }


def on_request_view(one: OnRequest) -> dict[str, Any]:
    """What can be asked for, for how long, who decides and who is told."""
    return {
        "title": one.title.in_language(language_of_page()),
        "categories": word_categories(one.categories),
        "hours": one.hours,
        "decided_by": word_role_names(one.decided_by),
        "tells": word_role_names(one.tells),
        "is_emergency": one.is_emergency,
    }


def request_view(seen: RequestSeen, language: str) -> dict[str, Any]:
    """A request and how it stands."""
    return {
        "id": seen.id,
        "title": seen.title.in_language(language),
        "who": word_holder(seen.role, seen.organisation),
        "person": seen.person or "",
        "at": word_moment(seen.at, language),
        "state": _REQUEST_STATES[seen.state](),
        "until": word_moment(seen.until, language) if seen.until else "",
        "lapses": _lapses(seen, language),
        "reason": seen.reason or "",
        "alone_because": seen.alone_because or "",
        "answer": seen.answer or "",
        "is_emergency": seen.is_emergency,
        "is_alone": seen.is_alone,
        "is_reviewed": seen.is_reviewed,
        "note": seen.note or "",
        "may_decide": seen.may_decide,
        "may_review": seen.may_review,
    }


def _lapses(seen: RequestSeen, language: str) -> str:
    return word_moment(seen.lapses_at, language) if seen.lapses_at and seen.state is RequestState.WAITING else ""


def emergency_view(seen: EmergencyBrief, language: str) -> dict[str, Any]:
    """An emergency in a list."""
    return {
        "number": seen.number,
        "name": seen.name,
        "title": seen.title.in_language(language),
        "who": word_holder(seen.role, seen.organisation),
        "at": word_moment(seen.at, language),
        "is_alone": seen.is_alone,
    }


def notice_view(notice: NoticeSeen, language: str) -> dict[str, Any]:
    """What happened in which case, and where to look."""
    words, target = _NOTICES[notice.kind]
    return {
        "id": notice.id,
        "name": notice.name,
        "words": words(),
        "at": word_moment(notice.at, language),
        "url": reverse(f"web:{target}", args=[notice.number]),
    }


def _word_view(word: WordNow, role: str, is_objection: bool) -> dict[str, Any]:
    return {
        "party": word.party,
        "title": role_title(word.party),
        "stands": word.stands,
        "state": _standing_word(stands=word.stands, is_objection=is_objection),
        "is_asked": word.is_asked,
        "is_own": word.party == role,
        "may_give": word.may_give,
        "may_take_back": word.may_take_back,
    }


def _standing_word(*, stands: bool, is_objection: bool) -> str:
    if is_objection:
        return _("heeft bezwaar") if stands else _("heeft geen bezwaar")
    return _("stemt toe") if stands else _("heeft niet toegestemd")


def _event_word(*, is_given: bool, is_objection: bool) -> str:
    if is_objection:
        return _("maakte bezwaar") if is_given else _("trok het bezwaar in")
    return _("stemde toe") if is_given else _("trok de toestemming in")


_QUESTION_STATES = {
    "asked": lambda: _("gesteld, nog niet voorgelegd"),
    "bundled": lambda: _("gebundeld voor het vervolggesprek"),
    "put": lambda: _("aan het kind voorgelegd"),
    "answered": lambda: _("beantwoord"),
    "refused": lambda: _("geweigerd"),
    "withdrawn": lambda: _("ingetrokken"),
}
_REQUEST_STATES = {
    RequestState.WAITING: lambda: _("wacht op een tweede persoon"),
    RequestState.GIVEN: lambda: _("inzage gegeven"),
    RequestState.OVER: lambda: _("inzage voorbij"),
    RequestState.REFUSED: lambda: _("geweigerd"),
    RequestState.LAPSED: lambda: _("vervallen"),
}
_NOTICES = {
    NoticeKind.EMERGENCY_OPENED: (lambda: _("Er is inzage genomen wegens acuut gevaar"), "requests"),
    NoticeKind.DECISION_WAITING: (lambda: _("Een verzoek om inzage wacht op een tweede persoon"), "requests"),
    NoticeKind.REQUEST_ALLOWED: (lambda: _("Een verzoek om inzage is toegestaan"), "requests"),
    NoticeKind.REQUEST_REFUSED: (lambda: _("Een verzoek om inzage is geweigerd"), "requests"),
    NoticeKind.QUESTION_ASKED: (lambda: _("Er is een vraag aan het kind gesteld"), "questions"),
    NoticeKind.QUESTION_REFUSED: (lambda: _("Een vraag van uw organisatie is geweigerd"), "questions"),
}
