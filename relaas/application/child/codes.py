"""The code that opens the child's page of one case: made by who answers the child, withdrawn, and used."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor, actor_under, mandates_of
from relaas.application.door import Door, enter
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.kernel.moments import amsterdam_date
from relaas.storage.child_codes import (
    as_digits,
    count_wrong,
    digest_of,
    find_code,
    forget_wrong,
    is_paused,
    marks_of,
    new_code,
    working_codes,
)
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.child import ChildCode, ChildCodeEnd
from relaas.story.access import Verb
from relaas.story.message_law import standard_message_law

MESSAGES = "messages"
CHILD = "child"


class CodeNotAccepted(Refused):
    """The code opens nothing: there is none like it, or it was withdrawn or has ended. Which of these is not told."""


class TriedTooOften(Refused):
    """So many wrong codes came that the next try has to wait, whether or not it is right."""


class NoSuchCode(Refused):
    """The case has no code of that identifier that still works."""


class NobodyReads(Refused):
    """The case is not placed with the role of the child at an organisation that has a mandate for it: there is nobody
    as whom the page could be read. Whoever looks after the accounts makes that mandate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSeen:
    """A code that works, without its digits: nobody can see those again."""

    id: str
    made_at: datetime
    last_day: date
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesPage:
    """The codes of a case that work."""

    number: str
    name: str
    codes: tuple[CodeSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCode:
    """A code that was just made. ``digits`` None: this same request made it before, and it is shown only once."""

    id: str
    last_day: date
    language: str
    digits: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The child at its page: as whom it reads, of which one case, by which code."""

    actor: Actor
    number: str
    code: str
    language: str


def see_codes(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> CodesPage:
    """The codes of a case that work, for who may make one. Raises NotFound, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_CODES, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.ANSWER, MESSAGES)
        found = working_codes(case_id=door.case.pk, today=today).order_by("-id")
        codes = tuple(
            CodeSeen(id=one.pk, made_at=one.recorded_at, last_day=one.last_day, language=one.language) for one in found
        )
    return CodesPage(number=door.case.number, name=door.case.name, codes=codes)


def make_code(
    *, actor: Actor, number: str, language: str, idempotency_key: str, now: datetime | None = None
) -> NewCode:
    """Make a code for the child of a case, whose page then opens in ``language``. Its digits are told this once.

    Raises NotFound, NotGranted, NobodyReads, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.MAKE_CODE, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        door.require(Verb.ANSWER, MESSAGES)
        made = ChildCode.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        digits = None
        if made is None:
            digits = new_code()
            made = _code(door, digits, language, idempotency_key)
            made.save(force_insert=True)
        elif made.recorded_by_id != actor.mandate_id:
            raise KeyReused("This key has made another code.")
        line.parts = (*line.parts, made.pk)
    return NewCode(id=made.pk, last_day=made.last_day, language=made.language, digits=digits)


def withdraw_code(*, actor: Actor, number: str, code: str, now: datetime | None = None) -> None:
    """Let a code open nothing any more; who is looking now is sent away with the next page.

    Raises NotFound, NotGranted, NoSuchCode, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.WITHDRAW_CODE, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        door.require(Verb.ANSWER, MESSAGES)
        found = working_codes(case_id=door.case.pk, today=today).filter(pk=code).first()
        if found is None:
            raise NoSuchCode("no such code works")
        line.parts = (*line.parts, found.pk)
        end = ChildCodeEnd(code=found, case=door.case, recorded_by_id=actor.mandate_id, recorded_at=now)
        end.save(force_insert=True)


def open_with_code(*, typed: str, address: str, now: datetime | None = None) -> Visit:
    """Open the page of a child with what was typed. ``address`` is where it came from; only a keyed hash is kept.

    That something was tried that is no code is counted, not logged: there is no case, nor anybody, to log it of.
    Raises CodeNotAccepted, TriedTooOften; NotFound, CaseErased, CaseExpired when the case can be read no more.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    code = as_digits(typed)
    marks = marks_of(code, address)
    if is_paused(marks, now):
        raise TriedTooOften("too many wrong codes")
    found = find_code(digest_of(code)) if code else None
    actor = None if found is None else actor_under(found.reader_id, today)
    if found is None or actor is None:
        count_wrong(marks, now)
        raise CodeNotAccepted("there is no such code")
    with logged(actor=actor, action=Action.OPEN_CHILD_PAGE, now=now, today=today, reads_only=True) as line:
        number = Case.objects.values_list("number", flat=True).get(pk=found.case_id)
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        check_works(door, found.pk)
    forget_wrong(marks[:1], now)
    return Visit(actor=actor, number=number, code=found.pk, language=found.language)


def visit_of(*, mandate_id: int, number: str, code: str, language: str, today: date) -> Visit | None:
    """A visit that began before, from what a session kept of it. None when nobody can read as that any more."""
    actor = actor_under(mandate_id, today)
    if actor is None or actor.role != CHILD:
        return None
    return Visit(actor=actor, number=number, code=code, language=language)


def check_works(door: Door, code: str) -> None:
    """Note which code this is done with. Raises CodeNotAccepted when it works no more."""
    door.line.parts = (*door.line.parts, code)
    if not working_codes(case_id=door.case.pk, today=door.today).filter(pk=code).exists():
        raise CodeNotAccepted("the code was withdrawn or has ended")


def _code(door: Door, digits: str, language: str, idempotency_key: str) -> ChildCode:
    return ChildCode(
        id=new_id(door.at),
        case=door.case,
        digest=digest_of(digits),
        reader_id=_reader(door),
        language=language,
        last_day=standard_message_law().code.last_day(door.today),
        recorded_by_id=door.actor.mandate_id,
        recorded_at=door.at,
        idempotency_key=idempotency_key,
    )


def _reader(door: Door) -> int:
    """The mandate of the child at the organisation with which the case is placed for it."""
    placements = Placement.objects.filter(case=door.case, role=CHILD, from_on__lte=door.today)
    for one in placements.order_by("from_on", "pk"):
        if one.until_on is None or one.until_on >= door.today:
            for mandate_id in mandates_of(role=CHILD, organisation_id=one.organisation_id, today=door.today):
                return mandate_id
    raise NobodyReads("there is no mandate for the child's page of this case")
