"""Identifiers and case names. Nothing here throws dice: the caller gives the moment, the random bytes or the number."""

from datetime import datetime
from typing import Final

from relaas.kernel.case_names import BIRDS, COLOURS
from relaas.kernel.moments import check_aware

# Crockford's base 32: no I, L, O or U, which are read as something else.
_BASE_32: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SORTABLE_ID_BYTES: Final = 10

# One letter fewer makes the size prime, so that the check character below finds every slip it is meant for.
_BASE_31: Final = _BASE_32.replace("V", "")
_NUMBER_LENGTH: Final = 8
CASE_NUMBER_BYTES: Final = 8

# Without a common factor with the number of pairs, so that neighbouring numbers get unlike names and none comes twice.
_STRIDE: Final = 1327


class IdentifierError(ValueError):
    """An identifier cannot be made of what was given."""


def sortable_id(*, moment: datetime, randomness: bytes) -> str:
    """A ULID: 26 characters that sort by moment (to the millisecond) and are unique by 10 random bytes."""
    check_aware(moment)
    _check_bytes(randomness, SORTABLE_ID_BYTES)
    milliseconds = int(moment.timestamp()) * 1000 + moment.microsecond // 1000
    if milliseconds < 0:
        raise IdentifierError(f"{moment.isoformat()} is before 1970, where these identifiers begin. Check the moment.")
    number = milliseconds << (8 * SORTABLE_ID_BYTES) | int.from_bytes(randomness, "big")
    return _written(number, alphabet=_BASE_32, length=26)


def case_number(*, randomness: bytes) -> str:
    """A case number such as 7K3M-9XQ2-H, from 8 random bytes: it tells neither order nor amount.

    Its last character is a check: one wrong character, or two neighbours swapped, is always noticed (`is_case_number`).
    """
    _check_bytes(randomness, CASE_NUMBER_BYTES)
    number = int.from_bytes(randomness, "big") % len(_BASE_31) ** _NUMBER_LENGTH
    body = _written(number, alphabet=_BASE_31, length=_NUMBER_LENGTH)
    return f"{body[:4]}-{body[4:]}-{_check_character(body)}"


def is_case_number(text: str) -> bool:
    """Whether `text` is a case number as written by `case_number`, without a slip."""
    body, check = text[:9].replace("-", ""), text[-1:]
    if text != f"{body[:4]}-{body[4:]}-{check}" or len(body) != _NUMBER_LENGTH or set(body) - set(_BASE_31):
        return False
    return check == _check_character(body)


def case_name(*, number: int) -> str:
    """The name people use for a case, two Dutch words such as "kobaltblauwe kievit"; never anybody's name.

    Every number from zero up has its own name; after 3,600 of them the name gets a number behind it.
    """
    if number < 0:
        raise IdentifierError(f"There is no case name number {number}. Count from zero up.")
    pairs = len(COLOURS) * len(BIRDS)
    series, place = divmod(number, pairs)
    colour, bird = divmod(place * _STRIDE % pairs, len(BIRDS))
    name = f"{COLOURS[colour]} {BIRDS[bird]}"
    return f"{name} {series + 1}" if series else name


def _check_bytes(randomness: bytes, size: int) -> None:
    if len(randomness) != size:
        raise IdentifierError(f"{size} random bytes are needed, {len(randomness)} were given. Give exactly {size}.")


def _written(number: int, *, alphabet: str, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))


def _check_character(body: str) -> str:
    # Unlike weights, none a multiple of the prime 31: a slip in one place or a swap of two always changes the sum.
    return _BASE_31[sum(place * _BASE_31.index(letter) for place, letter in enumerate(body, start=2)) % len(_BASE_31)]
