"""Every rule of the lint: one thing changed in a sound law file, and the fault that names the place and the cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.procedure.law_files import Changes, changed, load, words

TITLE = {"nl": "Iets", "en": "Something"}
DRY_OFF: dict[str, Any] = {"title": TITLE, "by": "frog", "rests_on": ["pond-act"]}
LILY: dict[str, Any] = {"title": TITLE, "rests_on": ["pond-act"]}
TERM: dict[str, Any] = {"title": TITLE, "from": "croak", "length": "P1D", "atw": False, "rests_on": ["pond-act"]}
CLOCK: dict[str, Any] = {
    "title": TITLE, "by": "clock", "at": "jumping", "from": {"water": "dry"}, "to": {"water": "wet"},
    "rests_on": ["pond-act"],
}  # fmt: skip

FAULTS: list[tuple[str, Changes, str]] = [
    # names and sources
    ("a name in two sections", {"facts.jump": {"title": TITLE, "type": "flag"}},
     "acts.jump: the name stands in facts too; conditions and terms could mean either"),
    ("a source that is not there", {"acts.jump.rests_on": ["pond-axt"]},
     'acts.jump.rests_on: "pond-axt" is not a source; did you mean "pond-act"?'),
    ("a source of a suspension that is not there",
     {"terms.jumping.suspended": [{"while": {"water": "wet"}, "at_most": "P1W", "rests_on": ["pnd-act"]}]},
     'terms.jumping.suspended.0: "pnd-act" is not a source; did you mean "pond-act"?'),
    ("a source of an open end that is not there", {"tracks.water.statuses.wet.open_end": "pond-at"},
     'tracks.water.statuses.wet: "pond-at" is not a source; did you mean "pond-act"?'),
    ("an assumption without a reason", {"sources.guess": {"title": "Gok", "kind": "assumption", "state": "assumed"}},
     "sources.guess: is assumed and gives no reason"),
    ("a quotation without words", {"sources.words": {"title": "Wet", "kind": "law", "state": "quoted"}},
     "sources.words: is quoted and gives no quote"),
    # tracks
    ("a start that is no status", {"tracks.water.start": "dri"},
     'tracks.water.start: "dri" is not a status of water; did you mean "dry"?'),
    ("a status with an unknown procedure", {"tracks.water.statuses.wet.procedure": "swin"},
     'tracks.water.statuses.wet.procedure: "swin" is not a procedure; did you mean "swim"?'),
    ("a status without a way out", {"tracks.water.statuses.wet.final": False},
     "tracks.water.statuses.wet: no act leaves it; say final: true, or open_end with the source that leaves it open"),
    ("a status that nothing leads to", {"tracks.water.statuses.damp": {"title": TITLE, "final": True}},
     "tracks.water.statuses.damp: no act leads to it, so no child can ever be there"),
    ("an open procedure that nobody is bound to end",
     {"tracks.water.statuses.dry.procedure": "swim", "acts.jump.force": "may", "acts.jump.if_late": ...},
     "tracks.water.statuses.dry: a procedure is open here and no duty leads out; "
     "name who is bound, or declare open_end"),
    # facts
    ("a choice of one", {"facts.weed.of": {"much": TITLE}}, "facts.weed.of: a choice has at least two options"),
    ("a choice that starts elsewhere", {"facts.weed.start": "litle"},
     'facts.weed.start: "litle" is not an option; did you mean "little"?'),
    ("a flag that starts with a word", {"facts.cold.start": "much"}, "facts.cold.start: a flag starts true or false"),
    # conditions
    ("a condition about nothing known", {"acts.jump.if": "cald"},
     'acts.jump.if: "cald" is not a fact, counter or track that a condition can ask about; did you mean "cold"?'),
    ("a condition about a date", {"acts.jump.if": "hatched_on == 'x'"},
     'acts.jump.if: "hatched_on" is not a fact, counter or track that a condition can ask about; '
     "known are: cold, jumps, water, weed"),
    ("a condition on a value that cannot be", {"acts.jump.if": "weed == 'litle'"},
     "acts.jump.if: weed is never 'litle'; did you mean \"little\"?"),
    ("a condition on a status that cannot be", {"acts.jump.if": "water in ('dry', 'wat')"},
     "acts.jump.if: water is never 'wat'; did you mean \"wet\"?"),
    ("a choice as if it were true or false", {"acts.jump.if": "not weed"},
     "acts.jump.if: weed is not true or false by itself; compare it with a value"),
    ("a counter as if it were true or false", {"acts.jump.if": "jumps"},
     "acts.jump.if: jumps is not true or false by itself; compare it with a value"),
    ("a choice in order", {"acts.jump.if": "weed < 'much'"},
     "acts.jump.if: weed is no number; ask whether it is (==) or is one of (in) its values"),
    ("a counter and a word", {"acts.jump.if": "jumps == 'two'"},
     "acts.jump.if: jumps counts; compare it with a whole number, not 'two'"),
    ("a right with a condition that cannot be",
     {"rights": {"lily": {**LILY, "while": [{"water": "wet"}], "if": "weed == 'no'"}}},
     "rights.lily.if: weed is never 'no'; known are: little, much"),
    # terms
    ("an anchor that is not there", {"terms.jumping.from": ["croaks"]},
     'terms.jumping.from: "croaks" is not an act or a date; did you mean "croak"?'),
    ("an anchor that is no date", {"terms.jumping.from": ["cold"]},
     "terms.jumping.from: cold is no date; a term runs from an act, a status or a date"),
    ("an anchor in an unknown status", {"terms.jumping.from": ["water.wett"]},
     'terms.jumping.from.water: "wett" is not a status of water; did you mean "wet"?'),
    ("an anchor in an unknown track", {"terms.jumping.from": ["watr.wet"]},
     'terms.jumping.from.watr: "watr" is not a track; did you mean "water"?'),
    ("a length without an otherwise", {"terms.jumping.length": [{"if": "cold", "is": "P1D"}]},
     "terms.jumping.length: the last line, and only that, has no condition"),
    ("working days in months", {"terms.jumping.length": "P1M", "terms.jumping.counting": "working"},
     "terms.jumping.length: P1M cannot be counted in working days; write it in days"),
    ("an extension that cannot be added", {"terms.jumping.extends": {"croak": {"by": "PT5H"}}},
     "terms.jumping.extends.croak: PT5H cannot be added to P1W; count both in the same way"),
    ("an extension by nobody", {"terms.jumping.extends": {"crok": {"by": "P1D"}}},
     'terms.jumping: "crok" is not an act; did you mean "croak"?'),
    ("a stop by nobody",
     {"terms.jumping.stops": ["crok"]}, 'terms.jumping: "crok" is not an act; did you mean "croak"?'),
    ("a suspension in an unknown status",
     {"terms.jumping.suspended": [{"while": {"water": "wett"}, "at_most": "none"}]},
     'terms.jumping.suspended.0.while.water: "wett" is not a status of water; did you mean "wet"?'),
    ("a term for nothing",
     {"terms.idle": TERM}, "terms.idle: no act is within, after or at it, so it can never matter"),
    # acts
    ("an unknown role", {"acts.jump.by": "frogs"}, 'acts.jump.by: "frogs" is not a role; did you mean "frog"?'),
    ("an unknown track",
     {"acts.jump.from": {"watr": "dry"}}, 'acts.jump.from.watr: "watr" is not a track; did you mean '
     '"water"?'),
    ("an unknown status", {"acts.croak.from": {"water": ["dri"]}},
     'acts.croak.from.water: "dri" is not a status of water; did you mean "dry"?'),
    ("a move to an unknown status", {"acts.croak.to": {"water": {"wet": "dri"}}},
     'acts.croak.to.water: "dri" is not a status of water; did you mean "dry"?'),
    ("an unknown term", {"acts.jump.within": "jumpin"},
     'acts.jump.within: "jumpin" is not a term; did you mean "jumping"?'),
    ("an unknown fact set", {"acts.croak.sets": {"cald": True}}, 'acts.croak.sets: "cald" is not a fact; did you mean '
     '"cold"?'),
    ("a value that cannot be set", {"acts.croak.sets": {"weed": "litle"}},
     "acts.croak.sets.weed: weed is never 'litle'; did you mean \"little\"?"),
    ("an unknown fact asked", {"acts.croak.asks": ["cald"]}, 'acts.croak.asks: "cald" is not a fact; did you mean '
     '"cold"?'),
    ("an unknown counter", {"acts.croak.adds": {"jump": 1}},
     'acts.croak.adds: "jump" is not a counter; did you mean "jumps"?'),
    ("an unknown procedure opened", {"acts.croak.opens": "swin"},
     'acts.croak.opens: "swin" is not a procedure; did you mean "swim"?'),
    # duties
    ("a power that can be late", {"acts.croak.if_late": {"breach": True}},
     "acts.croak.if_late: only a duty (force: must) can be late"),
    ("a power that no term binds", {"acts.croak.within": "none"},
     "acts.croak.within: only a duty says that no term binds it"),
    ("a duty without a term", {"acts.jump.within": ...},
     "acts.jump: is a duty and says no term; say within: <term>, or within: none when no rule bounds it"),
    ("a duty that may be late for nothing", {"acts.jump.if_late": ...},
     "acts.jump: is a duty and does not say what happens when it is late (if_late)"),
    ("lateness that opens nothing known", {"acts.jump.if_late": {"breach": True, "then": ["crok"]}},
     'acts.jump.if_late.then: "crok" is not an act; did you mean "croak"?'),
    ("lateness that opens what does not wait for it", {"acts.jump.if_late": {"breach": True, "then": ["croak"]}},
     "acts.jump.if_late.then: croak does not wait for the end of jumping (after, or at)"),
    # the clock
    ("a clock that shares its act", {"acts.end": {**CLOCK, "by": ["clock", "frog"]}},
     "acts.end.by: what the clock does nobody else does; split the act"),
    ("a clock without an hour", {"acts.end": {key: value for key, value in CLOCK.items() if key != "at"}},
     "acts.end: is done by the clock and does not say at the end of which term (at)"),
    ("a clock that is asked",
     {"acts.end": {**CLOCK, "asks": ["cold"]}}, "acts.end.asks: the clock answers no questions"),
    ("a person at the end of a term", {"acts.croak.at": "jumping"},
     "acts.croak.at: only the clock acts at the end of a term; a person acts within or after one"),
    # repetition
    ("an act without end", {"acts.croak.times": ...},
     "acts.croak: can be repeated without end; say how often (times: n, or many)"),
    ("a circle without end",
     {"acts.dry_off": {**DRY_OFF, "from": {"water": "wet"}, "to": {"water": "dry"}}},
     "acts.jump: the circle jump -> dry_off can be gone round without end; give one act times"),
    # the rest
    ("uncertainty from nothing", {"uncertainty": {"from": "crok", "rests_on": ["pond-act"]}},
     'uncertainty.from: "crok" is not an act; did you mean "croak"?'),
    ("a right in an unknown status",
     {"rights": {"lily": {**LILY, "while": [{"water": "wett"}]}}},
     'rights.lily.while.0.water: "wett" is not a status of water; did you mean "wet"?'),
    ("a question about nothing",
     {"open_questions": {"why": {"question": TITLE, "meanwhile": TITLE, "concerns": ["terms.jump"]}}},
     'open_questions.why.concerns: "terms.jump" is no element of this regime'),
    ("a landmark of no promise", {"landmarks": {"first": {"acts": ["croak"]}}},
     'landmarks.first: "first" is not a landmark of the promises'),
]  # fmt: skip


class TestTheLint:
    def test_has_nothing_against_a_sound_file(self, tmp_path: Path) -> None:
        assert load(tmp_path, pond=changed({})).regime("pond").regime == "pond"

    @pytest.mark.parametrize(("changes", "message"), [pytest.param(c, m, id=i) for i, c, m in FAULTS])
    def test_refuses(self, tmp_path: Path, changes: Changes, message: str) -> None:
        assert message in words(tmp_path, pond=changed(changes))

    def test_reports_all_faults_at_once(self, tmp_path: Path) -> None:
        both = {"acts.jump.by": "frogs", "acts.croak.opens": "swin", "facts.cold.start": "much"}
        assert len(words(tmp_path, pond=changed(both))) == 3


PROMISES = """
relaas: 1
promises: asked
title: {nl: Beloften, en: Promises}
sources: {}
landmarks:
  heard: {title: {nl: Gehoord, en: Heard}, kind: moment}
  dry: {title: {nl: Droog, en: Dry}, kind: state}
