"""A PDF without what it does by itself and without what it says about who made it."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

# Whatever runs, starts something, reaches out or carries another file.
_ACTIVE = {
    *("/JS", "/JavaScript", "/AA", "/Launch", "/XFA", "/RichMediaContent", "/RichMediaSettings"),
    *("/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/Collection"),
}
_ACTIVE_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"),
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute"),
}
# What says who made it, with what, when; in the whole and in each part.
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/Perms", "/DSS")
_TELLING_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM", "/Popup")
_DEEPEST = 200


class PdfBroken(Exception):
    """It cannot be read as a PDF."""


class PdfEncrypted(Exception):
    """It is locked, so that nobody can see what is in it."""


class PdfActive(Exception):
    """Something in it runs, starts something or carries another file."""


def clean_pdf(content: bytes) -> bytes:
    """The same pages, written anew. Raises PdfBroken, PdfEncrypted, PdfActive."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise PdfEncrypted("the document is locked")
            return _rewritten(pdf)
    except pikepdf.PasswordError as error:
        raise PdfEncrypted("the document is locked") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise PdfBroken(str(error)) from error


def _rewritten(pdf: Pdf) -> bytes:
    if len(pdf.pages) == 0:
        raise PdfBroken("there is no page in it")
    _drop_harmless_opening(pdf)
    for part in _parts(pdf):
        _refuse_active(part)
        _forget_maker(part)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    made = io.BytesIO()
    # Only what the pages still use is written: removed parts and earlier versions of the document stay behind.
    pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _drop_harmless_opening(pdf: Pdf) -> None:
    """Many programs write on which page a document opens: that is no action, and not needed either."""
    opening = pdf.Root.get("/OpenAction")
    if opening is None:
        return
    if not isinstance(opening, Array) and opening.get("/S") != Name.GoTo:
        raise PdfActive("the document does something when it is opened")
    del pdf.Root["/OpenAction"]


def _parts(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream, also those that stand inside another."""
    for whole in (pdf.Root, *pdf.objects):
        yield from _within(whole, 0)


def _within(part: Any, depth: int) -> Iterator[Object]:
    if depth > _DEEPEST:
        raise PdfBroken("it is nested without end")
    if isinstance(part, Array):
        inside = list(part)
    elif isinstance(part, Dictionary | Stream):
        yield part
        inside = [part[key] for key in part.keys()]  # noqa: SIM118 - a part is no mapping
    else:
        return
    for one in inside:
        # What stands by itself comes by itself; numbers and words hold nothing.
        if not getattr(one, "is_indirect", True):
            yield from _within(one, depth + 1)


def _refuse_active(part: Any) -> None:
    if _ACTIVE & set(part.keys()):
        raise PdfActive("something in it runs or carries another file")
    if isinstance(kind := part.get("/S"), Name) and str(kind) in _ACTIVE_ACTIONS:
        raise PdfActive("something in it does more than show")
    if part.get("/Subtype") in (Name.FileAttachment, Name.RichMedia, Name.Movie, Name.Sound, Name("/3D"), Name.Screen):
        raise PdfActive("something in it plays or carries another file")


def _forget_maker(part: Any) -> None:
    for key in _TELLING:
        if key in part:
            del part[key]
    if part.get("/Type") == Name.Annot and part.get("/Subtype") != Name.Widget:
        for key in _TELLING_OF_NOTES:
            if key in part:
                del part[key]
    if isinstance(part, Stream) and part.get("/Filter") in (Name.DCTDecode, Array([Name.DCTDecode])):
        # The picture keeps its own parameters, since only what stands beside it goes.
        parameters: Any = part.get("/DecodeParms")
        part.write(_without_segments(part.read_raw_bytes()), filter=Name.DCTDecode, decode_parms=parameters)


def _without_segments(jpeg: bytes) -> bytes:
    """A picture inside a page without what the camera wrote beside it. What it looks like stays to the byte.

    Raises PdfBroken when it is no JPEG.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise PdfBroken("a picture in it is none")
    kept, place = [b"\xff\xd8"], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        marker = jpeg[place + 1]
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker == 0xDA:  # the picture itself begins; what follows is no more segments
            return b"".join((*kept, jpeg[place : _end_of_picture(jpeg)]))
        # Kept are JFIF (0) and the note of colours (14) of what an application may write, and everything that decodes.
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(jpeg[place:end])
        place = end
    raise PdfBroken("a picture in it is cut off")


def _end_of_picture(jpeg: bytes) -> int:
    end = jpeg.rfind(b"\xff\xd9")
    return len(jpeg) if end < 0 else end + 2
