"""One value of a fact: read from what somebody typed, and written in its one normal form.

Every normal form is a plain value (text, number, yes or no), and reads as itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import phonenumbers
from babel import Locale
from babel.core import get_global

from relaas.kernel.law_file import Text
from relaas.story.fact_kinds import ValueType
from relaas.story.told_dates import ToldDate, ToldDateError

Plain = str | int | bool | tuple[str, ...]

LONGEST_TEXT: Final = 1000
_MOST: Final = 999
# No more than two decimals: 1.500 and 1,500 can be one and a half or fifteen hundred, and are refused.
_AMOUNT: Final = re.compile(r"(-?)(\d{1,12}(?:\.\d{1,2})?)")
_BETWEEN_DIGITS: Final = re.compile(r"[\s_'’]")

# In the list of territories, but no countries of ISO 3166-1: reserved, of groups, or for tests. Kosovo (XK) stays: it
# has no code there, people come from it, and the EU writes it so.
_NO_COUNTRIES: Final = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
# Currencies that were money somewhere in or after this year can be in what a child tells.
_MONEY_SINCE: Final = 2000


class BadValue(ValueError):
    """This is no value of the type. ``why`` says what was asked, and never repeats what was typed: a child told it."""

    def __init__(self, *, nl: str, en: str) -> None:
        self.why = Text(nl=nl, en=en)
        super().__init__(en)


def read_value(type_: ValueType, value: Any, *, country: str | None = None) -> Plain:
    """The normal form of a value of any type but a choice. Raises BadValue.

    ``country`` is where a telephone number without a country code is dialled.
    """
    if type_ is ValueType.PHONE:
        return _phone(value, country)
    return _READERS[type_](value)


def clean_text(value: Any) -> str:
    """Text without control characters, on one line, composed (NFC). Raises BadValue when it is no text, or too long."""
    if not isinstance(value, str):
        raise BadValue(nl="Dit is geen tekst.", en="This is no text.")
    kept = "".join(letter for letter in value if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs"))
    text = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(text) > LONGEST_TEXT:
        raise BadValue(
            nl=f"Dit is langer dan {LONGEST_TEXT} tekens; noem de passage en vat samen.",
            en=f"This is longer than {LONGEST_TEXT} characters; cite the passage and be brief.",
        )
    return text


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The two-letter codes of ISO 3166-1, and XK for Kosovo."""
    return frozenset(code for code in map(str, Locale("en").territories) if code.isalpha()) - _NO_COUNTRIES


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of ISO 4217 of all money that was legal somewhere in or after 2000."""
    used = (entry for entries in get_global("territory_currencies").values() for entry in entries)
    return frozenset(code for code, _, until, is_tender in used if is_tender and _reaches(until)) - {"XXX", "XTS"}


def _reaches(until: tuple[int, int, int] | None) -> bool:
    return until is None or until[0] >= _MONEY_SINCE


def matching_key(text: str) -> str:
    """Letters and digits only, without accents and capitals: equal for spellings that a reader takes for the same."""
    return "".join(letter for letter in _folded(text) if letter.isalnum())


def _folded(text: str) -> str:
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in once if not unicodedata.combining(letter))


def _identifier(value: Any) -> str:
    found = "".join(letter for letter in unicodedata.normalize("NFKD", clean_text(value)) if letter.isalnum())
    digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in found)
    upper = "".join(letter for letter in unicodedata.normalize("NFKD", digits.upper()) if letter.isalnum())
    if not upper:
        raise BadValue(nl="Hier staan geen letters of cijfers in.", en="There are no letters or digits in this.")
    return upper


def _country(value: Any) -> str:
    code = clean_text(value).upper()
    if code not in countries():
        raise BadValue(
            nl="Dit is geen land. Schrijf de twee letters van ISO 3166-1, zoals NG.",
            en="This is no country. Write the two letters of ISO 3166-1, such as NG.",
        )
    return code


def _currency(value: Any) -> str:
    code = clean_text(value).upper()
    if code not in currencies():
        raise BadValue(
            nl="Dit is geen munt. Schrijf de drie letters van ISO 4217, zoals EUR of NGN.",
            en="This is no currency. Write the three letters of ISO 4217, such as EUR or NGN.",
        )
    return code


def _amount(value: Any) -> str:
    said = str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else clean_text(value)
    text = _BETWEEN_DIGITS.sub("", said)
    found = _AMOUNT.fullmatch(text.replace(",", ".") if "." not in text and text.count(",") == 1 else text)
    if found is None:
        raise BadValue(
            nl="Dit is geen bedrag. Schrijf alleen het getal, zonder punt voor duizendtallen, zoals 45000 of 12,50.",
            en="This is no amount. Write the number only, without marks between thousands, such as 45000 or 12.50.",
        )
    number = Decimal(found.group(2))
    if found.group(1) and number:
        raise BadValue(nl="Een bedrag is niet kleiner dan nul.", en="An amount is not less than zero.")
    return format(number.normalize(), "f")


def _count(value: Any) -> int:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else clean_text(value)
    number = int(text) if text.isdecimal() and len(text) <= len(str(_MOST)) else 0
    if not 1 <= number <= _MOST:
        raise BadValue(nl=f"Schrijf een getal van 1 tot en met {_MOST}.", en=f"Write a number from 1 to {_MOST}.")
    return number


def _date(value: Any) -> str:
    try:
        return ToldDate.parse(clean_text(value)).text
    except ToldDateError as error:
        raise BadValue(
            nl="Dit is geen bestaande datum. Schrijf 2015, 2015-10 of 2015-10-07, met ~ erachter voor ongeveer.",
            en="There is no such date. Write 2015, 2015-10 or 2015-10-07, with ~ behind it for about.",
        ) from error


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValue(nl="Hier hoort ja of nee.", en="This takes yes or no.")
    return value


def _phone(value: Any, country: str | None) -> str:
    text = clean_text(value)
    try:
        number = phonenumbers.parse(f"+{text[2:]}" if text.startswith("00") else text, country)
        possible = phonenumbers.is_possible_number_with_reason(number)
    except phonenumbers.NumberParseException:
        possible = phonenumbers.ValidationResult.INVALID_COUNTRY_CODE
    if possible == phonenumbers.ValidationResult.INVALID_COUNTRY_CODE:
        raise BadValue(
            nl="Dit nummer is zo niet te bellen. Begin met + en het landnummer, of geef het land.",
            en="This number cannot be dialled as it is. Begin with + and the country code, or give the country.",
        )
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadValue(
            nl="Dit nummer heeft niet het aantal cijfers van dat land. Schrijf op wat het kind ervan onthield.",
            en="This number has not the number of digits of that country. Write down what the child remembered of it.",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_READERS: Final[dict[ValueType, Callable[[Any], Plain]]] = {
    ValueType.TEXT: clean_text,
    ValueType.IDENTIFIER: _identifier,
    ValueType.COUNTRY: _country,
    ValueType.CURRENCY: _currency,
    ValueType.AMOUNT: _amount,
    ValueType.COUNT: _count,
    ValueType.DATE: _date,
    ValueType.FLAG: _flag,
}