asks: {}
"""


class TestTheLintOfLandmarks:
    def words(self, root: Path, landmarks: dict[str, Any]) -> list[str]:
        (root / "promises").mkdir()
        (root / "promises" / "asked.yaml").write_text(PROMISES)
        return sorted(words(root, pond=changed({"landmarks": landmarks})))

    def test_asks_for_every_landmark(self, tmp_path: Path) -> None:
        assert self.words(tmp_path, {"heard": {"acts": ["croak"]}}) == [
            "landmarks: does not say what dry is in this regime (or none, and why)"
        ]

    def test_tells_moments_from_states(self, tmp_path: Path) -> None:
        assert self.words(tmp_path, {"heard": {"statuses": {"water": "dry"}}, "dry": {"acts": ["croak"]}}) == [
            "landmarks.dry: is a state: say its statuses or rights, or none and why",
            "landmarks.heard: is a moment: say its acts, or none and why",
        ]

    def test_knows_the_acts_audiences_statuses_and_rights_that_are_named(self, tmp_path: Path) -> None:
        named = {"heard": {"acts": {"crok": "frogs"}}, "dry": {"statuses": {"water": "dri"}, "rights": ["lily"]}}
        assert self.words(tmp_path, named) == [
            'landmarks.dry.statuses.water: "dri" is not a status of water; did you mean "dry"?',
            'landmarks.dry: "lily" is not a right',
            'landmarks.heard: "crok" is not an act; did you mean "croak"?',
            'landmarks.heard: "frogs" is not a role; did you mean "frog"?',
        ]
