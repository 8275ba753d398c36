"""As whom somebody acts in this session, and the page around every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from relaas.application.actors import Actor, actors_of
from relaas.application.capacity.seeing import sees_own, sees_totals
from relaas.application.door import NotGranted
from relaas.application.joined import CaseJoined
from relaas.application.law import library, office_titles
from relaas.application.log import MandateEnded
from relaas.application.matching.sight import matching_rules
from relaas.application.oversight import supervising_rules
from relaas.application.placed import CaseErased, CaseExpired, NotFound
from relaas.application.risk.late import supervises_risks
from relaas.application.signals.recording import may_report
from relaas.application.story.searching_across import searchable_kinds
from relaas.casework.wording import word_role
from relaas.procedure.model import Regime

MANDATE = "mandate"
FORBIDDEN, CONFLICT, GONE = 403, 409, 410
P = ParamSpec("P")

# A page about a child stays on no disk, and the next person at the machine finds nothing by going back.
_kept_nowhere = cache_control(no_store=True, private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingView:
    """Who acts, in words. ``others``: the same person has other mandates too. ``searches``: the role may look values
    up across cases. ``supervises``: it watches who reads what. ``reports``: it reports signals. ``matches``: it looks
    whether a child has two cases. ``supervises_risks``: what is late in a risk analysis goes to it. ``sees_capacity``
    of its own organisation, ``sees_totals`` of all."""

    mandate_id: int
    person: str
    role: str
    organisation: str
    others: bool = False
    searches: bool = False
    supervises: bool = False
    reports: bool = False
    matches: bool = False
    supervises_risks: bool = False
    sees_capacity: bool = False
    sees_totals: bool = False


def language_of_page() -> str:
    """The language of this answer: ``nl`` or ``en``."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def acting_view(actor: Actor, *, others: bool = False) -> ActingView:
    """An actor in the words of the law that knows its role."""
    return ActingView(
        mandate_id=actor.mandate_id,
        person=actor.person,
        role=role_title(actor.role),
        organisation=actor.organisation,
        others=others,
        searches=bool(searchable_kinds(actor=actor)),
        supervises=bool(supervising_rules(actor.role)),
        reports=may_report(actor.role),
        matches=bool(matching_rules(actor.role)),
        supervises_risks=supervises_risks(actor.role),
        sees_capacity=sees_own(actor.role),
        sees_totals=sees_totals(actor.role),
    )


def role_title(role: str) -> str:
    """What a role is called in the first regime that has it, or outside them."""
    return _role_in(language_of_page(), role)


def dutch_role(role: str) -> str:
    """What a role is called in Dutch, whatever the language of the page."""
    return _role_in("nl", role)


def _role_in(language: str, role: str) -> str:
    known: Regime | None = next((regime for regime in library().regimes.values() if role in regime.roles), None)
    if known is not None:
        return word_role(known, role, language)
    office = office_titles().get(role)
    return office.in_language(language) if office else role


def acting(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the actor of this session. Who is not signed in signs in first; who has no mandate is told so.

    A case that is not the actor's is not there; what is not granted is answered the same whether or not it is there.
    """

    @wraps(view)
    def with_actor(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        actors = actors_of(request.user, timezone.localdate())
        if not actors:
            return render(request, "web/no_mandate.html", status=403)
        actor = _chosen(request, actors)
        request.acting = acting_view(actor, others=len(actors) > 1)  # type: ignore[attr-defined]
        try:
            return view(request, actor, *args, **kwargs)
        except MandateEnded:
            request.session.pop(MANDATE, None)
            return redirect("web:work")
        except CaseErased:
            return page(request, "web/closed.html", {"section": "cases", "erased": True}, status=GONE)
        except CaseExpired:
            return page(request, "web/closed.html", {"section": "cases", "erased": False}, status=FORBIDDEN)
        except CaseJoined as error:
            return page(request, "web/joined.html", {"section": "cases", "into": error.into}, status=CONFLICT)
        except NotFound as error:
            raise Http404 from error
        except NotGranted as error:
            why = error.why.in_language(language_of_page())
            return page(request, "web/not_granted.html", {"section": "cases", "why": why}, status=FORBIDDEN)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], login_required(_kept_nowhere(with_actor)))


def current_actor(request: HttpRequest, today: date) -> Actor | None:
    """As whom the person of this session acts; None for somebody without a mandate."""
    actors = actors_of(request.user, today)
    return _chosen(request, actors) if actors else None


def _chosen(request: HttpRequest, actors: Sequence[Actor]) -> Actor:
    chosen = request.session.get(MANDATE)
    return next((actor for actor in actors if actor.mandate_id == chosen), actors[0])


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """An answer in the style of the site, with who acts above it."""
    return render(request, template, {"today": timezone.localdate().isoformat(), **(context or {})}, status=status)
