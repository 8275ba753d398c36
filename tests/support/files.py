"""Files as people hand them in: a photo that says where it was taken, a PDF that says who made it or does something."""

import io
import zipfile
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, PngImagePlugin

PLACE = (51.0, 59.0, 7.0)
DEVICE = "Verzonnen Telefoon 9"
MAKER = "Verzonnen Maker"
SCRIPT = "app.alert('hier')"


def photo(*, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG that lies on its side, with place, device and a comment."""
    picture = Image.new("RGB", size, (200, 120, 40))
    exif = picture.getexif()
    exif[0x0110] = DEVICE
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: (5.0, 55.0, 1.0)})
    return _saved(picture, "JPEG", exif=exif, comment=MAKER.encode())


def drawing() -> bytes:
    """A PNG with a remark of its maker."""
    remarks = PngImagePlugin.PngInfo()
    remarks.add_text("Author", MAKER)
    return _saved(Image.new("RGBA", (32, 32), (0, 90, 160, 128)), "PNG", pnginfo=remarks)


def letter(*, opening: Any = None, script: bool = False, carries: bool = False, password: str = "") -> bytes:
    """A PDF of one page with a photo and a remark in it, and what says who made it."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    page = pdf.pages[0]
    picture = Stream(pdf, photo())
    picture.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 64,
            "/Height": 48,
            "/BitsPerComponent": 8,
            "/ColorSpace": Name.DeviceRGB,
            "/Filter": Name.DCTDecode,
        }
    )
    page.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(picture)))
    page.Contents = Stream(pdf, b"q 100 0 0 75 20 20 cm /Im0 Do Q")
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents="Let op", T=MAKER, M="D:20260101"
    )
    page.Annots = Array([pdf.make_indirect(note)])
    with pdf.open_metadata() as about:
        about["dc:creator"] = [MAKER]
    pdf.docinfo["/Author"] = MAKER
    if opening is not None:
        pdf.Root.OpenAction = opening
    if script:
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", Dictionary(S=Name.JavaScript, JS=SCRIPT)])))
    if carries:
        pdf.attachments["ander.txt"] = b"een bestand in een bestand"
    made = io.BytesIO()
    pdf.save(made, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return made.getvalue()


def page_of_text(words: str) -> bytes:
    """A PDF of one page with these words, in letters of any alphabet that Latin-1 has."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(600, 100))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].Resources = Dictionary(Font=Dictionary(F0=pdf.make_indirect(font)))
    pdf.pages[0].Contents = Stream(pdf, b"BT /F0 12 Tf 20 40 Td (" + words.encode("latin-1") + b") Tj ET")
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def text_of_pdf(pdf: bytes) -> str:
    """What stands on the pages of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def archive() -> bytes:
    """A zip, as every office document is one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("word/document.xml", "<document/>")
    return made.getvalue()


def _saved(picture: Image.Image, form: str, **more: Any) -> bytes:
    made = io.BytesIO()
    picture.save(made, format=form, **more)
    return made.getvalue()
