"""What must hold of any two names: neither is first, order of parts changes nothing that matters, bounds are kept."""

from datetime import date
from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from relaas.matching.evidence import Claimed, evidence_between
from relaas.matching.keys import name_keys
from relaas.matching.names import Likeness, compare_names
from relaas.matching.spelling import HONORIFICS, PARTICLES, spelled

ANYTHING = st.text(max_size=40)
ETHIOPIC = st.text(alphabet=[chr(code) for code in range(0x1200, 0x1340)], min_size=2, max_size=6)
ARABIC = st.text(alphabet="ابتجحدرزسشعفقكلمنهوي", min_size=2, max_size=6)
LATIN = st.text(alphabet="abdefghiklmnorstuwyz", min_size=3, max_size=8)
WORD = st.one_of(ETHIOPIC, ARABIC, LATIN)
NAME = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2020, 12, 31))
CLAIMED = st.builds(
    Claimed,
    names=st.lists(NAME, max_size=2),
    born_on=DAYS,
    nationalities=st.lists(LATIN, max_size=2),
    documents=st.lists(LATIN, max_size=2),
    photo=LATIN | st.just(""),
)


@given(one=st.one_of(NAME, ANYTHING), other=st.one_of(NAME, ANYTHING))
def test_two_names_are_as_alike_whichever_is_first(one: str, other: str) -> None:
    there, back = compare_names(one, other), compare_names(other, one)
    assert there.likelihood == back.likelihood
    assert there.likeness is back.likeness
    assert 0 <= there.likelihood <= 1


@given(name=st.one_of(NAME, ANYTHING))
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert compare_names(name, name).likeness is Likeness.SAME


@given(words=st.lists(LATIN, min_size=1, max_size=4))
def test_capitals_and_marks_between_parts_change_nothing(words: list[str]) -> None:
    assert spelled("-".join(words).upper()).parts == spelled(" ".join(words)).parts


@given(words=st.lists(LATIN, min_size=2, max_size=4))
def test_the_order_of_the_parts_changes_no_key(words: list[str]) -> None:
    # A small word, or one that is written together with the next, is another thing at another place.
    assume(not {*words} & (PARTICLES | HONORIFICS) and not any(word.startswith("abd") for word in words))
    assert len({name_keys([" ".join(order)], born_on=None).double for order in permutations(words)}) == 1


@given(one=CLAIMED, other=CLAIMED)
def test_evidence_is_the_same_whichever_case_is_first(one: Claimed, other: Claimed) -> None:
    there, back = evidence_between(one, other), evidence_between(other, one)
    assert there.reasons == back.reasons
    assert there.order == back.order
    assert there.is_candidate is back.is_candidate


@given(name=ANYTHING)
def test_anything_that_is_typed_is_spelt_in_plain_letters(name: str) -> None:
    for part in spelled(name).parts:
        assert part.plain.isascii()
        assert part.plain
        assert part.skeleton
