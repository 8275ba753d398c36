"""Making a file that somebody hands in safe to keep and to hand on: what it is, proven; what is hidden in it, gone.

Only what a person looks at or reads is let in: pictures, PDF, plain text. A type is what the bytes are, never what
the name says, and is proven by decoding: a picture is drawn anew, a PDF is taken apart and written again.
"""

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from relaas.application.log import Refused
from relaas.application.story.cleaning_pdf import PdfActive, PdfBroken, PdfEncrypted, clean_pdf

JPEG, PNG, PDF, TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
EXTENSIONS = {JPEG: "jpg", PNG: "png", PDF: "pdf", TEXT: "txt"}

# A picture of ten megabytes can unfold to a thousand times as much; no camera that people carry takes more than this.
MOST_PIXELS = 64_000_000
_QUALITY = 90
_MARKUP = (b"<script", b"<svg", b"<html", b"<!doctype", b"<?php", b"<?xml")
_PAGE = b"%PDF-"


class Why(StrEnum):
    """Why a file is not taken in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_ALLOWED = "not_allowed"
    BROKEN = "broken"
    TWO_IN_ONE = "two_in_one"
    ACTIVE = "active"
    ENCRYPTED = "encrypted"
    TOO_MANY_PIXELS = "too_many_pixels"


class FileRefused(Refused):
    """The file is not taken in; nothing of it is kept. ``why`` says what is wrong with it."""

    def __init__(self, why: Why) -> None:
        super().__init__(f"the file is not taken in: {why}")
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanFile:
    """A file without anything in it that was not meant to be shown."""

    media_type: str
    content: bytes


def cleaned(content: bytes, *, largest: int) -> CleanFile:
    """The file as it can be kept. ``largest`` is in bytes. Raises FileRefused."""
    if not content.strip():
        raise FileRefused(Why.EMPTY)
    if len(content) > largest:
        raise FileRefused(Why.TOO_LARGE)
    media_type = _sniffed(content)
    if media_type == TEXT:
        return CleanFile(media_type=TEXT, content=_text(content))
    _refuse_two_in_one(media_type, content)
    made = _pdf(content) if media_type == PDF else _picture(content, media_type)
    return CleanFile(media_type=media_type, content=made)


def _sniffed(content: bytes) -> str:
    """What the first bytes say; whether it is so, decoding must prove."""
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    for media_type, start in ((JPEG, b"\xff\xd8\xff"), (PNG, b"\x89PNG\r\n\x1a\n"), (PDF, _PAGE)):
        if content.startswith(start) and found in (media_type, ""):
            return media_type
    if found in ("", TEXT) and _is_plain(content):
        return TEXT
    raise FileRefused(Why.NOT_ALLOWED)


def _is_plain(content: bytes) -> bool:
    lowered = content[:100_000].lower()
    if lowered.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"#!", b"{\\rtf")) or any(
        mark in lowered for mark in _MARKUP
    ):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text)


def _text(content: bytes) -> bytes:
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").encode()


def _refuse_two_in_one(media_type: str, content: bytes) -> None:
    """A file that another program would open as something else is meant to deceive."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused(Why.TWO_IN_ONE)
    if media_type != PDF and (_PAGE in content or any(mark in content.lower() for mark in _MARKUP[:3])):
        raise FileRefused(Why.TWO_IN_ONE)


def _picture(content: bytes, media_type: str) -> bytes:
    """The picture drawn anew, upright: only what is seen stays, no place, no device, no earlier version of it."""
    form = media_type.removeprefix("image/").upper()
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise FileRefused(Why.TOO_MANY_PIXELS)
            upright = ImageOps.exif_transpose(opened)
            drawn = upright.convert(_mode(upright, form))
    except Image.DecompressionBombError as error:
        raise FileRefused(Why.TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise FileRefused(Why.BROKEN) from error
    # What is written is the picture and nothing that came with it: comments, profiles, thumbnails.
    drawn.info.clear()
    made = io.BytesIO()
    if form == "JPEG":
        drawn.save(made, format=form, quality=_QUALITY)
    else:
        drawn.save(made, format=form)
    return made.getvalue()


def _mode(picture: Image.Image, form: str) -> str:
    if form == "JPEG":
        return "L" if picture.mode == "L" else "RGB"
    return "RGBA" if picture.has_transparency_data else "RGB"


def _pdf(content: bytes) -> bytes:
    try:
        return clean_pdf(content)
    except PdfEncrypted as error:
        raise FileRefused(Why.ENCRYPTED) from error
    except PdfActive as error:
        raise FileRefused(Why.ACTIVE) from error
    except PdfBroken as error:
        raise FileRefused(Why.BROKEN) from error
