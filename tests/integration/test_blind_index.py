"""Phone numbers, document numbers and names are found exactly, without standing anywhere in clear."""

import base64
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaas.storage import blind_index
from relaas.storage.blind_index import (
    IndexKeyMissing,
    IndexKind,
    NothingToLookUp,
    Place,
    add_to_index,
    ensure_index_key,
    fingerprint,
    forget_case,
    look_up,
    normal_forms,
)
from relaas.storage.models import BlindIndexEntry, Case
from relaas.storage.sealing import Kind

on_a_database = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture(autouse=True)
def own_index_key(settings: Any, tmp_path: Path) -> None:
    settings.RELAAS_INDEX_KEY = base64.b64encode(bytes(32)).decode()


class TestNormalForms:
    @pytest.mark.parametrize("written", ["0612345678", "+31 6 12 34 56 78", "0031-612345678", " 06-12345678"])
    def test_of_a_phone_number_do_not_depend_on_how_it_is_written(self, written: str) -> None:
        assert normal_forms(IndexKind.PHONE, written) == ("+31612345678",)

    def test_of_a_phone_number_of_elsewhere_keep_its_country(self) -> None:
        assert normal_forms(IndexKind.PHONE, "+234 802 123 4567") == ("+2348021234567",)

    def test_of_a_document_number_are_capitals_without_spaces(self) -> None:
        assert normal_forms(IndexKind.DOCUMENT, " nl 12-ab\t34 ") == ("NL12AB34",)

    def test_of_a_name_are_its_parts_whatever_their_order(self) -> None:
        assert normal_forms(IndexKind.NAME, "STRAẞE, Ọmọ́  de-Vries") == ("strasse", "ọmọ́", "de", "vries")

    def test_of_a_name_in_another_script_are_kept_whole(self) -> None:
        assert normal_forms(IndexKind.NAME, "ሰላም مُحَمَّد") == ("ሰላም", "مُحَمَّد")

    @pytest.mark.parametrize(
        ("kind", "text"), [(IndexKind.PHONE, "nul zes"), (IndexKind.PHONE, "12"), ("document", "--"), ("name", " . ")]
    )
    def test_of_nothing_are_refused(self, kind: Any, text: str) -> None:
        with pytest.raises(NothingToLookUp):
            normal_forms(kind, text)

    @given(text=st.text(max_size=40), kind=st.sampled_from([IndexKind.DOCUMENT, IndexKind.NAME]))
    def test_of_a_normal_form_are_that_form(self, text: str, kind: IndexKind) -> None:
        try:
            forms = normal_forms(kind, text)
        except NothingToLookUp:
            return
        assert [normal_forms(kind, form) for form in forms] == [(form,) for form in forms]


class TestAFingerprint:
    def test_is_short_and_keyed_and_of_its_kind(self) -> None:
        one = fingerprint(bytes(32), IndexKind.NAME, "12345678")
        assert len(one) == blind_index.SIZE
        assert one != fingerprint(bytes(32), IndexKind.DOCUMENT, "12345678")
        assert one != fingerprint(bytes([1] * 32), IndexKind.NAME, "12345678")


class TestALookUp:
    pytestmark = on_a_database

    @pytest.fixture
    def case(self, open_request: Any) -> Case:
        return Case.objects.get(number=open_request())

    def test_gives_the_places_where_it_may_stand(self, case: Case) -> None:
        add_to_index(case=case, kind=IndexKind.PHONE, text="06-12345678", sealed_as=Kind.FACT, place="7")
        assert look_up(kind=IndexKind.PHONE, text="+31612345678") == (Place(case.pk, Kind.FACT, "7"),)
        assert look_up(kind=IndexKind.PHONE, text="+31612345679") == ()
        assert look_up(kind=IndexKind.DOCUMENT, text="31612345678") == ()

    def test_of_a_name_wants_all_its_parts_at_one_place(self, case: Case) -> None:
        add_to_index(case=case, kind=IndexKind.NAME, text="Blessing Osas", sealed_as=Kind.IDENTITY, place=1)
        add_to_index(case=case, kind=IndexKind.NAME, text="Blessing Joy", sealed_as=Kind.FACT, place=2)
        assert [found.place for found in look_up(kind=IndexKind.NAME, text="osas BLESSING")] == ["1"]
        assert [found.place for found in look_up(kind=IndexKind.NAME, text="blessing")] == ["2", "1"]

    def test_gives_others_that_have_the_same_by_chance(self, case: Case, monkeypatch: Any) -> None:
        """Which is why the places are only where to look: the caller opens them."""
        monkeypatch.setattr(blind_index, "SIZE", 1)
        for number in range(600):
            add_to_index(case=case, kind=IndexKind.DOCUMENT, text=f"V{number}", sealed_as=Kind.FACT, place=number)
        found = {place.place for place in look_up(kind=IndexKind.DOCUMENT, text="v 77")}
        assert "77" in found
        assert len(found) > 1

    def test_twice_added_is_found_once(self, case: Case) -> None:
        for _ in range(2):
            add_to_index(case=case, kind=IndexKind.NAME, text="Joy", sealed_as=Kind.FACT, place=2)
        assert BlindIndexEntry.objects.count() == 1

    def test_finds_nothing_of_a_case_that_is_forgotten(self, case: Case) -> None:
        add_to_index(case=case, kind=IndexKind.NAME, text="Joy", sealed_as=Kind.FACT, place=2)
        forget_case(case=case)
        assert look_up(kind=IndexKind.NAME, text="Joy") == ()

    def test_stores_no_value_in_clear(self, case: Case) -> None:
        add_to_index(case=case, kind=IndexKind.NAME, text="Blessing", sealed_as=Kind.FACT, place=2)
        entry = BlindIndexEntry.objects.get()
        assert b"blessing" not in bytes(entry.value).lower()

    def test_has_a_key_in_a_file_that_no_rotation_touches(self, case: Case, settings: Any, tmp_path: Path) -> None:
        settings.RELAAS_INDEX_KEY, settings.RELAAS_KEYS = "", tmp_path
        add_to_index(case=case, kind=IndexKind.NAME, text="Joy", sealed_as=Kind.FACT, place=2)
        assert [file.name for file in tmp_path.iterdir()] == ["index-1.key"]
        assert look_up(kind=IndexKind.NAME, text="Joy")
        (tmp_path / "index-1.key").unlink()
        with pytest.raises(IndexKeyMissing, match="can only be found with it"):
            ensure_index_key()
