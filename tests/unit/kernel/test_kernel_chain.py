from datetime import UTC, datetime
from typing import Any

import pytest

from relaas.kernel.chain import (
    CURRENT_FORMAT,
    NO_ENTRIES,
    START,
    ChainCheck,
    Entry,
    Fault,
    Head,
    Link,
    Wrong,
    encoded,
    hash_of,
    linked,
)

MOMENT = datetime(2026, 5, 20, 10, tzinfo=UTC)


def entry(**more: Any) -> Entry:
    said = {
        "format": CURRENT_FORMAT, "at": MOMENT, "action": "see_case", "outcome": "done", "detail": "", "person": 1,
        "on_behalf_of": None, "mandate": 2, "organisation": 3, "role": "guardian", "case": "01A", "purpose": "",
        "grounds": "", "categories": "", "parts": "", "sealed_reason": None, "processing": "casework", "trace": "",
        "source": "",
    }  # fmt: skip
    return Entry(**{**said, **more})


def chain(*people: int) -> list[Link]:
    return list(linked(entries=[entry(person=person) for person in people], head=NO_ENTRIES))


def fault_in(links: list[Link], *, seen: dict[int, bytes] | None = None, head: Head | None = None) -> Fault | None:
    check = ChainCheck(seen)
    ends_at = head or (Head(links[-1].sequence, links[-1].hash) if links else None)
    return check.follow(links) or check.end(ends_at)


def chained_anew(links: list[Link]) -> list[Link]:
    return list(linked(entries=[link.entry for link in links], head=NO_ENTRIES))


class TestTheEncoding:
    def test_tells_nothing_from_empty_and_a_word_from_a_number(self) -> None:
        alike = [None, "", b"", 0, "0", b"0", "-", "s0:"]
        assert len({encoded((value,)) for value in alike}) == len(alike)

    def test_tells_where_one_value_ends_and_the_next_begins(self) -> None:
        assert encoded(("ab", "c")) != encoded(("a", "bc"))
        assert encoded(("s1:a",)) != encoded(("a",))

    def test_takes_a_moment_as_the_same_in_every_time_zone(self) -> None:
        from relaas.kernel.moments import AMSTERDAM

        assert encoded((MOMENT,)) == encoded((MOMENT.astimezone(AMSTERDAM),))

    def test_refuses_what_no_entry_has(self) -> None:
        for stranger in (True, 1.5, ("a",)):
            with pytest.raises(TypeError, match="has no place in the log"):
                encoded((stranger,))  # type: ignore[arg-type]

    def test_never_changes(self) -> None:
        """What was hashed with it years ago must still verify. A new encoding is a new format."""
        expected = "a0b67eec99b7b42a96e9ab6a3bc24b28fe885dfe4e2ffcec8acc13e07a64416c"
        assert hash_of(sequence=1, entry=entry(), previous=START).hex() == expected


class TestAChain:
    def test_that_is_as_it_was_written_has_no_fault(self) -> None:
        assert fault_in(chain(1, 2, 3)) is None
        assert fault_in([]) is None

    def test_whose_entry_was_edited_is_broken_there(self) -> None:
        links = chain(1, 2, 3)
        links[1] = links[1]._replace(entry=entry(person=9))
        assert fault_in(links) == Fault(2, Wrong.CHANGED)

    def test_whose_entry_was_edited_and_hashed_anew_is_broken_behind_it(self) -> None:
        links = chain(1, 2, 3)
        edited = entry(person=9)
        links[1] = Link(2, edited, links[1].previous, hash_of(sequence=2, entry=edited, previous=links[1].previous))
        assert fault_in(links) == Fault(3, Wrong.MOVED)

    def test_that_misses_an_entry_is_broken_there(self) -> None:
        links = chain(1, 2, 3)
        assert fault_in([links[0], links[2]]) == Fault(2, Wrong.MISSING)
        assert fault_in(links[1:]) == Fault(1, Wrong.MISSING)

    def test_that_has_an_entry_before_its_first_is_broken_there(self) -> None:
        links = chain(1, 2)
        assert fault_in([links[0]._replace(sequence=0), *links]) == Fault(1, Wrong.MISSING)

    def test_whose_entries_changed_places_is_broken_at_the_first_of_them(self) -> None:
        one, two, three = chain(1, 2, 3)
        swapped = [one, three._replace(sequence=2), two._replace(sequence=3)]
        assert fault_in(swapped) == Fault(2, Wrong.MOVED)

    def test_that_holds_something_of_another_kind_is_broken_there(self) -> None:
        links = chain(1, 2)
        for value in (1.5, "not utf-8 \ud800"):
            links[1] = links[1]._replace(entry=entry(detail=value))
            assert fault_in(links) == Fault(2, Wrong.CHANGED)
        links[1] = links[1]._replace(entry=entry(at="yesterday"))
        assert fault_in(links) == Fault(2, Wrong.CHANGED)

    def test_of_a_format_that_nobody_knows_is_broken_there(self) -> None:
        (link,) = linked(entries=[entry(format=99)], head=NO_ENTRIES)
        assert fault_in([link]) == Fault(1, Wrong.UNKNOWN_FORMAT)


class TestTheEndOfAChain:
    def test_must_be_where_the_log_says_it_is(self) -> None:
        links = chain(1, 2, 3)
        head = Head(3, links[2].hash)
        assert fault_in(links[:2], head=head) == Fault(2, Wrong.HEAD_DIFFERS)
        check = ChainCheck()
        check.follow(links)
        assert check.end(None) == Fault(3, Wrong.HEAD_DIFFERS)

    def test_that_was_cut_off_with_the_head_is_noticed_by_a_witness_only(self) -> None:
        links = chain(1, 2, 3)
        assert fault_in(links[:2]) is None
        assert fault_in(links[:2], seen={1: links[0].hash, 3: links[2].hash}) == Fault(3, Wrong.CUT_OFF, since=1)
        assert fault_in([], seen={3: links[2].hash}) == Fault(1, Wrong.CUT_OFF)


class TestAChainThatWasWrittenAnew:
    def test_is_noticed_by_a_witness_only(self) -> None:
        links = chain(1, 2, 3, 4)
        edited = [*links[:2], links[2]._replace(entry=entry(person=9)), links[3]]
        anew = chained_anew(edited)
        assert fault_in(anew) is None
        seen = {2: links[1].hash, 4: links[3].hash}
        assert fault_in(anew, seen=seen) == Fault(4, Wrong.REWRITTEN, since=2)
        assert fault_in(links, seen=seen) is None
