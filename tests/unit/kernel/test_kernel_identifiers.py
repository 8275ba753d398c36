from datetime import UTC, datetime

import pytest

from relaas.kernel.case_names import BIRDS, COLOURS
from relaas.kernel.identifiers import IdentifierError, case_name, case_number, is_case_number, sortable_id
from relaas.kernel.moments import NaiveMoment

MOMENT = datetime(2016, 3, 17, 12, tzinfo=UTC)


def decoded(text: str) -> int:
    """The number that `text` is in Crockford's base 32."""
    return int(text.translate(str.maketrans("JKMNPQRSTVWXYZ", "IJKLMNOPQRSTUV")), 32)


# First names in use that are also words for birds or colours.
FIRST_NAMES = {"merel", "robin", "arend", "amber", "violette", "lila", "ruby", "jade", "eider", "mees", "sterre"}


class TestASortableId:
    def test_has_the_form_of_a_ulid(self) -> None:
        assert sortable_id(moment=datetime(1970, 1, 1, tzinfo=UTC), randomness=bytes(9) + b"\x01") == "0" * 25 + "1"
        written = sortable_id(moment=MOMENT, randomness=b"\xff" * 10)
        assert decoded(written[:10]) == 1458216000000  # the moment in milliseconds
        assert written[10:] == "Z" * 16

    def test_is_later_for_a_later_moment_whatever_the_chance(self) -> None:
        later = MOMENT.replace(microsecond=1000)
        assert sortable_id(moment=MOMENT, randomness=b"\xff" * 10) < sortable_id(moment=later, randomness=bytes(10))

    def test_needs_a_moment_after_1970_that_says_its_zone(self) -> None:
        with pytest.raises(NaiveMoment):
            sortable_id(moment=datetime(2016, 3, 17), randomness=bytes(10))  # noqa: DTZ001
        with pytest.raises(IdentifierError, match="before 1970"):
            sortable_id(moment=datetime(1969, 12, 31, 23, tzinfo=UTC), randomness=bytes(10))

    def test_needs_all_its_chance(self) -> None:
        with pytest.raises(IdentifierError, match="10 random bytes are needed, 9 were given"):
            sortable_id(moment=MOMENT, randomness=bytes(9))


class TestACaseNumber:
    def test_follows_from_its_chance_alone(self) -> None:
        assert case_number(randomness=bytes(8)) == "0000-0000-0"
        assert is_case_number(case_number(randomness=b"invented"))

    def test_needs_all_its_chance(self) -> None:
        with pytest.raises(IdentifierError, match="8 random bytes are needed"):
            case_number(randomness=b"")

    @pytest.mark.parametrize(
        "text", ["", "0000-0000", "0000-0000-1", "00000000-0", "000-00000-0", "OOOO-0000-0", "abcd-0000-0"]
    )
    def test_is_recognised_only_as_it_was_written(self, text: str) -> None:
        assert not is_case_number(text)


class TestACaseName:
    def test_is_two_dutch_words(self) -> None:
        assert case_name(number=0) == "aardbeirode aalscholver"

    def test_belongs_to_one_number_only(self) -> None:
        names = [case_name(number=number) for number in range(2 * len(COLOURS) * len(BIRDS))]
        assert len(set(names)) == len(names)
        assert names[3600] == "aardbeirode aalscholver 2"

    def test_is_unlike_its_neighbours(self) -> None:
        pairs = [(case_name(number=number).split(), case_name(number=number + 1).split()) for number in range(3599)]
        assert all(one[0] != other[0] and one[1] != other[1] for one, other in pairs)

    def test_is_made_of_sixty_words_of_each_kind_and_no_first_name(self) -> None:
        assert len(set(COLOURS)) == len(set(BIRDS)) == 60
        assert not FIRST_NAMES & {*COLOURS, *BIRDS}
        assert all(word.isalpha() and word.islower() for word in COLOURS + BIRDS)

    def test_counts_from_zero(self) -> None:
        with pytest.raises(IdentifierError, match="no case name number -1"):
            case_name(number=-1)
