"""The keys by which a name is found before anything is opened: spellings of one name share some."""

from datetime import date

from benchmarks.name_pairs import invented_pairs
from relaas.matching.keys import name_keys


class TestKeys:
    def test_are_shared_by_every_invented_pair_of_one_child(self) -> None:
        apart = [
            (pair.one, pair.other)
            for pair in invented_pairs()
            if pair.is_match
            and not name_keys([pair.one], born_on=None).single & name_keys([pair.other], born_on=None).single
        ]
        assert apart == []

    def test_of_two_parts_are_the_same_in_any_order(self) -> None:
        assert name_keys(["Selam Tekle"], born_on=None).double == name_keys(["Tekle, Selam"], born_on=None).double

    def test_with_the_year_are_looked_for_a_year_either_way_and_the_day_changed_round(self) -> None:
        stored = name_keys(["Selam Tekle"], born_on=date(2010, 3, 5))
        for claimed in (date(2009, 7, 7), date(2011, 7, 7)):
            assert stored.with_year & name_keys(["Selam Tekle"], born_on=claimed, looking=True).with_year
        assert stored.with_day & name_keys(["Selam Tekle"], born_on=date(2010, 5, 3), looking=True).with_day
        assert not stored.with_day & name_keys(["Selam Tekle"], born_on=date(2010, 5, 3)).with_day

    def test_of_a_name_written_without_spaces_meet_its_parts_together(self) -> None:
        one, other = name_keys(["SelamTekle"], born_on=None), name_keys(["Selam Tekle"], born_on=None)
        assert one.single & other.single

    def test_of_nothing_are_none(self) -> None:
        assert name_keys(["..."], born_on=date(2010, 1, 1)).all == frozenset()
