"""How alike two names are, with what answers to what; and how well that does on the pairs it is measured on."""

import pytest

from benchmarks.name_pairs import invented_pairs, public_pairs
from benchmarks.names import quality
from benchmarks.train_names import learned
from relaas.matching.names import How, Likeness, compare_names, features, most_alike, name_weights


class TestTwoNames:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("ሰላም ተኽለ", "Selam Tekle"),
            ("محمد أحمد", "Mohamed Ahmed"),
            ("حسین رضایی", "Hossein Rezaei"),
            ("Nguyễn Văn Đức", "Duc Nguyen"),
            ("Arbër Kelmendi", "Kelmendi Arber"),
            ("Samrawit Kibrom Tewelde", "Samrawit Kbrom"),
        ],
    )
    def test_of_one_child_are_alike_in_any_script_and_order(self, one: str, other: str) -> None:
        assert compare_names(one, other).likeness in (Likeness.SAME, Likeness.ALIKE)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("Selam Tekle", "Robiel Kidane"), ("Hagos Tekle Gebru", "Selam Tekle Gebru"), ("ሰላም", "Đức")],
    )
    def test_of_two_children_are_not(self, one: str, other: str) -> None:
        assert compare_names(one, other).likeness in (Likeness.DIFFERENT, Likeness.PARTLY)

    def test_that_differ_only_in_marks_and_capitals_are_the_same(self) -> None:
        assert compare_names("Nguyễn Văn Đức", "NGUYEN VAN DUC").likeness is Likeness.SAME

    def test_say_which_part_answers_to_which_and_how(self) -> None:
        compared = compare_names("S. Tekhle Gebru", "Tekle Selam")
        found = {
            (compared.one.parts[pair.one].plain, compared.other.parts[pair.other].plain): compared.how(pair)
            for pair in compared.answering
        }
        assert found == {("s", "selam"): How.INITIAL, ("tekhle", "tekle"): How.SAME_SOUND}
        assert [part.plain for part in compared.left_of_one] == ["gebru"]
        assert compared.left_of_other == ()
        assert not compared.is_in_order

    def test_of_several_the_most_alike_are_held_against_each_other(self) -> None:
        found = most_alike(["Hagos", "Selam Tekle"], ["ሰላም ተኽለ", "Robiel"])
        assert found is not None
        assert found.other.parts[0].plain == "selam"
        assert most_alike([], ["Selam"]) is None
        assert most_alike(["..."], ["Selam"]) is None


class TestTheWeights:
    def test_are_those_that_the_script_makes(self) -> None:
        pairs = public_pairs()
        made = learned([features(compare_names(pair.one, pair.other)) for pair in pairs], pairs)
        assert made.of == pytest.approx(name_weights().of, abs=1e-3)
        assert made.threshold == pytest.approx(name_weights().threshold, abs=1e-3)

    def test_do_as_well_on_the_invented_pairs_as_is_written_down(self) -> None:
        pairs = invented_pairs()
        said = [compare_names(pair.one, pair.other).likelihood >= name_weights().threshold for pair in pairs]
        precision, recall, _ = quality(said, pairs)
        assert precision > 0.8
        assert recall > 0.9
