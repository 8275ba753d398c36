"""The law library: which files are read, how they are put together, and what is said when they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from relaas.procedure.library import NotModelled, standard_library
from relaas.procedure.model import Regime
from tests.unit.procedure.law_files import changed, faults, load, words

PATCH = {
    "relaas": 1,
    "kind": "patch",
    "line": "pond",
    "title": {"nl": "x", "en": "x"},
    "summary": {"nl": "x", "en": "x"},
}
HEIR = {**PATCH, "kind": "law", "regime": "heir"}


class TestALawFile:
    def test_says_its_format_version(self, tmp_path: Path) -> None:
        assert words(tmp_path, pond=changed({"relaas": 2})) == [
            "relaas: format version 2 is not known; this program reads 1"
        ]

    def test_is_a_mapping(self, tmp_path: Path) -> None:
        assert words(tmp_path, pond="- a list") == [": a law file is a mapping that begins with relaas: 1"]

    def test_has_the_name_of_its_regime(self, tmp_path: Path) -> None:
        said = "regime: the file is called lake.yaml, the regime 'pond'; make them one"
        assert said in words(tmp_path, lake=changed({}))

    def test_knows_no_word_outside_the_format(self, tmp_path: Path) -> None:
        found = words(tmp_path, pond=changed({"acts.jump.witin": "jumping"}))
        assert found == ['acts.jump.witin: "witin" is no word of the format; did you mean "within"?']

    def test_is_written_in_the_words_of_the_format_and_not_of_python(self, tmp_path: Path) -> None:
        found = words(tmp_path, pond=changed({"acts.jump.frm": {"water": "dry"}}))
        assert found == ['acts.jump.frm: "frm" is no word of the format; did you mean "from"?']

    def test_is_missing_nothing(self, tmp_path: Path) -> None:
        assert words(tmp_path, pond=changed({"acts.jump.title": ...})) == ["acts.jump.title: is missing"]

    def test_has_lengths_that_terms_can_have(self, tmp_path: Path) -> None:
        (found,) = words(tmp_path, pond=changed({"terms.jumping.length": "3 months"}))
        assert found.startswith("terms.jumping.length.0.is: '3 months' is not the length of a term.")

    @pytest.mark.parametrize(
        ("condition", "why"),
        [
            ("cold and", "cannot read the condition 'cold and': invalid syntax"),
            ("len(weed) == 1", "Call in the condition 'len(weed) == 1'"),
            ("jumps + 1 > 2", "BinOp in the condition 'jumps + 1 > 2'"),
            ("weed == water", "a comparison in the condition 'weed == water' is not between one name and values"),
            ("weed in ('much')", "`in` in the condition \"weed in ('much')\" needs several values"),
        ],
    )
    def test_has_conditions_that_can_be_explored(self, tmp_path: Path, condition: str, why: str) -> None:
        (found,) = words(tmp_path, pond=changed({"acts.jump.if": condition}))
        assert found.startswith(f"acts.jump.if: {why}")

    def test_names_its_line_with_a_fault(self, tmp_path: Path) -> None:
        text = "relaas: 1\nregime: pond\nkind: law\nlin: pond\ntitle: {nl: x, en: x}\nsummary: {nl: x, en: x}\n"
        assert [str(fault) for fault in faults(tmp_path, pond=text)] == [
            f"{tmp_path.name}/regimes/pond.yaml:1 line: is missing",
            f'{tmp_path.name}/regimes/pond.yaml:4 lin: "lin" is no word of the format; did you mean "line"?',
        ]

    def test_reports_its_faults_beside_those_of_other_files(self, tmp_path: Path) -> None:
        found = faults(tmp_path, pond=changed({"acts.jump.by": "frogs"}), lake="relaas: 3")
        assert [fault.file.rpartition("/")[2] for fault in found] == ["lake.yaml", "pond.yaml"]


class TestARegimeThatBuildsOnOthers:
    def test_has_everything_that_they_say(self, tmp_path: Path) -> None:
        library = load(tmp_path, pond=changed({"kind": "part"}), heir={**HEIR, "builds_on": ["pond"]})
        assert set(library.regimes) == {"heir"}
        assert set(library.regime("heir").acts) == {"croak", "jump"}

    def test_says_only_the_difference(self, tmp_path: Path) -> None:
        heir = {**HEIR, "builds_on": ["pond"], "terms": {"jumping": {"length": "P2W", "atw": False}}}
        term = load(tmp_path, pond=changed({"kind": "part"}), heir=heir).regime("heir").terms["jumping"]
        assert (str(term.length[0].length), term.atw, term.starts) == ("P2W", False, ("croak",))

    def test_replaces_a_list_as_a_whole(self, tmp_path: Path) -> None:
        heir = {**HEIR, "builds_on": ["pond"], "acts": {"jump": {"from": {"water": ["wet", "dry"]}}}}
        heir["acts"]["jump"]["to"] = {"water": {"dry": "wet"}}
        heir["acts"]["jump"]["times"] = 1
        act = load(tmp_path, pond=changed({"kind": "part"}), heir=heir).regime("heir").acts["jump"]
        assert act.frm == {"water": ("wet", "dry")}

    def test_takes_away_with_null(self, tmp_path: Path) -> None:
        heir = {**HEIR, "builds_on": ["pond"], "facts": {"weed": None}}
        assert set(load(tmp_path, pond=changed({"kind": "part"}), heir=heir).regime("heir").facts) == {
            "cold",
            "hatched_on",
        }

    def test_does_not_take_away_what_is_not_there(self, tmp_path: Path) -> None:
        heir = {**HEIR, "builds_on": ["pond"], "facts": {"weeds": None}, "acts": {"jump": {"after": None}}}
        assert words(tmp_path, pond=changed({"kind": "part"}), heir=heir) == [
            "facts.weeds: takes away what is not there; mend the name, or leave it out",
            "acts.jump.after: takes away what is not there; mend the name, or leave it out",
        ]

    def test_takes_a_patch_after_everything_else_it_builds_on(self, tmp_path: Path) -> None:
        patch = {**PATCH, "regime": "longer", "terms": {"jumping": {"length": "P3W"}}, "facts": {"weed": None}}
        heir = {**HEIR, "builds_on": ["longer", "pond"]}
        regime = load(tmp_path, pond=changed({"kind": "part"}), longer=patch, heir=heir).regime("heir")
        assert str(regime.terms["jumping"].length[0].length) == "P3W"
        assert "weed" not in regime.facts

    def test_can_take_a_patch_that_builds_on_a_patch(self, tmp_path: Path) -> None:
        first = {**PATCH, "regime": "first", "facts": {"weed": None}, "terms": {"jumping": {"length": "P3W"}}}
        second = {**PATCH, "regime": "second", "builds_on": ["first"], "terms": {"jumping": {"length": "P4W"}}}
        heir = {**HEIR, "builds_on": ["pond", "second"]}
        files = {"pond": changed({"kind": "part"}), "first": first, "second": second, "heir": heir}
        regime = load(tmp_path, **files).regime("heir")
        assert str(regime.terms["jumping"].length[0].length) == "P4W"
        assert "weed" not in regime.facts

    def test_says_which_holds_where_two_of_them_differ(self, tmp_path: Path) -> None:
        pond, lake = (
            changed({"kind": "part"}),
            changed({"regime": "lake", "kind": "part", "terms.jumping.length": "P2W"}),
        )
        heir = {**HEIR, "builds_on": ["pond", "lake"]}
        (found,) = words(tmp_path, pond=pond, lake=lake, heir=heir)
        assert found.startswith("terms.jumping: ")
        assert found.endswith("differ; say here which holds")
        settled = {**heir, "terms": {"jumping": {"length": "P2W"}}}
        assert load(tmp_path, pond=pond, lake=lake, heir=settled).regime("heir")

    def test_does_not_build_on_itself(self, tmp_path: Path) -> None:
        found = words(
            tmp_path, pond=changed({"builds_on": ["lake"]}), lake=changed({"regime": "lake", "builds_on": ["pond"]})
        )
        assert found == [
            "builds_on: builds on itself: pond -> lake -> pond",
            "builds_on: builds on itself: lake -> pond -> lake",
        ]

    def test_does_not_build_on_what_is_not_there(self, tmp_path: Path) -> None:
        found = words(tmp_path, pond=changed({"kind": "part"}), heir={**HEIR, "builds_on": ["pomd"]})
        assert found == ['builds_on: "pomd" is no regime file; did you mean "pond"?']


class TestTheLibrary:
    def test_knows_the_law_of_a_day(self, tmp_path: Path) -> None:
        old = changed({"in_force": {"from": "2016-01-01", "to": "2016-12-31"}})
        new = changed({"regime": "pond-2017", "in_force": {"from": "2017-01-01"}})
        library = load(tmp_path, pond=old, pond_2017=new)
        assert library.in_force(line="pond", day=date(2016, 12, 31)) is library.regime("pond")
        assert library.in_force(line="pond", day=date(2017, 1, 1)) is library.regime("pond-2017")

    def test_says_so_when_the_law_of_a_day_is_not_modelled(self, tmp_path: Path) -> None:
        answer = load(tmp_path, pond=changed({"in_force": {"from": "2016-01-01"}})).in_force(
            line="pond", day=date(2015, 1, 1)
        )
        assert isinstance(answer, NotModelled)
        assert str(answer) == "law of that day not modelled: line pond on 2015-01-01; modelled versions: pond"

    def test_knows_that_a_proposal_is_law_on_no_day(self, tmp_path: Path) -> None:
        library = load(tmp_path, pond=changed({"kind": "proposal"}))
        assert isinstance(library.in_force(line="pond", day=date(2016, 1, 1)), NotModelled)

    def test_refuses_two_laws_of_one_line_on_one_day(self, tmp_path: Path) -> None:
        found = words(tmp_path, pond=changed({}), lake=changed({"regime": "lake"}))
        assert len(found) == 1
        assert found[0].startswith("in_force: is in force on days on which ")

    def test_names_the_nearest_regime_for_a_misspelt_name(self, tmp_path: Path) -> None:
        with pytest.raises(KeyError, match='no regime is called "pomd"; did you mean "pond"'):
            load(tmp_path, pond=changed({})).regime("pomd")

    def test_that_comes_with_the_program_is_without_fault(self) -> None:
        assert "integral" in standard_library().regimes

    def test_lists_the_assumptions_of_a_regime(self) -> None:
        assumptions = standard_library().regime("integral").assumptions()
        assert assumptions
        assert all(source.reason is not None for source in assumptions.values())


class TestTheSchema:
    def test_has_the_words_of_the_format(self) -> None:
        act = Regime.model_json_schema()["$defs"]["Act"]["properties"]
        assert {"from", "if"} <= set(act)
        assert not {"frm", "condition"} & set(act)

    def test_of_every_part_refuses_unknown_words(self) -> None:
        parts = [part for part in Regime.model_json_schema()["$defs"].values() if part.get("type") == "object"]
        assert all(part["additionalProperties"] is False for part in parts)
