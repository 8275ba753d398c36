"""Consent and objection: given or taken back by whose word the law asks, or written down for the child. At once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.consequences import consents_of, write_consequences
from relaas.application.door import Door, enter
from relaas.application.forms import LONGEST_REASON, FaultKind, FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.application.recording import open_file
from relaas.application.seeing import acts_of
from relaas.application.story.notices import placed_as
from relaas.casework.phases import born_on
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.storage.histories import history_of, read_acts
from relaas.storage.models.grants import ConsentEvent
from relaas.storage.requests import mandates_in
from relaas.storage.sealing import Kind
from relaas.story.access import Consent, Phase, Verb
from relaas.story.consents import asked_on, recorders_on

CHILD = "child"


class NoSuchConsent(Refused):
    """The law of access asks no such consent."""


class NotYoursToSay(Refused):
    """This word is not the actor's to give, nor to write down for somebody else."""


class NotAsked(Refused):
    """The law does not ask this word at the child's age, so it is not taken."""


class NothingToTakeBack(Refused):
    """That word was never given, or was taken back already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A word that is recorded. ``again``: it stood like this already."""

    consent: str
    party: str
    is_given: bool
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSeen:
    """Somebody said yes, or took it back. ``recorded_by`` is who wrote it down."""

    party: str
    is_given: bool
    at: datetime
    recorded_by: str
    organisation: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordNow:
    """One party's word as it stands. ``is_asked``: the law asks it at the child's age now."""

    party: str
    stands: bool
    is_asked: bool
    may_give: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """What a consent opens, or an objection closes."""

    authority: Text
    rule: Text
    categories: tuple[str, ...]
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSeen:
    """One consent of the law with all that was said about it."""

    name: str
    consent: Consent
    words: tuple[WordNow, ...]
    events: tuple[EventSeen, ...]
    opens: tuple[Opens, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsPage:
    """The consents in which the actor has a word, or may write one down."""

    number: str
    name: str
    consents: tuple[ConsentSeen, ...]


def see_consents(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> ConsentsPage:
    """What was agreed and objected to. Raises NotFound, NotGranted (who has no word in any), MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_CONSENTS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        birth = _born_on(door)
        names = [name for name in door.law.information.consents if _has_a_part(door, name)]
        if not names:
            raise door.not_granted(Verb.READ)
        events = list(consents_of(door.case))
        return ConsentsPage(
            number=door.case.number,
            name=door.case.name,
            consents=tuple(_seen(door, name, events, birth) for name in names),
        )


def give_consent(
    *,
    actor: Actor,
    number: str,
    consent: str,
    party: str,
    reason: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Said:
    """Record that a party agrees, or objects where the law goes on until somebody does. Grants follow at once.

    ``reason`` is what was said with it, needed when it is written down for somebody else.
    Raises NotFound, NoSuchConsent, NotYoursToSay, NotAsked, FormInvalid, KeyReused, MandateEnded.
    """
    return _say(actor, number, consent, party, reason, idempotency_key, now, is_given=True)


def withdraw_consent(
    *,
    actor: Actor,
    number: str,
    consent: str,
    party: str,
    reason: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Said:
    """Record that a party takes its word back. From this moment on nothing is shown on it any more.

    Raises NotFound, NoSuchConsent, NotYoursToSay, NothingToTakeBack, FormInvalid, KeyReused, MandateEnded.
    """
    return _say(actor, number, consent, party, reason, idempotency_key, now, is_given=False)


def _say(
    actor: Actor,
    number: str,
    consent: str,
    party: str,
    reason: str,
    idempotency_key: str,
    now: datetime | None,
    *,
    is_given: bool,
) -> Said:
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RECORD_CONSENT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        line.detail = consent[:80]
        said = Said(consent=consent, party=party, is_given=is_given, again=False)
        _check_party(door, consent, party)
        line.on_behalf_of = None if party == actor.role else _person_of(door, party)
        if (earlier := _earlier(door, said, idempotency_key)) is not None:
            return earlier
        if is_given and party not in _asked(door, consent, _born_on(door)):
            raise NotAsked(f"the law does not ask {party} for {consent} now")
        if not is_given and not _stands(consents_of(door.case), consent, party):
            raise NothingToTakeBack(f"{party} has not agreed to {consent}")
        _record(door, said, _reason(actor, party, reason), idempotency_key)
        return said


def _record(door: Door, said: Said, reason: str, idempotency_key: str) -> None:
    event_id = new_id(door.at)
    event = ConsentEvent(
        id=event_id,
        case=door.case,
        consent=said.consent,
        party=said.party,
        is_given=said.is_given,
        at=door.at,
        recorded_by_id=door.actor.mandate_id,
        ciphertext=door.cipher.seal(kind=Kind.REASON, place=event_id, content={"reason": reason}),
        idempotency_key=idempotency_key,
    )
    event.save(force_insert=True)
    file = open_file(door)
    write_consequences(
        case=file.case,
        regime=file.regime,
        history=file.history,
        length=len(file.acts),
        now=door.at,
        written_by=f"consent:{event_id}",
    )


def _earlier(door: Door, said: Said, idempotency_key: str) -> Said | None:
    """What this request did before, or what stands already."""
    same = ConsentEvent.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
    if same is not None:
        if (same.recorded_by_id, same.consent, same.party, same.is_given) != (
            door.actor.mandate_id,
            said.consent,
            said.party,
            said.is_given,
        ):
            raise KeyReused("This key has recorded another word.")
    elif not (said.is_given and _stands(consents_of(door.case), said.consent, said.party)):
        return None
    return Said(consent=said.consent, party=said.party, is_given=said.is_given, again=True)


def _check_party(door: Door, consent: str, party: str) -> None:
    asked = door.law.information.consents.get(consent)
    if asked is None:
        raise NoSuchConsent(f"the law asks no consent {consent}")
    if party not in _parties(asked) or not _may_say(door, asked, party, _born_on(door)):
        raise NotYoursToSay(f"{door.actor.role} does not speak for {party} on {consent}")


def _person_of(door: Door, party: str) -> int | None:
    """Who that is, when the party is one person in this case."""
    mandates = mandates_in(placed_as(door.case, [party], door.today), on=door.today)
    people = {mandate.person_id for mandate in mandates}
    return people.pop() if len(people) == 1 else None


def _may_say(door: Door, consent: Consent, party: str, birth: date | None) -> bool:
    if party == door.actor.role:
        return True
    return party == CHILD and door.actor.role in recorders_on(consent=consent, born_on=birth, at=door.at)


def _has_a_part(door: Door, name: str) -> bool:
    consent = door.law.information.consents[name]
    recorders = {who for party in consent.recorded_by for who in party.who}
    return door.actor.role in {*_parties(consent), *recorders}


def _parties(consent: Consent) -> tuple[str, ...]:
    return tuple(dict.fromkeys(who for party in consent.by for who in party.who))


def _asked(door: Door, name: str, birth: date | None) -> tuple[str, ...]:
    return asked_on(consent=door.law.information.consents[name], born_on=birth, at=door.at)


def _stands(events: Sequence[ConsentEvent], consent: str, party: str) -> bool:
    theirs = [event for event in events if (event.consent, event.party) == (consent, party)]
    return bool(theirs) and theirs[-1].is_given


def _reason(actor: Actor, party: str, reason: str) -> str:
    """What was said with it; who writes down the word of another says how it was given."""
    reason = reason.strip()
    if not reason and party != actor.role:
        raise FormInvalid((FormFault(field="reason", kind=FaultKind.REQUIRED),))
    if len(reason) > LONGEST_REASON:
        raise FormInvalid((FormFault(field="reason", kind=FaultKind.TOO_LONG),))
    return reason


def _born_on(door: Door) -> date | None:
    history = history_of(read_acts(rows=acts_of(door.case), cipher=door.cipher))
    return born_on(history=history, fact=door.law.information.birth)


def _seen(door: Door, name: str, events: Sequence[ConsentEvent], birth: date | None) -> ConsentSeen:
    consent = door.law.information.consents[name]
    asked = _asked(door, name, birth)
    return ConsentSeen(
        name=name,
        consent=consent,
        words=tuple(_word(door, name, party, events, asked, birth) for party in _parties(consent)),
        events=tuple(_event(door, event) for event in events if event.consent == name),
        opens=tuple(
            Opens(authority=authority.title, rule=rule.title, categories=rule.of, phases=rule.when)
            for authority in door.law.authorities.values()
            for rule in authority.rules.values()
            if rule.consent == name
        ),
    )


def _word(
    door: Door, name: str, party: str, events: Sequence[ConsentEvent], asked: Sequence[str], birth: date | None
) -> WordNow:
    stands = _stands(events, name, party)
    may = _may_say(door, door.law.information.consents[name], party, birth)
    return WordNow(
        party=party,
        stands=stands,
        is_asked=party in asked,
        may_give=may and not stands and party in asked,
        may_take_back=may and stands,
    )


def _event(door: Door, event: ConsentEvent) -> EventSeen:
    by = event.recorded_by
    opened = door.cipher.open(kind=Kind.REASON, place=event.pk, sealed=bytes(event.ciphertext))
    return EventSeen(
        party=event.party,
        is_given=event.is_given,
        at=event.at,
        recorded_by=by.role,
        organisation=by.organisation.name,
        reason=opened["reason"],
    )
