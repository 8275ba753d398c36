"""The session of a child at its page: of one case, without an account, and over by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header

from relaas.application.child.codes import CodeNotAccepted, Visit, visit_of
from relaas.application.demonstration import is_of_demonstration
from relaas.application.log import MandateEnded
from relaas.application.placed import CaseErased, CaseExpired, NotFound
from relaas.story.child_page_texts import PageWording, standard_child_page

VISIT = "visit"
# A phone is put down, or taken away: minutes without a look, and minutes in all.
IDLE_MINUTES, ALL_MINUTES = 10, 60
GONE = 410
OVER = (CodeNotAccepted, CaseErased, CaseExpired, NotFound, MandateEnded)
P = ParamSpec("P")


def begin(request: HttpRequest, visit: Visit) -> None:
    """Begin a visit. Whoever was signed in here is signed out: the one who looks now is the child."""
    request.session.flush()
    now = int(time.time())
    request.session[VISIT] = {
        "mandate": visit.actor.mandate_id,
        "number": visit.number,
        "code": visit.code,
        "language": visit.language,
        "begun": now,
        "looked": now,
    }
    request.session.set_expiry(0)


def end(request: HttpRequest) -> None:
    """Forget the visit, and everything else of this session."""
    request.session.flush()


def visiting(
    view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the visit of this session. Where there is none, or it is over: the page on which a code is typed."""

    @wraps(view)
    def with_visit(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = _going_on(request)
        if visit is None:
            return door_page(request, has_ended=VISIT in request.session)
        try:
            return view(request, visit, *args, **kwargs)
        except OVER:
            end(request)
            return door_page(request, has_ended=True)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], with_visit)


def door_page(
    request: HttpRequest, *, has_ended: bool = False, fault: str = "", status: int | None = None
) -> HttpResponse:
    """Where a code is typed, in the language of the phone. ``fault`` is the name of a text."""
    wording = wording_of_phone(request)
    texts = wording.said.texts
    context = {
        "tag": wording.tag,
        "direction": wording.direction,
        "texts": texts,
        "fault": getattr(texts, fault) if fault else "",
        "ended": texts.ended if has_ended else "",
        "languages": _languages(),
    }
    answer = render(request, "web/child/door.html", context, status=status or (GONE if has_ended else 200))
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def wording_of_phone(request: HttpRequest) -> PageWording:
    """The words in the language that was asked for, or else in the first of the phone's that there is."""
    spoken = [tag for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    known = {wording.tag: wording for wording in _languages()}
    texts = standard_child_page()
    for asked in (request.GET.get("taal", ""), *spoken):
        found = texts.find(asked) if asked else None
        if found is not None and found.tag in known:
            return found
    return texts.languages["nl"]


def _languages() -> tuple[PageWording, ...]:
    return standard_child_page().shown(unreviewed=is_of_demonstration())


def _going_on(request: HttpRequest) -> Visit | None:
    """The visit of the session, when it is not over; the language that was asked for is kept."""
    kept: Any = request.session.get(VISIT)
    now = int(time.time())
    if not isinstance(kept, dict) or now - kept["looked"] > 60 * IDLE_MINUTES or now - kept["begun"] > 60 * ALL_MINUTES:
        return None
    visit = visit_of(
        mandate_id=kept["mandate"],
        number=kept["number"],
        code=kept["code"],
        language=kept["language"],
        today=timezone.localdate(),
    )
    if visit is None:
        return None
    asked = request.GET.get("taal", "")
    if asked and (found := standard_child_page().find(asked)) is not None:
        visit = replace(visit, language=found.tag)
    request.session[VISIT] = {**kept, "looked": now, "language": visit.language}
    return visit
