"""A page as a PDF. Needs Pango, which comes with the system and not with Python: without it there is no PDF, and the
page to print stands in its place."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from PIL import ImageFile

STYLES = Path(__file__).parent / "static" / "relaas"
STYLE = STYLES / "own-copy.css"
CHILD_STYLE = STYLES / "child.css"


class PrinterMissing(Exception):
    """The library that sets text is not on this system (Debian: libpango-1.0-0 libpangoft2-1.0-0)."""


@cache
def can_print() -> bool:
    """Whether a PDF can be made here."""
    try:
        _weasyprint()
    except PrinterMissing:
        return False
    return True


def pdf_of(html: str, *, look: Path = STYLE) -> bytes:
    """The page as a PDF that says nothing but its title and its language. Raises PrinterMissing.

    Nothing is fetched: what the page needs must be in it, or in the one style sheet that is its ``look``.
    """
    weasyprint = _weasyprint()
    nowhere = weasyprint.urls.URLFetcher(allowed_protocols=())
    style = weasyprint.CSS(string=look.read_text(encoding="utf-8"), url_fetcher=nowhere)
    page = weasyprint.HTML(string=html, url_fetcher=nowhere)
    return _without_maker(page.write_pdf(stylesheets=[style], pdf_tags=True))


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PrinterMissing(str(error)) from error
    # WeasyPrint lets every picture of the process be cut off halfway; what people add to a case may not be.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _without_maker(content: bytes) -> bytes:
    """With which program, when and by whom it was made is nobody's business who finds the paper."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for key in list(pdf.docinfo.keys()):
            if key != "/Title":
                del pdf.docinfo[key]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
        return made.getvalue()
