"""References to law and judgments: checked in form, and turned into a public address.

Checked are ECLI, BWB identifiers, jci 1.3 references and identifiers of official publications (stcrt-2013-8389,
stb-2000-495, kst-27062-98). Anything else, such as the number of a directive, is kept as a free reference.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_BWB: Final = re.compile(r"BWB[RVW]\d{7}", re.ASCII)
_ECLI: Final = re.compile(r"ECLI:[A-Z]{2}:[A-Z][A-Z0-9]{0,6}:[1-9]\d{3}:[A-Z0-9][A-Z0-9.]{0,24}", re.ASCII)
_PLACE: Final = re.compile(r"(?P<key>[a-z][a-z.]*)=(?P<value>[A-Za-z0-9][A-Za-z0-9:._-]*)", re.ASCII)
_PUBLICATION: Final = re.compile(r"(?:stcrt|stb)-[1-9]\d{3}-\d{1,6}|kst-\d{5}(?:-[A-Z]{1,5})?-\d{1,5}", re.ASCII)


class CitationError(ValueError):
    """A reference does not have the form of its kind. The message says what is wrong with which reference."""


@dataclass(frozen=True, slots=True)
class Ecli:
    """A judgment, for example ECLI:NL:HR:2017:2225."""

    text: str

    def __post_init__(self) -> None:
        """Refuse any other form."""
        if not _ECLI.fullmatch(self.text):
            raise CitationError(
                f"{self.text!r} is not an ECLI. Write ECLI, country, court, year and number in capitals: "
                f"ECLI:NL:HR:2017:2225."
            )

    @property
    def link(self) -> str | None:
        """Where the judgment can be read: the Dutch register knows only Dutch ones."""
        return f"https://deeplink.rechtspraak.nl/uitspraak?id={self.text}" if self.text.startswith("ECLI:NL:") else None


@dataclass(frozen=True, slots=True)
class Bwb:
    """A whole act, decree, circular or treaty in the Dutch legislation register, for example BWBR0011823."""

    text: str

    def __post_init__(self) -> None:
        """Refuse any other form."""
        if not _BWB.fullmatch(self.text):
            raise CitationError(f"{self.text!r} is not a BWB identifier. Write BWBR (or BWBV, BWBW) and seven digits.")

    @property
    def link(self) -> str:
        """Where the text in force today can be read."""
        return f"https://wetten.overheid.nl/{self.text}"


@dataclass(frozen=True, slots=True)
class Jci:
    """A place in an act as it was valid on a day: jci1.3:c:BWBR0011823&artikel=8&z=2024-01-01&g=2024-01-01."""

    text: str

    def __post_init__(self) -> None:
        """Refuse any other form, naming everything that is wrong with it at once."""
        faults = _jci_faults(self.text)
        if faults:
            raise CitationError(
                f"{self.text!r} is not a jci 1.3 reference: {'; '.join(faults)}. "
                f"Write for example jci1.3:c:BWBR0011823&artikel=8&lid=1&z=2024-01-01&g=2024-01-01."
            )

    @property
    def bwb(self) -> Bwb:
        """The act."""
        return Bwb(_split_jci(self.text)[1])

    @property
    def places(self) -> dict[str, str]:
        """The place in the act, outermost part first as it was written: {"artikel": "8", "lid": "1"}."""
        return {key: value for key, value in self._parts().items() if key not in {"z", "g"}}

    @property
    def valid_on(self) -> date:
        """The day whose law is meant."""
        return date.fromisoformat(self._parts()["g"])

    @property
    def consulted_on(self) -> date:
        """The day on which the register was consulted."""
        return date.fromisoformat(self._parts()["z"])

    @property
    def link(self) -> str:
        """Where that place can be read as it was on that day."""
        return f"https://wetten.overheid.nl/{self.text}"

    def _parts(self) -> dict[str, str]:
        return dict(part.split("=", 1) for part in _split_jci(self.text)[2])


@dataclass(frozen=True, slots=True)
class Publication:
    """An official publication: Staatscourant (stcrt-), Staatsblad (stb-) or parliamentary paper (kst-)."""

    text: str

    def __post_init__(self) -> None:
        """Refuse any other form."""
        if not _PUBLICATION.fullmatch(self.text):
            raise CitationError(
                f"{self.text!r} is not an official publication. Write stcrt-<year>-<number>, stb-<year>-<number> or "
                f"kst-<file of five digits>-<number>."
            )

    @property
    def link(self) -> str:
        """Where the publication can be read."""
        return f"https://zoek.officielebekendmakingen.nl/{self.text}.html"


@dataclass(frozen=True, slots=True)
class FreeReference:
    """A reference whose form is not checked."""

    text: str

    def __post_init__(self) -> None:
        """Refuse nothing at all written."""
        if not self.text.strip():
            raise CitationError("A reference is empty. Write where the source is, or leave it out.")

    @property
    def link(self) -> str | None:
        """The reference itself when it is a web address."""
        return self.text if self.text.startswith("https://") else None


Citation = Ecli | Bwb | Jci | Publication | FreeReference

# What a reference begins with says what its writer meant, so a slip further on is an error and not a free reference.
_KINDS: Final = (
    ("ecli", Ecli),
    ("bwb", Bwb),
    ("jci", Jci),
    ("stcrt-", Publication),
    ("stb-", Publication),
    ("kst-", Publication),
)


def parse_citation(ref: str) -> Citation:
    """The reference by its kind, which its first letters tell. A bad one raises `CitationError` with the reason."""
    for prefix, kind in _KINDS:
        if ref.lower().startswith(prefix):
            return kind(ref)
    return FreeReference(ref)


def link(ref: str) -> str | None:
    """The public address of a reference, None when it has none. A bad one raises `CitationError` with the reason."""
    return parse_citation(ref).link


def _split_jci(text: str) -> tuple[str, str, list[str]]:
    head, *parts = text.split("&")
    before, _, bwb = head.rpartition(":")
    return before, bwb, parts


def _jci_faults(text: str) -> list[str]:
    before, bwb, parts = _split_jci(text)
    faults = [] if before == "jci1.3:c" else ["it does not begin with jci1.3:c:"]
    if not _BWB.fullmatch(bwb):
        faults.append(f"{bwb!r} is not a BWB identifier")
    faults += [f"{part!r} is not key=value" for part in parts if not _PLACE.fullmatch(part)]
    keys = [part.partition("=")[0] for part in parts]
    faults += [f"{key}= is given twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    faults += [f"{key}= ({meaning}) is missing" for key, meaning in _DATES.items() if key not in keys]
    faults += [f"{part} is not a date" for part in parts if part[:2] in {"z=", "g="} and not _is_date(part[2:])]
    return faults


_DATES: Final = {"z": "the day it was consulted", "g": "the day it was valid on"}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
