"""What the canary sweep sends to every address that takes a form: one row per address, or the sweep fails.

A row gives the address and a form that looks right, with the names of the parts of a case in it; the sweep makes the
empty form, the form of nonsense and the forms with another case's names out of the same row.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.functional.path import TODAY
from tests.support.canaries import NO_ID, Names, Planted
from tests.support.files import photo
from tests.support.seen import seen_now

Form = dict[str, Any]
NONSENSE = "\u202e<b>'{{ 7*7 }}\x00ሰላም--"
PROSE = "Proeftekst."


@dataclass(frozen=True)
class Sender:
    """Who sends, in which role; ``seen`` is the mark of how much of the case they saw."""

    planted: Planted
    role: str
    seen: str


@dataclass(frozen=True)
class Row:
    """``address`` and ``form`` of what looks right, each about the parts of a case. ``verbs`` are what the law must
    give a role for anything to change there; None: that is decided by something else than the law of access."""

    address: Callable[[Names, Sender], str]
    form: Callable[[Names, Sender], Form] = field(default=lambda names, sender: {})
    verbs: frozenset[str] | None = None


@dataclass(frozen=True)
class Sent:
    """One form at one address."""

    path: str
    form: Form


def sender(planted: Planted, role: str) -> Sender:
    from django.utils import timezone

    actor = planted.world.actors[role]
    return Sender(planted, role, seen_now(actor=actor, number=planted.world.number, now=timezone.now()))


def forms_of(row: Row, who: Sender) -> Iterator[Sent]:
    """Nothing, nonsense, another case's names in a form, at its own address too, and what looks right."""
    mine, other = who.planted.names, who.planted.elsewhere
    path, right = row.address(mine, who), row.form(mine, who)
    yield Sent(path, {})
    if right:
        yield Sent(path, {name: NONSENSE for name in right})
        yield Sent(path, right)
    foreign = row.form(other, who)
    # The number of one's own case with the parts of another one, and the other case whole.
    mixed = row.address(Names(**(vars(other) | {"number": mine.number})), who)
    if mixed != path or foreign != right:
        yield Sent(mixed, foreign)
    if (whole := row.address(other, who)) != mixed:
        yield Sent(whole, foreign)


def at(tail: str = "") -> Callable[[Names, Sender], str]:
    return lambda names, who: f"/zaken/{names.number}/{tail}".format_map(vars(names))


def to(path: str) -> Callable[[Names, Sender], str]:
    return lambda names, who: path


def of_matching(tail: str) -> Callable[[Names, Sender], str]:
    return lambda names, who: f"/zelfde-kind/{names.number}/{tail}"


def of(**given: Any) -> Callable[[Names, Sender], Form]:
    """A form in which ``{passage}`` and the like stand for the parts of a case."""
    return lambda names, who: {
        name: _filled(value, names) for name, value in (given | {"idempotency_key": "k"}).items()
    }


