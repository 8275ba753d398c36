"""The parts of a person's name in one plain spelling, whatever script, marks and order it was written in.

Names are compared as they sound, roughly: what a clerk hears and writes down differs by language and by office. Every
rule here makes different spellings of one name meet; what it throws away is thrown away on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

MOST_PARTS = 10

# Words that stand beside a name and say nothing of who bears it.
HONORIFICS = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "monsieur", "madame", "mme", "herr", "frau", "president",
    "prasident", "sheikh", "shaikh", "shaykh", "sheik", "haji", "hajji", "hadji", "hajj", "mullah", "mulla",
    "mawlawi", "maulavi", "qari", "ustad", "imam",
))  # fmt: skip
# Small words inside names, which one office writes and another leaves out. The last word of a name is none of them.
PARTICLES = frozenset((
    "bin", "ibn", "ben", "bint", "binti", "wold", "al", "el", "ul", "ad", "as", "an", "ar", "at", "az", "ash", "ur",
    "ud", "us", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "van", "von", "der", "den", "ter",
    "ten", "e", "y", "i", "thi",
))  # fmt: skip
_SERVANT = frozenset(("abd", "abdal", "abdel", "abdul", "abdol", "abdoul", "abdu", "abdil", "abdur", "abdus"))
_JOINED_SERVANT = re.compile(r"^abd[aeou]+[lrsnzt](?=[a-z]{3})")
_ARTICLE = re.compile(r"^(?:al|el)(?=[bcdfghjklmnpqrstvwxz][a-z]{3})")
_LEET = str.maketrans("013457", "oieast")
_WORD = re.compile(r"[a-z0-9']+")
_NO_SIGN = re.compile(r"[^a-z0-9]+")

# An Arabic article stands joined to its word; without vowels it is a bare l after other letters.
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(?:\u0627\u0644)(?=\w{2})")
_ARABIC_SERVANT = re.compile(r"(?<!\w)\u0639\u0628\u062f\s*(?:\u0627\u0644)?\s*(?=\w{2})")
_ARABIC_LETTERS = str.maketrans(
    {
        "\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627", "\u0671": "\u0627", "\u0649": "\u064a",
        "\u06cc": "\u064a", "\u0626": "\u064a", "\u0624": "\u0648", "\u0629": "\u0647", "\u06a9": "\u0643",
        "\u06c1": "\u0647", "\u06d0": "\u064a", "\u06cd": "\u064a", "\u0640": None,
    }
)  # fmt: skip
_ARABIC_SOUNDS = str.maketrans(
    {
        "\u0627": "a", "\u0628": "b", "\u062a": "t", "\u062b": "th", "\u062c": "j", "\u062d": "h", "\u062e": "kh",
        "\u062f": "d", "\u0630": "z", "\u0631": "r", "\u0632": "z", "\u0633": "s", "\u0634": "sh", "\u0635": "s",
        "\u0636": "d", "\u0637": "t", "\u0638": "z", "\u0639": "a", "\u063a": "gh", "\u0641": "f", "\u0642": "q",
        "\u0643": "k", "\u0644": "l", "\u0645": "m", "\u0646": "n", "\u0647": "h", "\u0648": "w", "\u064a": "y",
        "\u067e": "p", "\u0686": "ch", "\u0698": "zh", "\u06af": "g", "\u0621": "", "\u0681": "dz", "\u0685": "ts",
        "\u0693": "r", "\u069a": "sh", "\u06bc": "n", "\u067c": "t", "\u0689": "d", "\u06ab": "g",
    }
)  # fmt: skip
# Ethiopic letters come in sevens: one consonant with each of seven vowels. The sixth has none, or a short one.
_ETHIOPIC_ROWS = {
    0x1200: "h", 0x1208: "l", 0x1210: "h", 0x1218: "m", 0x1220: "s", 0x1228: "r", 0x1230: "s", 0x1238: "sh",
    0x1240: "q", 0x1248: "q", 0x1250: "q", 0x1258: "q", 0x1260: "b", 0x1268: "v", 0x1270: "t", 0x1278: "ch",
    0x1280: "h", 0x1288: "h", 0x1290: "n", 0x1298: "ny", 0x12A0: "", 0x12A8: "k", 0x12B0: "k", 0x12B8: "kh",
    0x12C0: "kh", 0x12C8: "w", 0x12D0: "", 0x12D8: "z", 0x12E0: "zh", 0x12E8: "y", 0x12F0: "d", 0x12F8: "d",
    0x1300: "j", 0x1308: "g", 0x1310: "g", 0x1318: "g", 0x1320: "t", 0x1328: "ch", 0x1330: "p", 0x1338: "ts",
    0x1340: "ts", 0x1348: "f", 0x1350: "p",
}  # fmt: skip
# What Persian and its neighbours write and Arabic does not; there the letter dad is a z.
_PERSIAN = frozenset("\u06cc\u06a9\u067e\u0686\u0698\u06af\u06d0\u06cd")
_PERSIAN_SOUNDS = str.maketrans({"\u0636": "z", "\u062b": "s"})
_ETHIOPIC_VOWELS = ("e", "u", "i", "a", "e", "", "o", "wa")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: its plain spelling, and its skeleton: how it sounds without vowels."""

    plain: str
    skeleton: str

    @property
    def is_initial(self) -> bool:
        """Whether only the first letter was written."""
        return len(self.plain) == 1


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name as it is compared. ``is_vowelless``: its script writes no vowels, so that only skeletons can be equal."""

    parts: tuple[Part, ...]
    together: str
    is_vowelless: bool


@lru_cache(maxsize=8192)
def spelled(name: str) -> Spelled:
    """The parts of a name in the order in which they stand, without titles and small words; all of them if nothing else
    is left. Equal for names that differ only in marks, capitals, punctuation or those words."""
    words = list(_WORD.findall(_plain(name)))[: 2 * MOST_PARTS]
    kept = tuple(_without_small_words(words)) or tuple(words)
    parts = tuple(Part(word, skeleton(word)) for word in kept[:MOST_PARTS])
    return Spelled(parts, "".join(part.plain for part in parts), _is_vowelless(name))


def skeleton(word: str) -> str:
    """How a plain word sounds, without vowels and with letters that languages confuse made one. A word that is nothing
    but vowels keeps its first letter."""
    sound = word.replace("'", "")
    for pattern, by in _SOUNDS:
        sound = pattern.sub(by, sound)
    return sound or word[:1]


_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"tsch|tch|tzsch", "c"),
        (r"sch|sh|zh|ch(?=[aeiouy]|$)|ch", "s"),
        (r"kh|gh|q|x(?=h)|hk|ck|kk", "k"),
        (r"ph", "f"),
        (r"th|dh|tt", "t"),
        (r"dj|dz|gj|gi(?=[aou])|xh", "j"),
        (r"ts|tz", "s"),
        (r"ng|ny|gn", "n"),
        (r"c(?=[eiy])", "s"),
        (r"[cxg]", "k"),
        (r"[zcj]", "s"),
        (r"[vp]", "b"),
        (r"d", "t"),
        (r"^w", "b"),
        (r"(?<=.)h$", ""),
        (r"[aeiouyw]", ""),
        (r"(.)\1+", r"\1"),
    )
)


def _plain(name: str) -> str:
    return "".join(_sounding(unicodedata.normalize("NFKC", name))).translate(_LEET)


def _sounding(text: str) -> Iterator[str]:
    text = unicodedata.normalize("NFC", text)
    if not _PERSIAN.isdisjoint(text):
        text = text.translate(_PERSIAN_SOUNDS)
    text = text.translate(_ARABIC_LETTERS)
    text = _ARABIC_ARTICLE.sub("", _ARABIC_SERVANT.sub("\u0639\u0628\u062f", text))
    for sign in text.translate(_ARABIC_SOUNDS):
        code = ord(sign)
        if code < 0x80:
            yield sign.lower()
        elif 0x1200 <= code < 0x1358:
            yield _ethiopic(code)
        elif unicodedata.category(sign) == "Mn":
            continue
        else:
            spelt = _NO_SIGN.sub("", anyascii(sign).lower())
            yield spelt or ("" if sign.isalpha() else " ")


def _ethiopic(code: int) -> str:
    row = code & ~7
    consonant = _ETHIOPIC_ROWS.get(row, "")
    vowel = _ETHIOPIC_VOWELS[code & 7]
    if not consonant and vowel == "e" and code in (0x12A0, 0x12D0):
        vowel = "a"
    return consonant + (vowel or ("" if consonant else "i"))


def _is_vowelless(name: str) -> bool:
    letters = [sign for sign in name if sign.isalpha()]
    return bool(letters) and sum(0x0590 <= ord(sign) < 0x0780 for sign in letters) * 2 > len(letters)


def _without_small_words(words: list[str]) -> Iterator[str]:
    held = ""
    for place, written in enumerate(words):
        word = written.replace("'", "")
        if not word or word in HONORIFICS:
            continue
        if word in _SERVANT:
            held = "abd"
            continue
        if word in PARTICLES and place < len(words) - 1:
            continue
        if not held:
            word = _ARTICLE.sub("", _JOINED_SERVANT.sub("abd", word))
        yield held + word
        held = ""
    if held:
        yield "abdul"
