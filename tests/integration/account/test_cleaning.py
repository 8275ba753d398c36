"""A file is what its bytes are, proven; what is hidden in it is gone; what does something is not let in."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from relaas.application.story import cleaning
from relaas.application.story.cleaning import JPEG, PDF, PNG, TEXT, CleanFile, FileRefused, Why, cleaned
from tests.support.files import DEVICE, MAKER, SCRIPT, archive, drawing, letter, photo

LARGEST = 1_000_000


def clean(content: bytes) -> CleanFile:
    return cleaned(content, largest=LARGEST)


def refusal(content: bytes) -> Why:
    with pytest.raises(FileRefused) as refused:
        clean(content)
    return refused.value.why


class TestAPhoto:
    def test_says_no_longer_where_with_what_or_by_whom_it_was_taken(self) -> None:
        before = photo()
        assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
        assert DEVICE.encode() in before
        found = clean(before)
        assert found.media_type == JPEG
        assert not Image.open(io.BytesIO(found.content)).getexif()
        assert all(mark not in found.content for mark in (b"Exif", DEVICE.encode(), MAKER.encode()))

    def test_stands_upright_as_its_camera_said(self) -> None:
        assert Image.open(io.BytesIO(clean(photo(size=(64, 48))).content)).size == (48, 64)

    def test_loses_whatever_hangs_behind_it(self) -> None:
        assert b"ftypmp42" not in clean(photo() + b"\0\0\0\x18ftypmp42 a moving picture").content

    def test_with_too_many_pixels_is_not_unfolded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cleaning, "MOST_PIXELS", 1000)
        assert refusal(photo()) is Why.TOO_MANY_PIXELS

    def test_that_is_cut_off_is_refused(self) -> None:
        assert refusal(photo(size=(400, 400))[:-900]) is Why.BROKEN


class TestADrawing:
    def test_loses_its_remarks_and_keeps_what_can_be_looked_through(self) -> None:
        found = clean(drawing())
        assert found.media_type == PNG
        assert MAKER.encode() not in found.content
        assert Image.open(io.BytesIO(found.content)).mode == "RGBA"


class TestAPdf:
    def test_says_no_longer_who_made_it(self) -> None:
        before = letter()
        assert MAKER.encode() in before
        found = clean(before)
        assert found.media_type == PDF
        with pikepdf.open(io.BytesIO(found.content)) as pdf:
            assert not pdf.docinfo
            assert "/Metadata" not in pdf.Root
            (note,) = pdf.pages[0].Annots
            assert note.Contents == "Let op"
            assert not {"/T", "/M"} & set(note.keys())

    def test_holds_no_photo_that_says_where_it_was_taken(self) -> None:
        with pikepdf.open(io.BytesIO(clean(letter()).content)) as pdf:
            picture = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
        assert all(mark not in picture for mark in (b"Exif", DEVICE.encode(), MAKER.encode()))
        assert Image.open(io.BytesIO(picture)).getpixel((5, 5)) == Image.open(io.BytesIO(photo())).getpixel((5, 5))

    def test_with_a_script_is_refused(self) -> None:
        assert refusal(letter(script=True)) is Why.ACTIVE

    @pytest.mark.parametrize(
        "opening",
        [
            Dictionary(S=Name.JavaScript, JS=SCRIPT),
            Dictionary(S=Name.Launch, F="calc.exe"),
            Dictionary(S=Name.URI, URI="https://example.org/"),
        ],
    )
    def test_that_does_something_when_it_opens_is_refused(self, opening: Dictionary) -> None:
        assert refusal(letter(opening=opening)) is Why.ACTIVE

    def test_that_only_says_on_which_page_it_opens_is_taken_in_without_that(self) -> None:
        found = clean(letter(opening=Array([0, Name.Fit])))
        with pikepdf.open(io.BytesIO(found.content)) as pdf:
            assert "/OpenAction" not in pdf.Root

    def test_that_carries_another_file_is_refused(self) -> None:
        assert refusal(letter(carries=True)) is Why.ACTIVE

    def test_that_is_locked_is_refused(self) -> None:
        assert refusal(letter(password="geheim")) is Why.ENCRYPTED

    def test_that_is_cut_off_is_refused(self) -> None:
        assert refusal(b"%PDF-1.7\nverder niets") is Why.BROKEN


class TestAText:
    def test_is_taken_in_as_it_reads(self) -> None:
        found = clean("﻿ሰላም\r\nأهلا".encode())
        assert (found.media_type, found.content) == (TEXT, "ሰላም\nأهلا".encode())


class TestAFile:
    @pytest.mark.parametrize(
        "content",
        [
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            b"<!doctype html><p>dag</p>",
            b'  <?xml version="1.0"?><a/>',
            b"#!/bin/sh\nrm -rf /\n",
            b"{\\rtf1 dag}",
            b"MZ\x90\x00\x03\x00\x00\x00",
            b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
            b"tekst met \x00 erin",
            "caf\xe9".encode("latin-1"),
            archive(),
        ],
    )
    def test_of_any_other_kind_is_refused(self, content: bytes) -> None:
        assert refusal(content) is Why.NOT_ALLOWED

    @pytest.mark.parametrize(
        "content",
        [photo() + archive(), letter() + archive(), drawing() + letter(), photo() + b"<script>alert(1)</script>"],
    )
    def test_that_is_two_things_at_once_is_refused(self, content: bytes) -> None:
        assert refusal(content) is Why.TWO_IN_ONE

    def test_that_only_begins_as_a_picture_is_refused(self) -> None:
        assert refusal(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 echo gevaarlijk") is Why.BROKEN

    def test_that_is_empty_or_too_large_is_refused(self) -> None:
        assert refusal(b" \n") is Why.EMPTY
        assert refusal(b"a" * (LARGEST + 1)) is Why.TOO_LARGE
