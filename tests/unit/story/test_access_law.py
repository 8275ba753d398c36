"""The law of access as it comes with the program: it covers the regimes, and refuses what it does not give."""

import re
from pathlib import Path

import pytest

from relaas.kernel.faults import LawFaults
from relaas.kernel.law_file import SourceState
from relaas.procedure.library import standard_library
from relaas.story.access import Phase, Verb, Written
from relaas.story.access_library import LAW, load_access, standard_access

STORY = {"family", "route", "recruitment", "control", "exploitation", "perpetrators", "health", "fear_and_safety"}
STORY |= {"asylum_grounds", "future"}


def readable(role: str, phase: Phase) -> set[str]:
    """The categories that a role reads in a phase by its placement alone."""
    return {
        category
        for rule in standard_access().rules_of(role).values()
        if rule.written is Written.PLACEMENT and Verb.READ in rule.may and phase in rule.when
        for category in rule.of
    }


class TestTheLawOfAccess:
    def test_knows_every_role_of_every_regime(self) -> None:
        roles = {role for regime in standard_library().regimes.values() for role in regime.roles}
        assert roles == set(standard_access().roles)

    def test_says_what_kind_of_information_every_track_of_every_regime_is(self) -> None:
        tracks = {track for regime in standard_library().regimes.values() for track in regime.tracks}
        assert tracks == set(standard_access().information.tracks)

    def test_rests_every_rule_on_a_source_and_says_why_an_assumed_one_was_assumed(self) -> None:
        law = standard_access()
        sources = [law.source(name) for rule in law.rules.values() for name in rule.rests_on]
        assert all(source.reason for source in sources if source.state is SourceState.ASSUMED)

    def test_has_a_use_for_every_category(self) -> None:
        law = standard_access()
        assert set(law.information.categories) == {name for rule in law.rules.values() for name in rule.of}


class TestWhatIsRefused:
    @pytest.mark.parametrize("role", ["police", "kmar", "ind", "prosecutor"])
    @pytest.mark.letter("r1-unconditional")
    def test_nothing_of_the_story_goes_to_police_or_ind_during_reflection_by_placement(self, role: str) -> None:
        assert not readable(role, Phase.REFLECTION) & (STORY | {"uncategorised"})

    @pytest.mark.parametrize("role", ["inspectorate", "rapporteur", "privacy_officer", "chain"])
    @pytest.mark.parametrize("phase", Phase)
    def test_oversight_sees_no_stories_in_any_phase(self, role: str, phase: Phase) -> None:
        assert not readable(role, phase) & (STORY | {"uncategorised", "identity"})

    @pytest.mark.parametrize("phase", Phase)
    def test_the_police_never_read_medical_passages_by_placement(self, phase: Phase) -> None:
        assert "health" not in readable("police", phase)

    @pytest.mark.parametrize("phase", Phase)
    def test_the_guardian_gets_nothing_of_the_investigation(self, phase: Phase) -> None:
        assert not readable("guardian", phase) & {"perpetrators", "investigation", "questions_of_investigation"}

    def test_signals_are_no_story_and_reach_the_police_during_reflection(self) -> None:
        assert "signals" in readable("police", Phase.REFLECTION)

    def test_identity_is_nobodys_by_placement_but_of_the_child_its_guardian_and_its_lawyer(self) -> None:
        law = standard_access()
        assert {role for role in law.roles if "identity" in readable(role, Phase.PROCEDURE)} == {
            "child",
            "guardian",
            "lawyer",
        }

    def test_breaking_the_glass_lasts_hours_and_always_tells_the_childs_side_or_the_privacy_officer(self) -> None:
        emergencies = [rule for rule in standard_access().rules.values() if rule.written is Written.EMERGENCY]
        assert emergencies
        assert all(rule.lasts is not None and 0 < rule.lasts.hours <= 24 for rule in emergencies)
        assert all("privacy_officer" in rule.tells for rule in emergencies)


class TestAFaultInAFile:
    @pytest.fixture
    def copied(self, tmp_path: Path) -> Path:
        for path in LAW.glob("*.yaml"):
            (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        return tmp_path

    def faults(self, root: Path, name: str, old: str, new: str) -> str:
        path = root / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(LawFaults) as found:
            load_access(root)
        return str(found.value)

    def test_names_the_category_that_was_probably_meant(self, copied: Path) -> None:
        message = self.faults(copied, "care", "of: [health]", "of: [heatlh]")
        place, fault = r"care\.yaml:\d+ rules\.care-health\.of", r'"heatlh" is no category; did you mean "health"\?'
        assert re.search(f"{place}: {fault}", message)

    def test_is_reported_together_with_the_others(self, copied: Path) -> None:
        self.faults(copied, "care", "purpose: care", "purpose: cure")
        message = self.faults(copied, "chain", "roles: [chain]", "roles: [police]")
        assert '"cure" is no purpose' in message
        assert "police belongs to" in message

    def test_refuses_a_bit_that_was_given_before(self, copied: Path) -> None:
        assert "bit 1 is that of family" in self.faults(copied, "information", "bit: 2", "bit: 1")

    def test_refuses_consent_by_the_back_door(self, copied: Path) -> None:
        asked = "    consent: medical\n"
        assert "waits for" in self.faults(copied, "guardian", f"    written: consent\n{asked}", asked)

    def test_refuses_a_request_that_waits_for_a_second_person_for_ever(self, copied: Path) -> None:
        waits = "    waits: PT72H\n"
        assert "does not wait for a second person for ever" in self.faults(copied, "prosecution", waits, "")
        lasts = "    written: emergency\n    lasts: PT4H\n"
        assert "is for a reveal" in self.faults(copied, "police", lasts, f"{lasts}{waits}")

    def test_refuses_an_emergency_that_does_not_end(self, copied: Path) -> None:
        assert "a grant on request ends by itself" in self.faults(copied, "guardian", "    lasts: PT4H\n", "")
