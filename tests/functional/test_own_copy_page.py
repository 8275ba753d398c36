"""The child's own copy as a page, to print and as a PDF: whole, in order in every script, and silent on its makers."""

import io
import re
from typing import Any

import pypdfium2
import pytest
from django.template import Context, Template
from pikepdf import Pdf

from relaas.web import printing
from relaas.web.printing import STYLE, pdf_of
from relaas.web.templatetags.own_copy import direction, isolated, with_numbers
from relaas.web.views import own_copy as views
from tests.support.files import text_of_pdf
from tests.support.told_case import World, told_world

DATABASES = pytest.mark.django_db(databases=["default", "keystore"])
FOOT = 80
SCRIPTS = {
    "ar": "قال لي رجل إن هناك عملاً. رقمه 0800-2001.",
    "ti": "ሓደ ሰብኣይ ስራሕ ኣሎ ኢሉኒ። ቁጽሪ 0800-2001 እዩ።",
    "vi": "Một người đàn ông nói có việc làm. Số 0800-2001.",
}


@pytest.fixture
def told(settings: Any, tmp_path: Any) -> World:
    settings.RELAAS_KEYS = tmp_path
    return told_world()


def client_of(username: str, *, demonstration: bool = False) -> Any:
    from django.test import Client

    from relaas.storage.models.people import Person

    Person.objects.filter(username=username).update(is_demonstration=demonstration)
    client = Client(headers={"accept-language": "nl"})
    client.force_login(Person.objects.get(username=username))
    return client


def printed(words: str, language: str) -> bytes:
    page = f'<html lang="{language}"><title>t</title><body class="own-copy"><p class="words" lang="{language}" '
    return pdf_of(page + f'dir="{direction(words)}">{with_numbers(words)}</p></body></html>')


