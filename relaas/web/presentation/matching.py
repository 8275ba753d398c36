"""Two children side by side in words: who each is said to be, and what speaks for and against their being one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from relaas.application.joined import Joinings
from relaas.application.matching.candidates import Candidate, CandidatesPage, DueCase, JoinedCase
from relaas.casework.wording import word_day
from relaas.matching.evidence import Claimed, Evidence, Finding, Side
from relaas.matching.names import Compared, How
from relaas.web.presentation.case import word_moment
from relaas.web.session import role_title


def due_view(one: DueCase, language: str) -> dict[str, str]:
    """A case to look at, and since when."""
    return {
        "number": one.number,
        "name": one.name,
        "opened": word_day(one.opened_on, language),
        "since": word_moment(one.since, language),
    }


def joined_view(one: JoinedCase, language: str) -> dict[str, str]:
    """A joining that stands."""
    return {
        "number": one.number,
        "name": one.name,
        "into_number": one.into_number,
        "into_name": one.into_name,
        "since": word_moment(one.since, language),
    }


def joinings_view(seen: Joinings, language: str) -> dict[str, Any]:
    """On the page of a case: what it belongs to, and what belongs to it."""
    return {
        "is_joined": seen.is_joined,
        "since": "" if seen.since is None else word_moment(seen.since, language),
        "into": seen.into,
        "joined": seen.joined,
    }


def page_view(found: CandidatesPage, language: str) -> dict[str, Any]:
    """The case that is looked at."""
    return {
        "number": found.number,
        "name": found.name,
        "opened": word_day(found.opened_on, language),
        "written": word_moment(found.written_at, language),
        "role": role_title(found.role),
        "fields": claimed_view(found.claimed, language),
        "is_due": found.is_due,
        "joined": None if found.joined_into is None else joined_view(found.joined_into, language),
        "why_joined": found.why_joined,
    }


def candidate_view(one: Candidate, language: str) -> dict[str, Any]:
    """A candidate with the reasons on each side."""
    undecided = one.undecided_since
    return {
        "number": one.number,
        "name": one.name,
        "opened": word_day(one.opened_on, language),
        "is_older": one.is_older,
        "through": one.through,
        "fields": claimed_view(one.claimed, language),
        "for": list(_reasons(one.evidence, Side.FOR)),
        "against": list(_reasons(one.evidence, Side.AGAINST)),
        "neither": list(_reasons(one.evidence, Side.NEITHER)),
        "parts": list(_parts(one.evidence.names)),
        "undecided": "" if undecided is None else word_moment(undecided, language),
        "why_undecided": one.why_undecided,
    }


def claimed_view(claimed: Claimed, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Who a child is said to be, names in the script in which they were given."""
    born: date | None = claimed.born_on
    return [
        (_("Namen"), tuple(claimed.names)),
        (_("Geboortedatum volgens het kind"), (word_day(born, language),) if born is not None else ()),
        (_("Nationaliteiten"), tuple(claimed.nationalities)),
        (_("Talen"), tuple(claimed.languages)),
        (_("Documentnummers"), tuple(claimed.documents)),
        (_("Waar de foto wordt bewaard"), (claimed.photo,) if claimed.photo else ()),
    ]


def _reasons(evidence: Evidence, side: Side) -> Iterable[str]:
    words = _words()
    return (words[reason.finding] for reason in evidence.on(side))


def _parts(compared: Compared | None) -> Iterable[str]:
    """Which part of the one name answers to which of the other, both as they were compared: in plain letters."""
    if compared is None:
        return
    hows = {
        How.SAME: _("gelijk"),
        How.SAME_SOUND: _("klinkt gelijk"),
        How.INITIAL: _("voorletter"),
        How.ALIKE: _("lijkt erop"),
    }
    for pair in sorted(compared.answering, key=lambda pair: pair.one):
        one, other = compared.one.parts[pair.one].plain, compared.other.parts[pair.other].plain
        yield f"{one} – {other}: {hows[compared.how(pair)]}"
    for part in compared.left_of_one:
        yield _("%(part)s: alleen in deze zaak") % {"part": part.plain}
    for part in compared.left_of_other:
        yield _("%(part)s: alleen bij de kandidaat") % {"part": part.plain}


def _words() -> dict[Finding, str]:
    return {
        Finding.NAMES_SAME: _("De naam is dezelfde, op schrijfwijze na."),
        Finding.NAMES_ALIKE: _("De namen lijken op elkaar."),
        Finding.NAMES_PARTLY: _("Een deel van de naam lijkt op elkaar."),
        Finding.NAMES_DIFFERENT: _("De namen zijn anders."),
        Finding.BIRTH_SAME: _("De opgegeven geboortedatum is dezelfde."),
        Finding.BIRTH_FIRST_OF_JANUARY: _(
            "Beide keren is 1 januari van hetzelfde jaar opgegeven; vaak is alleen het jaar bekend."
        ),
        Finding.BIRTH_SWAPPED: _("De geboortedatum is dezelfde als dag en maand zijn verwisseld."),
        Finding.BIRTH_SAME_YEAR: _("Het opgegeven geboortejaar is hetzelfde, de dag niet."),
        Finding.BIRTH_NEAR: _("De opgegeven geboortejaren liggen dicht bij elkaar; leeftijd is vaak een schatting."),
        Finding.BIRTH_FAR: _("De opgegeven geboortejaren liggen ver uit elkaar."),
        Finding.DOCUMENT_SAME: _("Hetzelfde documentnummer staat in beide zaken."),
        Finding.DOCUMENT_OTHER: _("De documentnummers zijn anders; een kind kan meer papieren hebben."),
        Finding.PHOTO_SAME: _("Beide zaken wijzen naar dezelfde foto."),
        Finding.NATIONALITY_SHARED: _("Een nationaliteit komt overeen. Dat zegt op zichzelf niets."),
        Finding.NATIONALITY_OTHER: _("De nationaliteiten zijn anders."),
        Finding.LANGUAGE_SHARED: _("Een taal komt overeen. Dat zegt op zichzelf niets."),
        Finding.LANGUAGE_OTHER: _("De talen zijn anders."),
    }  # fmt: skip
