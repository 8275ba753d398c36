"""What a regime says of the reflection period, and what the child's page says of a regime."""

import pytest

from relaas.casework.course_kinds import course_kinds
from relaas.casework.reflection import reflection_law
from relaas.procedure.library import standard_library
from relaas.story.access_library import standard_access
from relaas.story.child_page_texts import OTHER, SECTIONS, standard_child_page
from tests.support.reading_rights import readable

LIBRARY = standard_library()


class TestTheReflectionPeriod:
    @pytest.mark.parametrize("name", ["integral", "today-2016", "trafficking-2016", "today-2023"])
    def test_has_a_clock_of_its_own_of_three_months(self, name: str) -> None:
        law = reflection_law(LIBRARY.regime(name))
        assert law is not None
        assert str(law.length) == "P3M"

    def test_is_free_of_conditions_in_the_proposal_and_not_today(self) -> None:
        found = {name: reflection_law(LIBRARY.regime(name)) for name in ("integral", "today-2016")}
        assert {name: law.is_free for name, law in found.items() if law} == {"integral": True, "today-2016": False}

    def test_can_be_wished_after_silence_or_a_no(self) -> None:
        law = reflection_law(LIBRARY.regime("integral"))
        assert law is not None
        assert law.can_change

    def test_is_unknown_to_the_asylum_procedure(self) -> None:
        assert reflection_law(LIBRARY.regime("asylum-2016")) is None


class TestTheChildsPage:
    def test_has_words_for_every_landmark(self) -> None:
        asked = {
            name for file in LIBRARY.promises.values() for name, one in file.landmarks.items() if one.kind == "moment"
        }
        assert asked | {OTHER} == set(standard_child_page().languages["nl"].said.done)

    def test_has_words_for_every_status_that_a_child_may_see_in_the_integral_procedure(self) -> None:
        regime, page = LIBRARY.regime("integral"), standard_child_page()
        kinds = course_kinds(regime=regime, information=standard_access().information)
        granted = readable("child", "procedure")
        unsaid = set(page.says.unsaid)
        missing = [
            f"{name}.{status}"
            for name, track in regime.tracks.items()
            if kinds.tracks[name] <= granted and name not in unsaid
            for status in track.statuses
            if f"{name}.{status}" not in page.of["now"] and f"{name}.{status}" not in unsaid
        ]
        assert missing == []

    def test_has_words_for_every_right_but_one(self) -> None:
        rights = {right for regime in LIBRARY.regimes.values() for right in regime.rights}
        assert rights - set(standard_child_page().of["rights"]) == {"no_border_procedure"}

    def test_has_words_for_whatever_is_owed_in_the_integral_procedure_and_may_be_seen(self) -> None:
        regime = LIBRARY.regime("integral")
        kinds = course_kinds(regime=regime, information=standard_access().information)
        owed = {name for name, act in regime.acts.items() if act.force == "must"}
        seen = {name for name in owed if kinds.pending[name] <= readable("child", "procedure")}
        assert seen - set(standard_child_page().of["next"]) == {"return_home"}

    @pytest.mark.parametrize("section", SECTIONS)
    def test_names_nothing_that_no_regime_has(self, section: str) -> None:
        regimes = LIBRARY.regimes.values()
        known = {
            "next": {act for regime in regimes for act in regime.acts},
            "now": {f"{t}.{s}" for regime in regimes for t, track in regime.tracks.items() for s in track.statuses},
            "rights": {right for regime in regimes for right in regime.rights},
            "helpers": {role for regime in regimes for role in regime.roles},
        }
        assert set(standard_child_page().of[section]) - known[section] == set()