def figures_on(pdf: bytes) -> str:
    """The figures of the text from left to right, without the number of the page at its foot."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    placed = [(page.get_charbox(at), page.get_text_range(at, 1)) for at in range(page.count_chars())]
    text = sorted((left, sign) for (left, bottom, _, _), sign in placed if bottom > FOOT)
    return "".join(sign for _, sign in text if sign.isdigit() or sign == "-")


@DATABASES
@pytest.mark.database
class TestThePage:
    def test_shows_the_words_with_their_language_and_the_translation(self, told: World) -> None:
        answer = client_of("child").get(f"/zaken/{told.number}/eigen-exemplaar/")
        assert answer.status_code == 200
        assert 'lang="ti" dir="ltr">እናተይን ኣቦይን ኣብ ገጠር ይነብሩ።' in answer.text
        assert "Mijn moeder en vader wonen op het land." in answer.text
        assert "Mijn verhaal" in answer.text
        assert "My story" in answer.text
        assert "no-store" in answer.headers["Cache-Control"]

    def test_is_in_the_language_of_the_child_in_a_demonstration(self, told: World) -> None:
        client = client_of("child", demonstration=True)
        assert (
            '<article class="own-copy" lang="ti" dir="ltr">'
            in client.get(f"/zaken/{told.number}/eigen-exemplaar/").text
        )
        arabic = client.get(f"/zaken/{told.number}/eigen-exemplaar/?taal=ar").text
        assert '<article class="own-copy" lang="ar" dir="rtl">' in arabic
        assert f'<bdi dir="ltr">{told.number}</bdi>' in arabic

    @pytest.mark.parametrize("tail", ["eigen-exemplaar/", "eigen-exemplaar/afdrukken/", "eigen-exemplaar.pdf"])
    def test_is_not_for_anybody_else(self, told: World, tail: str) -> None:
        answer = client_of("guardian").get(f"/zaken/{told.number}/{tail}")
        assert answer.status_code == 403
        assert "niet voor uw rol" in answer.text
        assert "moeder" not in answer.text
        assert client_of("child").get(f"/zaken/0000-0000-0/{tail}").status_code == 404

    def test_can_be_printed_where_no_pdf_can_be_made(self, told: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "can_print", lambda: False)
        client = client_of("child")
        assert "kan geen PDF worden gemaakt" in client.get(f"/zaken/{told.number}/eigen-exemplaar/").text
        answer = client.get(f"/zaken/{told.number}/eigen-exemplaar.pdf?taal=en", follow=True)
        assert answer.redirect_chain[0][0].endswith("/eigen-exemplaar/afdrukken/?taal=en")
        assert "My story" in answer.text


@DATABASES
@pytest.mark.pdf
class TestThePdf:
    def test_holds_the_words_and_says_nothing_of_who_made_it(self, told: World) -> None:
        answer = client_of("child").get(f"/zaken/{told.number}/eigen-exemplaar.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="exemplaar.pdf"'
        text = text_of_pdf(answer.content)
        assert "Mijn moeder en vader wonen op het land." in text
        assert "ሓደ ሰብኣይ ስራሕ ኣሎ ኢሉኒ።" in text
        assert "Verhaalteam" in text or "verhaalteam" in text
        with Pdf.open(io.BytesIO(answer.content)) as pdf:
            assert {key: str(value) for key, value in pdf.docinfo.items()} == {"/Title": "Mijn verhaal"}
            assert str(pdf.Root.Lang) == "nl"
            assert "/Metadata" not in pdf.Root
        assert b"Proefpersoon" not in answer.content


@pytest.mark.pdf
class TestEveryScript:
    @pytest.mark.parametrize("language", SCRIPTS)
    def test_is_set_in_a_font_that_has_it(self, language: str) -> None:
        with Pdf.open(io.BytesIO(printed(SCRIPTS[language], language))) as pdf:
            fonts = " ".join(str(font.BaseFont) for font in pdf.pages[0].resources.Font.values())
        expected = {"ar": "Noto-Naskh-Arabic", "ti": "Noto-Sans-Ethiopic", "vi": "Noto-Sans"}[language]
        assert expected in fonts

    @pytest.mark.parametrize("language", SCRIPTS)
    def test_keeps_a_number_in_order_from_left_to_right(self, language: str) -> None:
        """On the paper itself: where each figure stands, not in which order it is written in the file."""
        assert figures_on(printed(SCRIPTS[language], language)) == "0800-2001"

    def test_without_the_mark_a_number_would_be_turned_round(self) -> None:
        """What the mark is for: if setting text changes, this test says that it may go."""
        html = f'<html lang="ar"><body class="own-copy"><p dir="rtl">{SCRIPTS["ar"]}</p></body></html>'
        assert figures_on(pdf_of(html)) == "2001-0800"

    def test_fetches_nothing(self) -> None:
        html = '<html><body><img src="file:///etc/passwd"><img src="https://example.org/x.png"><p>dag</p></body></html>'
        assert "dag" in text_of_pdf(pdf_of(html))


class TestTheTags:
    def test_isolate_numbers_days_and_references(self) -> None:
        assert isolated("0800-2001") == '<bdi dir="ltr">0800-2001</bdi>'
        assert isolated("5 يناير 2026") == '<bdi dir="rtl">5 يناير 2026</bdi>'
        assert with_numbers("رقمه 0800-2001.") == 'رقمه <bdi dir="ltr">0800-2001</bdi>.'

    def test_let_no_markup_through(self) -> None:
        assert with_numbers("<b>1</b>") == '&lt;b&gt;<bdi dir="ltr">1</bdi>&lt;/b&gt;'
        shown = Template("{% load own_copy %}{% isolated x %}").render(Context({"x": "<i>"}))
        assert shown == '<bdi dir="ltr">&lt;i&gt;</bdi>'

    def test_the_style_sheet_reaches_for_nothing(self) -> None:
        assert not re.search(r"url\(|@import", STYLE.read_text(encoding="utf-8"))
        assert printing.STYLE == STYLE


@pytest.mark.pdf
def test_printing_does_not_let_pictures_through_that_are_cut_off() -> None:
    """The library that prints switches that check off for everybody in the process."""
    from PIL import ImageFile

    from relaas.web.printing import can_print

    assert can_print()
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
