"""Risk analyses of invented children of the demonstration: one with a measure that is late, one with an acceptance that
is about to expire. Written through the use cases, as people would; broken off halfway it goes on at the next start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from relaas.application.actors import Actor, actors_of
from relaas.application.opening import open_case
from relaas.application.recording import record_act
from relaas.application.risk.analysing import TEAM
from relaas.application.risk.answering import accept, add_measure, prove, sign
from relaas.application.risk.assessing import Dissent, Found, assess, put_member
from relaas.application.risk.page import RiskPage, see_risk
from relaas.application.seeing import see_case
from relaas.kernel.moments import AMSTERDAM
from relaas.kernel.when import When
from relaas.storage.models.people import Person
from relaas.storage.models.risk import RiskEntry

HEARS_WHAT_IS_LATE = "reception-colleague"
_REGIME, _KEY = "integral", "demonstration-risk"
_INVENTED = "Verzonnen, geen echt kind."
_TEAM = (("reception", "care"), ("guardian", "guardianship"), ("police", "detection"), ("doctor", "behaviour"))
_MEETING, _ESTABLISHED, _ANSWERED = 12, 13, 15
_LATE_DAYS_AGO, _EXPIRING_DAYS_AGO = 38, 103


@dataclass(frozen=True, slots=True)
class Seen:
    """What the invented team saw in a domain: how serious, why, and what was found on what."""

    level: str
    reasons: str
    found: str
    where: str
    evidence: str = "observation"
    other_view: str = ""


NOTHING = Seen("none", "Er is naar gekeken.", "Geen aanwijzing gezien.", "Mentor, in de eerste week")
_LATE = {
    "traffickers_reach": Seen(
        "acute", "Wie belt weet waar het kind slaapt.", "Een onbekende auto wachtte twee avonden bij de opvang.",
        "Signaal van de opvang van dag 2", "signal",
    ),
    "disappearance": Seen(
        "serious", "Het kind heeft zijn tas al gepakt.", "De kamergenoot zag een gepakte tas onder het bed.",
        "Mentor, dag 9", other_view="De gedragsdeskundige denkt dat het kind blijft zolang zijn mentor er is.",
    ),
    "digital_contact": Seen(
        "serious", "De telefoon deelt de locatie.", "Elke avond berichten van een nummer zonder naam.", "Mentor, dag 7"
    ),
}  # fmt: skip
_EXPIRING = {
    "family": Seen(
        "low", "Een oom vraagt naar het kind, zonder druk.", "De oom belde twee keer met de voogd.", "Voogd, dag 10"
    ),
    "trauma": Seen("serious", "Slaapt niet en schrikt.", "Wordt elke nacht wakker.", "Begeleider, dag 3 tot en met 11"),
}  # fmt: skip


@dataclass(frozen=True)
class _Room:
    """The people who work on one case, and the day on which it began."""

    people: Mapping[str, Actor]
    number: str
    began: date
    key: str

    @property
    def place(self) -> dict[str, Any]:
        """As what is written in an analysis wants it."""
        return {"people": self.people, "number": self.number, "began": self.began, "key": self.key}

    def at(self, day: int, hour: int = 10) -> datetime:
        on = self.began + timedelta(days=day)
        return datetime(on.year, on.month, on.day, hour, tzinfo=AMSTERDAM)

    def page(self, role: str, day: int) -> RiskPage:
        at = self.at(day)
        return see_risk(actor=self.people[role], number=self.number, today=at.date(), now=at)

    def by(self, role: str, day: int, scope: str, what: str) -> dict[str, Any]:
        """Who writes, when, having seen what; the key makes it count once."""
        return {
            "actor": self.people[role],
            "number": self.number,
            "seen": self.page(role, day).marks[scope],
            "idempotency_key": f"{self.key}-{what}",
            "now": self.at(day),
        }

    def choice(self, username: str, day: int) -> str:
        """The key by which somebody is named; empty when they do not work on the case."""
        person = self.people[username].person_id if username in self.people else None
        return next((one.key for one in self.page("risk_team", day).colleagues if one.person == person), "")

    def act(self, role: str, act: str, day: int, **form: Any) -> None:
        now, actor = self.at(day), self.people[role]
        born_on = self.began.replace(year=self.began.year - 15, day=1)
        record_act(
            actor=actor,
            number=self.number,
            act=act,
            on=When.exact(now.date()),
            answers={"born_on": born_on} if act == "record_birth_date" else {},
            form=form,
            seen=see_case(actor=actor, number=self.number, today=now.date(), now=now).seen,
            idempotency_key=f"{self.key}-{act}",
            now=now,
        )


def are_risks_shown() -> bool:
    """Whether the demonstration has its risk analyses, whole."""
    return RiskEntry.objects.filter(idempotency_key=f"{_KEY}-expiring-signed").exists()


def show_demonstration_risks(*, now: datetime) -> None:
    """Open two cases and do in each what leads to what is shown. What is there already is not done again."""
    people = _people(now.date())
    _late(_opened(people, now, "late", _LATE_DAYS_AGO))
    _expiring(_opened(people, now, "expiring", _EXPIRING_DAYS_AGO))


def analyse(
    *, people: Mapping[str, Actor], number: str, began: date, key: str, day: int, seen: Mapping[str, Seen]
) -> None:
    """A whole team meets on a day and says of every domain how serious it is; what is not in ``seen`` is nothing."""
    room = _Room(people, number, began, key)
    for username, discipline in _TEAM:
        put_member(
            **room.by("risk_team", day, TEAM, f"member-{username}"),
            colleague=room.choice(username, day),
            discipline=discipline,
            has_conflict=False,
            conflict="",
            is_present=True,
        )
    for domain in room.page("risk_team", day).law.domains:
        one = seen.get(domain, NOTHING)
        assess(
            **room.by("risk_team", day, domain, f"level-{domain}"),
            domain=domain,
            level=one.level,
            reasons=f"{one.reasons} {_INVENTED}",
            found=(Found(words=one.found, evidence=one.evidence, where=one.where),),
            dissent=(Dissent(who="Gedragsdeskundige", why=one.other_view),) if one.other_view else (),
        )


def answer_with_measure(
    *, people: Mapping[str, Actor], number: str, began: date, key: str, day: int, domain: str, words: str, until: int
) -> str:
    """Reception takes a measure and names a colleague for when it is late. The measure's entry."""
    room = _Room(people, number, began, key)
    return add_measure(
        **room.by("reception", day, domain, f"measure-{domain}"),
        domain=domain,
        words=words,
        owner=room.choice("reception", day),
        until=began + timedelta(days=until),
        escalates_to=room.choice(HEARS_WHAT_IS_LATE, day),
    ).entry


