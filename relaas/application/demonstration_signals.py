"""A few invented signals of the demonstration: about three children, by partners who saw or heard different things.

Each goes through the use case, as people would do it. Broken off halfway it goes on at the next start.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from relaas.application.actors import Actor, actors_of
from relaas.application.recording import record_act
from relaas.application.seeing import see_case
from relaas.application.signals.content import Known, Sign, SignalContent
from relaas.application.signals.recording import record_signal_report
from relaas.kernel.moments import AMSTERDAM, amsterdam_date
from relaas.kernel.when import When
from relaas.storage.models.cases import Case
from relaas.storage.models.people import Person
from relaas.storage.models.signals import Signal

_INVENTED = "Verzonnen, geen echt kind."
_KEY = "demonstration-signal"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """``child``: about which of the children; the first report about one opens its case."""

    child: int
    days_ago: int
    role: str
    signs: tuple[Sign, ...]
    seen: str = ""
    heard: str = ""
    heard_from: Known | None = None
    place: str = ""
    days_before: int | None = 0
    claimed: Mapping[str, Any] = field(default_factory=dict)


def _sign(code: str, known: Known = Known.SEEN) -> Sign:
    return Sign(code=code, known=known)


_REPORTS = (
    _Report(
        child=0,
        days_ago=6,
        role="kmar",
        signs=(_sign("ARR-escort"), _sign("ARR-unknown-papers"), _sign("ARR-paid", Known.CHILD)),
        seen=f"Zat alleen bij de gate; wie meereisde was weg om eten te halen. {_INVENTED}",
        place="Luchthaven, aankomsthal",
        claimed={"names": ["Blessing Osei-Verzonnen"], "age_claimed": 16, "languages": ["Engels"]},
    ),
    _Report(
        child=0,
        days_ago=3,
        role="reception",
        signs=(_sign("REC-car"), _sign("TEL-calls")),
        seen=f"Werd twee keer opgewacht door dezelfde auto. {_INVENTED}",
        place="Straat voor de opvang",
        days_before=1,
    ),
    _Report(
        child=0,
        days_ago=2,
        role="doctor",
        signs=(_sign("AM08-4-violence"), _sign("REC-afraid")),
        heard=f"Zegt dat er een schuld is en dat thuis iemand wordt lastiggevallen. {_INVENTED}",
        heard_from=Known.CHILD,
        days_before=None,
    ),
    _Report(
        child=1,
        days_ago=4,
        role="ngo",
        signs=(_sign("ARR-promise", Known.OTHER), _sign("AM08-3-hours", Known.OTHER)),
        heard=f"Werkt volgens een kerkganger elke avond in een keuken. {_INVENTED}",
        heard_from=Known.OTHER,
        days_before=7,
        claimed={"names": ["Nguyễn Văn Verzonnen"], "languages": ["Vietnamees"]},
    ),
    _Report(
        child=2,
        days_ago=1,
        role="lawyer",
        signs=(_sign("AM08-2b-held", Known.CHILD), _sign("AM08-1b-debt", Known.DOCUMENT)),
        heard=f"Een ander heeft het paspoort; op een briefje staat een bedrag. {_INVENTED}",
        heard_from=Known.CHILD,
        claimed={"names": ["ዮናስ ሓጎስ"], "age_claimed": 15, "languages": ["Tigrinya"]},
    ),
)
_VIEWS = (
    ("kmar", "possible_victim", "De begeleider is niet teruggekomen en het kind kent de eigen papieren niet."),
    ("guardian", "more_needed", "Ik wil eerst rustig met het kind kennismaken."),
)


def are_signals_reported() -> bool:
    """Whether the demonstration has its signals, all of them."""
    return Signal.objects.filter(idempotency_key=f"{_KEY}-{len(_REPORTS) - 1}").exists()


def report_demonstration_signals(*, now: datetime) -> None:
    """Report them, and let two who take part say what they think. What is there already is not done again."""
    people = {
        person.username: actors_of(person, now.date())[0]
        for person in Person.objects.filter(is_demonstration=True)
        if actors_of(person, now.date())
    }
    numbers: dict[int, str] = {}
    for place, report in enumerate(_REPORTS):
        at = _moment(now, report.days_ago)
        numbers[report.child] = record_signal_report(
            actor=people[report.role],
            number=numbers.get(report.child),
            content=_content(report, at),
            claimed=report.claimed,
            idempotency_key=f"{_KEY}-{place}",
            now=at,
        ).number
    for role, view, reasons in _VIEWS:
        _give_view(people[role], numbers[0], view, f"{reasons} {_INVENTED}", _moment(now, 1))


def _content(report: _Report, at: datetime) -> SignalContent:
    today = amsterdam_date(at)
    first = None if report.days_before is None else today - timedelta(days=report.days_before)
    return SignalContent(
        signs=report.signs,
        seen=report.seen,
        heard=report.heard,
        heard_from=report.heard_from,
        place=report.place,
        on=When(earliest=first, latest=first and today),
    )


def _give_view(actor: Actor, number: str, view: str, reasons: str, at: datetime) -> None:
    key, today = f"{_KEY}-view-{actor.role}", amsterdam_date(at)
    if Case.objects.get(number=number).acts.filter(idempotency_key=key).exists():
        return
    record_act(
        actor=actor,
        number=number,
        act="give_view",
        on=When.exact(today),
        answers={},
        form={"view": view, "reasons": reasons},
        seen=see_case(actor=actor, number=number, today=today, now=at).seen,
        idempotency_key=key,
        now=at,
    )


def _moment(now: datetime, days_ago: int) -> datetime:
    local = now.astimezone(AMSTERDAM) - timedelta(days=days_ago)
    return local.replace(hour=11, minute=0, second=0, microsecond=0)
