"""Capacity in words: pools, posts, what is at risk, what was agreed, and the books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relaas.application.capacity.seeing import CapacityPage, PoolSeen
from relaas.capacity.at_risk import AtRisk, Why
from relaas.capacity.capacity_law import CapacityLaw
from relaas.capacity.events import Certified, Event, HandedOver, Knows, Opened, Placed, Promised
from relaas.capacity.roster import Handover
from relaas.capacity.strength import Strength
from relaas.capacity.written import kind_of
from relaas.casework.wording import word_day
from relaas.web.capacity_form import TITLES
from relaas.web.presentation.badges import Badge
from relaas.web.presentation.capacity_curve import curve_svg

LATEST = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolView:
    """A pool: the picture, the same as a table, the figures of today and the load."""

    title: str
    svg: str
    rows: tuple[tuple[str, int, int, int, int, int], ...]
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """Expertise that is about to be lost."""

    words: str
    day: str
    left: str
    badge: Badge
    handovers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """A line of the books. ``can_annul`` by who keeps them."""

    number: int
    words: str
    day: str
    is_annulled: bool
    can_annul: bool


def pool_view(pool: PoolSeen, law: CapacityLaw, language: str) -> PoolView:
    """A pool in words and as a picture."""
    return PoolView(
        title=law.pools[pool.pool].title.in_language(language),
        svg=curve_svg(pool.curve, today=pool.now.day, name=f"curve-{pool.pool}", language=language),
        rows=tuple(_row(one, language) for one in pool.curve),
        figures=tuple(_figures(pool)),
    )


def risk_view(risk: AtRisk, law: CapacityLaw, names: Mapping[int, str] | None, language: str) -> RiskView:
    """What is at risk. Without names nobody is named."""
    title = (law.certificates[risk.what].title if risk.is_certificate else law.topics[risk.what]).in_language(language)
    who = names.get(risk.person, "") if names is not None else _("Iemand")
    said = {
        Why.LEAVES: _("%(who)s vertrekt"),
        Why.EXPIRES: _("certificaat van %(who)s loopt af"),
        Why.AWAY: _("%(who)s is afwezig"),
    }
    left = len(risk.left_with)
    return RiskView(
        words=f"{title}: {said[risk.why] % {'who': who}}",
        day=word_day(risk.on, language),
        left=ngettext("%(left)s ander houdt dit over", "%(left)s anderen houden dit over", left) % {"left": left},
        badge=_thin(risk),
        handovers=tuple(handover_words(one, law, names, language) for one in risk.handovers),
    )


def handover_words(one: Handover, law: CapacityLaw, names: Mapping[int, str] | None, language: str) -> str:
    """What goes from whom to whom, by when, done or not."""
    topic = law.topics[one.topic].in_language(language)
    day = word_day(one.done_on or one.by, language)
    if names is None:
        words = _("%(topic)s: overgedragen op %(day)s") if one.done_on else _("%(topic)s: over te dragen voor %(day)s")
        return words % {"topic": topic, "day": day}
    said = {"topic": topic, "day": day, "who": names.get(one.person, ""), "to": names.get(one.to, "")}
    if one.done_on:
        return _("%(topic)s: van %(who)s overgedragen aan %(to)s op %(day)s") % said
    return _("%(topic)s: van %(who)s over te dragen aan %(to)s, uiterlijk %(day)s") % said


def event_views(page: CapacityPage, law: CapacityLaw, language: str) -> list[EventView]:
    """The latest lines of the books."""
    names = page.names or {}
    return [
        EventView(
            number=one.number,
            words=_event_words(one, law, names, language),
            day=word_day(one.on, language),
            is_annulled=one.number in page.annulled,
            can_annul=one.what is not None and one.number not in page.annulled,
        )
        for one in page.events[:LATEST]
    ]


def _event_words(event: Event, law: CapacityLaw, names: Mapping[int, str], language: str) -> str:
    what = event.what
    if what is None:
        return _("Regel %(number)s was onjuist") % {"number": event.annuls}
    about = [names.get(getattr(what, part, 0), "") for part in ("person", "to")]
    about.append(getattr(what, "post", ""))
    if isinstance(what, Opened | Placed):
        about.append(_("%(hours)s uur") % {"hours": what.hours})
    if isinstance(what, Certified):
        about.append(law.certificates[what.certificate].title.in_language(language))
    if isinstance(what, Knows | Promised | HandedOver):
        about.append(law.topics[what.topic].in_language(language))
    until = getattr(what, "until", None)
    if until is not None:
        about.append(_("tot en met %(day)s") % {"day": word_day(until, language)})
    return f"{TITLES[kind_of(what)]}: {', '.join(part for part in about if part)}"


def _row(one: Strength, language: str) -> tuple[str, int, int, int, int, int]:
    day = word_day(one.day, language)
    return (day, one.posted, one.present, one.on_trafficking, one.certified_hours, one.certified_people)


def _figures(pool: PoolSeen) -> Iterable[tuple[str, str]]:
    now = pool.now
    yield _("Mensen aan het werk tegen mensenhandel"), str(now.people)
    yield _("Van wie gecertificeerd"), str(now.certified_people)
    yield _("Uren per week aan mensenhandel"), str(now.on_trafficking)
    yield _("Uren van deze mensen aan ander werk"), str(now.elsewhere)
    yield _("Uren waarvoor nu niemand is"), str(now.vacant)
    if pool.load is not None:
        yield _("Lopende zaken"), str(pool.load)
        if now.certified_people:
            yield _("Zaken per gecertificeerde"), f"{pool.load / now.certified_people:.1f}".replace(".", ",")
        else:
            yield _("Zaken per gecertificeerde"), _("er is geen gecertificeerde")


def _thin(risk: AtRisk) -> Badge:
    if not risk.left_with:
        return Badge(text=_("gaat verloren"), tone="red", icon="late")
    if risk.is_thin:
        return Badge(text=_("wordt dun"), tone="amber", icon="clock")
    return Badge(text=_("blijft over"), tone="green", icon="done")
