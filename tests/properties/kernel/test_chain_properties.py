"""What holds for the chain of the log whatever its entries say."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from relaas.kernel.chain import NO_ENTRIES, ChainCheck, Entry, Head, encoded, hash_of, linked

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ids = st.none() | st.integers(0, 2**63 - 1)
values = st.none() | words | st.integers() | st.binary(max_size=12) | st.datetimes(timezones=st.just(UTC))
entries = st.builds(
    Entry,
    format=st.sampled_from([0, 1]),
    at=st.datetimes(timezones=st.just(UTC)),
    action=words, outcome=words, detail=words, role=words, purpose=words, grounds=words, categories=words, parts=words,
    person=ids, on_behalf_of=ids, mandate=ids, organisation=ids,
    case=st.none() | words,
    sealed_reason=st.none() | st.binary(max_size=12),
    processing=words, trace=words, source=words,
)  # fmt: skip


def kinds(row: list[object]) -> list[tuple[type, object]]:
    return [(type(value), value) for value in row]


class TestTheEncoding:
    @given(st.lists(values, max_size=6), st.lists(values, max_size=6))
    def test_differs_whenever_what_it_says_differs(self, one: list, other: list) -> None:
        assert (encoded(one) == encoded(other)) == (kinds(one) == kinds(other))

    @given(entries, entries)
    def test_gives_different_entries_different_hashes(self, one: Entry, other: Entry) -> None:
        hashes = [hash_of(sequence=1, entry=entry, previous=bytes(32)) for entry in (one, other)]
        assert (hashes[0] == hashes[1]) == (one == other)


class TestAChain:
    @given(st.lists(entries, min_size=1, max_size=6), st.data())
    def test_is_broken_at_an_entry_that_says_something_else(self, written: list[Entry], data: st.DataObject) -> None:
        links = list(linked(entries=written, head=NO_ENTRIES))
        place = data.draw(st.integers(0, len(links) - 1))
        field = data.draw(st.sampled_from([name for name in Entry._fields if name != "format"]))
        old = getattr(links[place].entry, field)
        new = data.draw(values.filter(lambda value: (type(value), value) != (type(old), old)))
        links[place] = links[place]._replace(entry=links[place].entry._replace(**{field: new}))
        fault = ChainCheck().follow(links)
        assert fault is not None
        assert fault.sequence == place + 1

    @given(st.lists(entries, max_size=6))
    def test_that_nobody_touched_has_no_fault(self, written: list[Entry]) -> None:
        links = list(linked(entries=written, head=NO_ENTRIES))
        check = ChainCheck({link.sequence: link.hash for link in links})
        assert check.follow(links) is None
        assert check.end(Head(links[-1].sequence, links[-1].hash) if links else None) is None
