"""What is sealed opens as its own kind at its own place of its own case, and nowhere else."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, given
from hypothesis import strategies as st

from relaas.storage.aes_gcm import shut
from relaas.storage.sealing import CaseCipher, Kind, SealBroken

KEY = AESGCM(bytes(range(32)))

cases = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1, max_size=26)
places = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.integers(0, 10**6)
contents = st.dictionaries(st.text(max_size=8), st.text(max_size=40) | st.dates() | st.integers() | st.booleans())
spots = st.tuples(cases, st.sampled_from(Kind), places)


class TestWhatIsSealed:
    @given(spot=spots, content=contents)
    def test_opens_where_it_was_sealed(self, spot: Any, content: dict[str, Any]) -> None:
        case, kind, place = spot
        sealed = CaseCipher(case, KEY).seal(kind=kind, place=place, content=content)
        assert CaseCipher(case, KEY).open(kind=kind, place=place, sealed=sealed) == content

    @given(here=spots, there=spots, content=st.binary(max_size=100))
    def test_opens_nowhere_else_even_with_the_same_key(self, here: Any, there: Any, content: bytes) -> None:
        (case, kind, place), (other_case, other_kind, other_place) = here, there
        assume((case, kind, str(place)) != (other_case, other_kind, str(other_place)))
        sealed = CaseCipher(case, KEY).seal_bytes(kind=kind, place=place, content=content)
        with pytest.raises(SealBroken):
            CaseCipher(other_case, KEY).open_bytes(kind=other_kind, place=other_place, sealed=sealed)

    @given(content=st.binary(max_size=300), other=st.binary(min_size=32, max_size=32))
    def test_does_not_open_with_another_key(self, content: bytes, other: bytes) -> None:
        assume(other != bytes(range(32)))
        sealed = CaseCipher("a", KEY).seal_bytes(kind=Kind.ATTACHMENT, place=1, content=content)
        with pytest.raises(SealBroken):
            CaseCipher("a", AESGCM(other)).open_bytes(kind=Kind.ATTACHMENT, place=1, sealed=sealed)

    @given(sealed=st.binary(max_size=60))
    def test_that_is_no_sealed_thing_is_refused_cleanly(self, sealed: bytes) -> None:
        with pytest.raises(SealBroken):
            CaseCipher("a", KEY).open_bytes(kind=Kind.PASSAGE, place=1, sealed=sealed)


def test_an_act_that_was_sealed_before_there_were_kinds_still_opens() -> None:
    before = shut(KEY, b'{"answers":{}}', b"relaas act|01HX|3")
    assert CaseCipher("01HX", KEY).open(place=3, sealed=before) == {"answers": {}}


def test_a_case_id_that_could_be_read_as_two_places_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        CaseCipher("a|1", KEY)
