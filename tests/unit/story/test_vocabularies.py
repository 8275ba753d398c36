"""The vocabularies: public standards as they were published, and our own kinds of fact that map to them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from relaas.kernel.faults import LawFaults
from relaas.kernel.law_file import Text
from relaas.story.fact_kinds import Certainty, FactKinds, ValueType
from relaas.story.standards import FieldStatus, Standard
from relaas.story.vocabularies import LAW, Vocabularies, load_vocabularies, standard_vocabularies

PUBLISHED = Path(__file__).parent / "htcds-2.0.tsv"
KINDS = {
    "exploitation",
    "means_of_control",
    "recruiter",
    "route_leg",
    "document",
    "debt",
    "phone_number",
    "alias",
    "address",
    "vehicle",
    "promise_made",
}


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return standard_vocabularies()


@pytest.fixture(scope="module")
def htcds(vocabularies: Vocabularies) -> Standard:
    return vocabularies.standards["htcds"]


def published_rows() -> list[list[str]]:
    lines = [line for line in PUBLISHED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [[*line.split("\t"), ""][:5] for line in lines]


class TestHtcds:
    def test_has_every_row_of_the_field_standards_in_order(self, htcds: Standard) -> None:
        rows = published_rows()
        assert len(rows) == 93
        ours = [name for name, field in htcds.fields() if field.status is not FieldStatus.EXAMPLE]
        assert ours == [name for _, status, _, name, _ in rows if status != "N/A"]
        assert len(list(htcds.fields())) == 93

    def test_has_every_section_with_as_many_fields(self, htcds: Standard) -> None:
        sections = [section for section, *_ in published_rows()]
        counts = [sections.count(section) for section in dict.fromkeys(sections)]
        assert len(counts) == 13
        assert [len(section.fields) for section in htcds.sections.values()] == counts

    @pytest.mark.parametrize("row", [row for row in published_rows() if row[3] != "-"], ids=lambda row: row[3])
    def test_says_of_a_field_what_the_standard_says(self, htcds: Standard, row: list[str]) -> None:
        _, status, core, name, codes = row
        field = htcds.field(name)
        assert field is not None
        assert field.status.value == status.lower()
        assert field.core == (core == "core")
        assert list(htcds.codes(name)) == codes.split()

    def test_has_the_seventeen_methods_of_control_that_it_defines(self, htcds: Standard) -> None:
        assert len(htcds.lists["defined_methods_of_control"]) == 17

    def test_names_its_licence_and_what_was_changed(self, htcds: Standard) -> None:
        assert htcds.licence.name == "CC BY 4.0"
        assert "International Organization for Migration" in htcds.licence.attribution
        assert "not endorsed" in htcds.licence.changes.en


class TestCtdc:
    def test_has_the_variables_of_both_data_sets(self, vocabularies: Vocabularies) -> None:
        both, synthetic, k_anonymised = (
            len(section.fields) for section in vocabularies.standards["ctdc"].sections.values()
        )
        assert both + synthetic == 27
        assert both + k_anonymised == 63


class TestIcsTip:
    def test_has_no_lists_before_its_text_was_read(self, vocabularies: Vocabularies) -> None:
        standard = vocabularies.standards["ics-tip"]
        assert list(standard.sections) == ["event", "victim", "perpetrator", "reporting_entity"]
        assert not list(standard.fields())


class TestTheKindsOfFact:
    def test_are_those_that_an_account_is_coded_in(self, vocabularies: Vocabularies) -> None:
        assert set(vocabularies.facts.kinds) == KINDS

    def test_are_found_by_number_name_and_plate_only(self, vocabularies: Vocabularies) -> None:
        kinds = vocabularies.facts.kinds
        assert {f"{name}.{field}" for name, kind in kinds.items() for field in kind.indexed_fields} == {
            "phone_number.number",
            "document.number",
            "alias.name",
            "vehicle.plate",
        }

    def test_call_everything_sensitive_by_which_somebody_is_found(self, vocabularies: Vocabularies) -> None:
        for kind in vocabularies.facts.kinds.values():
            assert all(kind.fields[name].sensitive for name in kind.indexed_fields)

    def test_map_every_form_of_exploitation_and_means_of_control_to_both_standards(
        self, vocabularies: Vocabularies
    ) -> None:
        for name in ("exploitation_forms", "means_of_control"):
            for option in vocabularies.facts.lists[name].values():
                assert {target.partition(":")[0] for target in option.maps} == {"htcds", "ctdc"}

    def test_reach_every_code_of_exploitation_and_control_of_htcds(
        self, vocabularies: Vocabularies, htcds: Standard
    ) -> None:
        reached = {
            target
            for options in vocabularies.facts.lists.values()
            for option in options.values()
            for target in option.maps
        }
        for field in ("vic_TypeOfExploitation", "vic_TypeOfSexExploitation", "vic_MethodsOfControl"):
            assert {f"htcds:{field}={code}" for code in htcds.codes(field)} <= reached
        assert {f"htcds:defined_methods_of_control={c}" for c in htcds.lists["defined_methods_of_control"]} <= reached

    def test_offer_the_options_of_a_public_vocabulary_as_they_are(
        self, vocabularies: Vocabularies, htcds: Standard
    ) -> None:
        field = vocabularies.kind("recruiter").fields["method"]
        assert vocabularies.options(field) == htcds.codes("vic_MethodOfRecruitment")

    def test_that_do_not_exist_get_the_nearest_name(self, vocabularies: Vocabularies) -> None:
        with pytest.raises(KeyError, match='did you mean "route_leg"'):
            vocabularies.kind("route_legs")


def words_of(part: object) -> Iterator[str]:
    """Every name, key and word for people in a part of a vocabulary."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield str(key)
            yield from words_of(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from words_of(value)
    elif hasattr(part, "__dict__"):
        yield from words_of(vars(part))


class TestNoVocabulary:
    JUDGING = re.compile(
        r"credib|truth|believ|reliab|honest|\blie[sd]?\b|\blying|plausib|suspicio|score|\brank"
        r"|geloof|waarheid|waarachtig|betrouwbaar|leugen|\bliegt|eerlijk|aannemelijk|verdacht|rangorde",
        re.IGNORECASE,
    )
    ORIGIN = re.compile(r"national|citizen|ethnic|\brace\b|origin|afkomst|etnisch|herkomst", re.IGNORECASE)

    def test_has_a_word_for_whether_a_child_is_believed(self, vocabularies: Vocabularies) -> None:
        parts = [*vocabularies.standards.values(), vocabularies.facts]
        words = [word for part in parts for word in words_of(part)]
        assert "means_of_control" in words
        assert [word for word in words if self.JUDGING.search(word)] == []

    def test_lets_a_fact_or_its_comparison_rest_on_where_a_child_comes_from(self, vocabularies: Vocabularies) -> None:
        parts = [vocabularies.facts.kinds, vocabularies.facts.lists]
        names = {word for part in parts for word in words_of(part)} - {"country"}
        assert [name for name in names if self.ORIGIN.search(name)] == []
        assert "country" not in vocabularies.kind("document").compared_fields

    def test_calls_certainty_anything_but_that_of_the_coder(self, vocabularies: Vocabularies) -> None:
        titles: list[Text] = [option.title for option in vocabularies.facts.certainties.values()]
        assert len(titles) == len(Certainty)
        for title in titles:
            assert "coder" in title.en
            assert "codeur" in title.nl
            assert "understood" in title.en or "understanding" in title.en


class TestTheLoader:
    """It names every fault of every file at once, with its line and the nearest known name."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for file in LAW.glob("*.yaml"):
            (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        return tmp_path

    def faults(self, folder: Path, changes: dict[str, tuple[str, str]]) -> str:
        for name, (old, new) in changes.items():
            file = folder / name
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LawFaults) as caught:
            load_vocabularies(folder)
        return str(caught.value)

    def test_has_no_fault_in_the_files_as_they_are(self, folder: Path) -> None:
        assert load_vocabularies(folder) == standard_vocabularies()

    def test_names_the_faults_of_all_files_with_line_and_place(self, folder: Path) -> None:
        found = self.faults(
            folder,
            {
                "ctdc.yaml": ("publisher:", "publsher:"),
                "htcds.yaml": ("codes_of: platforms", "codes_of: platform"),
            },
        )
        assert re.search(r'ctdc\.yaml:\d+ publsher: .*did you mean "publisher"', found)
        assert re.search(
            r'htcds\.yaml:\d+ sections\.victim\.fields\.vic_RecruitmentWeb.*did you mean "platforms"', found
        )

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("htcds:hte_Type=Transit", "htcds:hte_Type=Transitt", 'no code of hte_Type; did you mean "Transit"'),
            ("htcds:hte_Type=Transit", "htcds:hte_Typ", 'no field of htcds; did you mean "hte_Type"'),
            ("htcds:hte_Type=Transit", "htcd:hte_Type", 'no vocabulary; did you mean "htcds"'),
            ("htcds:hte_Type=Transit", "hte_Type", "write vocabulary:field"),
            ("htcds:hte_Type=Transit", "htcds:vic_Vulnerabilities", "is deprecated in htcds"),
            ("htcds:hte_Type=Transit", "htcds:example_individual_nationality", "is example in htcds"),
            ("category: route\n", "category: rout\n", 'no category; did you mean "route"'),
            ("category: route\n", "category: decisions\n", '"decisions" is no category'),
            ("options: colours", "options: colors", 'no list; did you mean "colours"'),
            ("at_least_one_of: form", "at_least_one_of: forms", '"forms" is no field'),
            ("needs: currency", "needs: curency", 'no field; did you mean "currency"'),
            ("not_before: from_on", "not_before: place", "place is no date but a text"),
            ("read_with: country", "read_with: remembered", "remembered is no country but a text"),
            ("goes_with: {form: [sexual, servitude]}", "goes_with: {form: [sexuel]}", 'did you mean "sexual"'),
            ("kind: {title: {nl: Soort, en: Kind}, type: choice, options: vehicle_kinds}",
             "kind: {title: {nl: Soort, en: Kind}, type: choice}", "the list of a choice"),
            ("type: flag}", "type: flag, indexed: true}", "a flag has no exact value"),
            ("type: identifier, indexed: true", "type: identifier, indexed: true, compared: false", "looked up across"),
            ("  doubtful:\n", "  doubtfull:\n", "doubtful"),
            ("rests_on: [own-codes]", "rests_on: [own-code]", 'no source; did you mean "own-codes"'),
        ],
    )  # fmt: skip
    def test_refuses_a_name_that_leads_nowhere(self, folder: Path, old: str, new: str, fault: str) -> None:
        assert fault in self.faults(folder, {"relaas-facts.yaml": (old, new)})

    def test_refuses_a_second_file_of_kinds_of_fact(self, folder: Path) -> None:
        text = (folder / "relaas-facts.yaml").read_text(encoding="utf-8")
        (folder / "more.yaml").write_text(text.replace("facts: relaas-facts", "facts: more"), encoding="utf-8")
        with pytest.raises(LawFaults, match="there must be one"):
            load_vocabularies(folder)

    def test_refuses_a_name_that_is_not_that_of_the_file(self, folder: Path) -> None:
        assert "make them one" in self.faults(folder, {"ctdc.yaml": ("vocabulary: ctdc", "vocabulary: ctcd")})

    def test_reads_the_standard_files_once(self) -> None:
        assert standard_vocabularies() is standard_vocabularies()


def test_every_type_of_value_is_used_by_some_field(vocabularies: Vocabularies) -> None:
    facts: FactKinds = vocabularies.facts
    assert {field.type for kind in facts.kinds.values() for field in kind.fields.values()} == set(ValueType)
