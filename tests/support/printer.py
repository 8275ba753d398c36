"""What the tests of PDF need besides Python: the library that sets text, and the fonts for every script."""

from pathlib import Path

FONTS = ("NotoSans-Regular.*", "NotoSansEthiopic-Regular.*", "NotoNaskhArabic-Regular.*")
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


def has_printer() -> bool:
    """Whether a PDF in every script can be made here (Debian: libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-core)."""
    from relaas.web.printing import can_print

    return can_print() and all(any(any(folder.rglob(font)) for folder in FOLDERS) for font in FONTS)