def prove_measure(
    *, people: Mapping[str, Actor], number: str, began: date, key: str, day: int, measure: str, words: str
) -> None:
    """Reception shows that a measure was carried out."""
    room = _Room(people, number, began, key)
    prove(**room.by("reception", day, measure, f"proof-{measure}"), measure=measure, words=words, seen_by="De mentor")


def _late(room: _Room) -> None:
    """Three risks, three measures: one is shown to be done, one runs, and one is more than two weeks late."""
    _until_established(room, _LATE)
    answers = (
        ("traffickers_reach", "Andere opvang, waar niemand het adres kent.", 20),
        ("disappearance", "Elke avond een vast gesprek met de mentor.", 90),
        ("digital_contact", "Telefoon met een ander nummer, zonder gedeelde locatie.", 18),
    )
    case = room.place
    measures = {
        domain: answer_with_measure(**case, day=_ANSWERED, domain=domain, words=words, until=until)
        for domain, words, until in answers
    }
    _answered(room, "Andere opvang, avondgesprek, andere telefoon.")
    prove_measure(**case, day=17, measure=measures["digital_contact"], words="Oude telefoon ingeleverd.")
    room.act("risk_team", "find_unable", 19)


def _expiring(room: _Room) -> None:
    """One risk was accepted for three months, which are nearly over; another has a measure that is shown to be done."""
    _until_established(room, _EXPIRING)
    case = room.place
    measure = answer_with_measure(
        **case, day=_ANSWERED, domain="trauma", words="Wekelijks een gesprek met de psycholoog.", until=22
    )
    accepted = accept(
        **room.by("reception", _ANSWERED, "family", "accepted"),
        domain="family",
        reasons=f"De oom weet niet waar het kind is en vraagt niet door. {_INVENTED}",
        has_conflict=False,
    ).entry
    sign(**room.by("guardian", _ANSWERED, accepted, "signed"), acceptance=accepted, has_conflict=False)
    _answered(room, "Gesprekken met de psycholoog; het contact met de oom wordt aanvaard.")
    prove_measure(**case, day=21, measure=measure, words="Eerste drie gesprekken zijn geweest.")
    room.act("risk_team", "find_able", 21, support="Pauzes, een vaste tolk en de mentor erbij.")


def _until_established(room: _Room, seen: Mapping[str, Seen]) -> None:
    room.act("guardian", "record_birth_date", 0)
    room.act("reception", "record_signal", 0, indications=f"Werd elke avond gebeld. {_INVENTED}")
    room.act("coa", "place_in_protected_reception", 1)
    understood = f"Ik mag rusten en hoef niets te zeggen. {_INVENTED}"
    room.act("police", "inform_child", 1, language="Tigrinya", understood=understood, understood_in="Tigrinya")
    room.act("child", "wish_reflection", 4)
    room.act("police", "grant_reflection", 5)
    analyse(people=room.people, number=room.number, began=room.began, key=room.key, day=_MEETING, seen=seen)
    room.act("risk_team", "establish_risks", _ESTABLISHED, risks=f"Zie de risicoanalyse. {_INVENTED}")


def _answered(room: _Room, words: str) -> None:
    ready_on = room.began + timedelta(days=20)
    room.act("reception", "answer_risks", _ANSWERED, measures=words, owner="De mentor", ready_on=ready_on)


def _opened(people: Mapping[str, Actor], now: datetime, name: str, days_ago: int) -> _Room:
    began = (now.astimezone(AMSTERDAM) - timedelta(days=days_ago)).date()
    number = open_case(
        actor=people["guardian"],
        line_or_regime=_REGIME,
        on=began,
        reason=f"Zaak van de demonstratie met een risicoanalyse. {_INVENTED}",
        idempotency_key=f"{_KEY}-{name}",
        now=datetime(began.year, began.month, began.day, 8, tzinfo=AMSTERDAM),
    ).number
    return _Room(people, number, began, f"{_KEY}-{name}")


def _people(today: date) -> dict[str, Actor]:
    found = {}
    for person in Person.objects.filter(is_demonstration=True):
        actors = actors_of(person, today)
        if actors:
            found[person.username] = actors[0]
    return found