def _filled(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        return value.format_map(vars(names))
    return [_filled(one, names) for one in value] if isinstance(value, list) else value


def _act(names: Names, who: Sender) -> str:
    return f"/zaken/{names.number}/handelen/{next(iter(_own_acts(who)), 'geen')}/"


def _own_acts(who: Sender) -> list[str]:
    from relaas.application.law import library

    return [name for name, act in library().regime("integral").acts.items() if who.role in act.by]


def _moment(**given: Any) -> Callable[[Names, Sender], Form]:
    return lambda names, who: {"seen": who.seen, "idempotency_key": "k", "on": TODAY.isoformat(), **given}


def _act_form(names: Names, who: Sender) -> Form:
    """Everything the act asks for, so that it is refused or recorded and not only found incomplete."""
    from relaas.application.law import library

    regime, act = library().regime("integral"), next(iter(_own_acts(who)), None)
    asked: Mapping[str, Any] = {} if act is None else regime.acts[act].records
    written = {f"field_{name}": PROSE for name in asked}
    facts = {} if act is None else {f"fact_{name}": TODAY.isoformat() for name in regime.acts[act].asks}
    return _moment(**written, **facts, as_fact="1", against_rules=PROSE)(names, who)


def _signal_form(names: Names, who: Sender) -> Form:
    own = who.planted.world.actors[who.role]
    said = {"seen": PROSE, "when": "unknown", "names": PROSE, "sign": ["REC-car"], "how-REC-car": "child"}
    return {**said, "case": names.number, "mandate": own.mandate_id, "idempotency_key": "k"}


def _ask_form(names: Names, who: Sender) -> Form:
    rules = {"police": "police-questions", "story_team": "team-questions", "ind": "ind-questions"}
    rule = rules.get(who.role, "guardian-questions")
    form = {"rule": rule, "subject": "route", "words": PROSE, "confirmed": "on", "idempotency_key": "k"}
    return form | {"seen": _look(names, who, rule)}


def _look(names: Names, who: Sender, rule: str) -> str:
    from relaas.application.log import Refused
    from relaas.application.story.asking import look_before_asking

    actor = who.planted.world.actors[who.role]
    try:
        return look_before_asking(actor=actor, number=names.number, rule=rule, subject="route").seen
    except (Refused, ValueError):
        return "0"


def _attach_form(names: Names, who: Sender) -> Form:
    file = io.BytesIO(photo())
    file.name = "proef.jpg"
    return {"file": file, "categories": ["route"], "idempotency_key": "k"}


def _request_form(names: Names, who: Sender) -> Form:
    from relaas.story.access_library import standard_access

    rules = standard_access().rules_of(who.role)
    asked = next((name for name, rule in rules.items() if rule.written in ("reveal", "emergency")), "police-identity")
    return {"rule": asked, "reason": PROSE, "alone_because": PROSE, "idempotency_key": "k"}


def _finding_form(names: Names, who: Sender) -> Form:
    from relaas.story.access_library import standard_access

    rules = standard_access().rules_of(who.role).values()
    purpose = next((rule.purpose for rule in rules if "route" in rule.of and "read" in rule.may), "investigation")
    return of(cites=["{passage}"], words=PROSE, purpose=purpose)(names, who)


def _risk(kind: str, page: str) -> Callable[[Names, Sender], str]:
    """The page of an entry of a kind in the risk analysis of a case."""

    def address(names: Names, who: Sender) -> str:
        from relaas.storage.models import RiskEntry

        # By the passage: the number is of one's own case where the parts are of another one.
        case = _case_of(names.passage)
        entry = RiskEntry.objects.filter(case=case, kind=kind).values_list("pk", flat=True).first() or "geen"
        return f"/zaken/{names.number}/risico/{page}/{entry}/"

    return address


def _case_of(passage: str) -> str:
    from relaas.storage.models import Passage

    return str(Passage.objects.get(pk=passage).case_id)


def _risk_form(scope: str, **given: Any) -> Callable[[Names, Sender], Form]:
    """A form of the analysis, with the mark of what was seen of its subject."""

    def form(names: Names, who: Sender) -> Form:
        from relaas.application.log import Refused
        from relaas.application.risk.page import see_risk

        actor = who.planted.world.actors[who.role]
        try:
            seen = see_risk(actor=actor, number=who.planted.names.number, today=TODAY)
        except Refused:
            return {"seen": "0-none", "idempotency_key": "k", **given}
        kind = {"measure": seen.analysis.measures, "acceptance": seen.analysis.acceptances}.get(scope, ())
        mark = seen.marks[kind[0].entry if kind else scope]
        owner = next((one.key for one in seen.colleagues if one.role == "guardian"), "")
        return {"seen": mark, "idempotency_key": "k", "owner": owner, **given}

    return form


_JUDGED = {"level": "low", "reasons": PROSE, "words": PROSE, "evidence": "observation", "where": PROSE}
_MEMBER = {"name": PROSE, "organisation": PROSE, "discipline": "care", "is_present": "yes", "has_conflict": "no"}
_WRITES = frozenset({"write"})
_PASSAGE = "verhaal/passage/{passage}/"
_WORDS = {"passage_count": "1", "words-1": PROSE, "language-1": "nl", "translation-1": PROSE}
_LABEL, _ASK = frozenset({"label"}), frozenset({"ask", "answer"})
NOBODY: frozenset[str] = frozenset()

FORMS: dict[str, Row] = {
    "account_login": Row(to("/account/login/"), of(login="guardian", password="fout", next="/zaken/"), NOBODY),
    "account_logout": Row(to("/account/logout/"), of(next="/zaken/"), NOBODY),
    "account_inactive": Row(to("/account/inactive/"), verbs=NOBODY),
    "account_signup": Row(
        to("/account/signup/"), of(username="nieuw", password1="verzonnen-1", email="a@b.nl"), NOBODY
    ),
    "account_reauthenticate": Row(to("/account/reauthenticate/"), of(password="fout"), NOBODY),
    "account_change_password": Row(to("/account/password/change/"), of(oldpassword="fout", password1="x"), NOBODY),
    "account_set_password": Row(to("/account/password/set/"), of(password1="verzonnen-1"), NOBODY),
    "set_language": Row(to("/i18n/setlang/"), of(language="en", next="/zaken/{number}/verhaal/"), NOBODY),
    "web:start": Row(to("/"), verbs=NOBODY),
    "web:mandate": Row(to("/rol/"), of(mandate="1"), NOBODY),
    "web:open": Row(to("/zaken/openen/"), of(law="", version="integral", on=TODAY.isoformat(), reason=PROSE)),
    "web:act": Row(_act, _act_form),
    "web:correct": Row(at("herstellen/1/"), _moment(reason=PROSE, what="withdraw", as_fact="1")),
    "web:attachments": Row(at("bijlagen/"), _attach_form, frozenset({"label", "write"})),
    "web:labelling": Row(at("bijlagen/{attachment}/indeling/"), of(categories=["route"]), _LABEL),
    "web:confirm-attachment": Row(at("bijlagen/{attachment}/bevestigen/"), verbs=_LABEL),
    "web:release-attachment": Row(at("bijlagen/{attachment}/vrijgeven/"), of(role="care"), frozenset({"release"})),
    # Part of a word: it finds every canary, and is none itself.
    "web:search": Row(at("verhaal/zoeken/"), of(words="kanarie"), NOBODY),
    "web:tell": Row(
        at("verhaal/vertellen/hear_story/"),
        _moment(place=PROSE, present=["guardian"], observed=PROSE, as_fact="1", against_rules=PROSE, **_WORDS),
        frozenset({"write"}),
    ),
    "web:write": Row(at("verhaal/{telling}/schrijven/"), of(**_WORDS), frozenset({"write"})),
    "web:label": Row(at(f"{_PASSAGE}indelen/"), of(categories=["route", "future"]), _LABEL),
    "web:confirm": Row(at(f"{_PASSAGE}bevestigen/"), verbs=_LABEL),
    "web:release": Row(at(f"{_PASSAGE}vrijgeven/"), of(role="care"), frozenset({"release"})),
    "web:remark": Row(at(f"{_PASSAGE}aanvullen/"), of(remark="addition", **_WORDS), frozenset({"write"})),
    "web:fact": Row(
        at(f"{_PASSAGE}feit/alias/"), of(value_name="Proefnaam", certainty="certain", cites=["{passage}"]), _LABEL
    ),
    "web:across": Row(to("/zoeken/"), of(kind="alias", value="kanarie"), NOBODY),
    "web:capacity-write": Row(to("/capaciteit/vastleggen/left/"), of(on=TODAY.isoformat(), person="1", who="1")),
    "web:capacity-annul": Row(to("/capaciteit/onjuist/1/"), of()),
    "web:risk-team": Row(at("risico/team/"), _risk_form("team", **_MEMBER), _WRITES),
    "web:risk-domain": Row(at("risico/domein/trauma/"), _risk_form("trauma", **_JUDGED), _WRITES),
    "web:risk-add-measure": Row(
        at("risico/domein/trauma/maatregel/"), _risk_form("trauma", words=PROSE, until=TODAY.isoformat()), _WRITES
    ),
    "web:risk-accept": Row(
        at("risico/domein/family/aanvaarding/"), _risk_form("family", reasons=PROSE, has_conflict="no"), _WRITES
    ),
    "web:risk-measure": Row(
        _risk("measure", "maatregel"), _risk_form("measure", do="withdraw", reasons=PROSE), _WRITES
    ),
    "web:risk-acceptance": Row(
        _risk("acceptance", "aanvaarding"), _risk_form("acceptance", do="withdraw", reasons=PROSE), _WRITES
    ),
    "web:ask": Row(at("vragen/stellen/"), _ask_form, _ASK),
    "web:follow": Row(
        at("vragen/vervolg/"),
        of(do="answer", question=["{question}"], passages=["{passage}"], telling="{telling}", reason=PROSE),
        _ASK,
    ),
    "web:findings": Row(at("bevindingen/"), _finding_form, frozenset({"read"})),
    "web:consents": Row(at("toestemming/"), of(do="give", consent="medical", party="guardian", reason=PROSE)),
    "web:identity": Row(at("identiteit/"), of(names="Proefnaam", documents="X1"), frozenset({"write"})),
    "web:requests": Row(at("verzoeken/"), _request_form),
    "web:decide": Row(at("verzoeken/{request}/"), of(do="allow", reason=PROSE)),
    "web:signal": Row(to("/signalen/nieuw/"), _signal_form),
    "web:signal-draft": Row(to("/signalen/concept/"), _signal_form),
    "web:signal-discard": Row(to("/signalen/concept/geen/weg/"), of(next="/")),
    "web:compare": Row(
        of_matching(""),
        of(other="geen", verdict="same", version="1", other_version="1", reason=PROSE),
        frozenset({"match"}),
    ),
    "web:looked": Row(of_matching("bekeken/"), of(version="1"), frozenset({"match"})),
    "web:undo-join": Row(of_matching("ongedaan/"), of(reason=PROSE), frozenset({"match"})),
    "web:reflection": Row(
        at("bedenktijd/"), _moment(field_language="ti", field_understood=PROSE, field_understood_in="ti", as_fact="1")
    ),
    "web:codes": Row(at("code/"), of(language="ti"), frozenset({"answer"})),
    "web:messages": Row(at("berichten/"), of(message=NO_ID, words=PROSE), frozenset({"answer"})),
    # Of somebody who is signed in and has no code: whatever is sent, nothing of a child comes back.
    "web:child": Row(to("/ik/"), of(code="000000000000"), NOBODY),
    "web:child-send": Row(to("/ik/sturen/"), of(kind="question", words=PROSE), NOBODY),
    "web:notice": Row(to("/berichten/1/gezien/"), of(next="/")),
}
