from datetime import date

import pytest

from relaas.casework.published import PublishedCase, read_published
from relaas.casework.replay import last_day, replay_case
from relaas.casework.replay_mapping import CaseReading, load_replay_data, standard_replay_data
from relaas.casework.replay_reading import narrowed, read_events
from relaas.casework.replay_steps import Verdict, Whole
from relaas.kernel.faults import LawFaults
from relaas.kernel.when import When
from relaas.procedure.library import standard_library


def case_of(*events: str, route: str = "asylum", minor: str = "true") -> PublishedCase:
    """An invented case."""
    head = f"""\
schema_version: 1
cases:
- id: INVENTED-1
  url: "https://example.org/1"
  read_extent: court_text_excerpt
  subject: {{minor: {minor}}}
  facts: "Invented."
  route: [{route}]
  events:
"""
    lines = "".join(f"    - {{{event}}}\n" for event in events)
    return read_published(name="cases.yaml", text=head + lines).cases[0]


UNKNOWN = "date: null, date_precision: unknown"


class TestDatesInOrder:
    def test_narrow_an_unknown_date_between_its_neighbours(self) -> None:
        first, last = date(2019, 1, 3), date(2021, 4, 28)
        days = narrowed([When.exact(first), When.unknown(), When.exact(last)])
        assert days[1] == When(earliest=first, latest=last)

    def test_never_narrow_to_what_no_source_says(self) -> None:
        assert narrowed([When.unknown(), When.unknown()]) == [When.unknown(), When.unknown()]


class TestAnEvent:
    def events(self, case: PublishedCase) -> list[list[str]]:
        read = read_events(
            case=case, mapping=standard_replay_data().mapping, reading=CaseReading(), until=date(2025, 1, 1)
        )
        return [[deed.act for deed in one.deeds] for one in read]

    def test_is_read_by_the_route_of_its_case(self) -> None:
        granted = "type: permit_granted, date: 2017-03-01"
        assert self.events(case_of(granted)) == [["grant_asylum"]]
        assert self.events(case_of(granted, route="trafficking_permit"))[0][-1] == "grant_permit"

    def test_brings_what_it_presupposes_once(self) -> None:
        case = case_of(
            "type: report_filed, date: 2017-01-10",
            "type: permit_granted, date: 2017-01-12",
            f"type: permit_withdrawn, {UNKNOWN}",
            route="trafficking_permit",
        )
        assert self.events(case) == [["sign_report"], ["forward_m55", "grant_permit"], ["withdraw_permit"]]

    def test_is_read_by_what_came_before_it(self) -> None:
        case = case_of(f"type: asylum_application, {UNKNOWN}", f"type: asylum_application, {UNKNOWN}")
        assert self.events(case) == [["apply_asylum"], ["apply_asylum_after_refusal"]]

    def test_that_is_no_act_says_why(self) -> None:
        (read,) = read_events(
            case=case_of("type: detention, date: 2017-01-01"),
            mapping=standard_replay_data().mapping,
            reading=CaseReading(),
            until=date(2017, 1, 1),
        )
        assert read.deeds == ()
        assert read.nothing is not None


class TestAReplay:
    def test_makes_a_birthday_out_of_the_event_that_somebody_turned_eighteen(self) -> None:
        case = case_of("type: asylum_application, date: 2017-01-10", "type: turned_18, date: 2017-03-01")
        replay = replay_case(case=case, library=standard_library(), data=standard_replay_data())
        assert isinstance(replay.whole, Whole)
        assert replay.whole.situation.statuses["age"] == ("adult",)

    def test_finds_a_default_notice_that_came_too_early(self) -> None:
        case = case_of("type: asylum_application, date: 2017-01-10", "type: default_notice, date: 2017-07-10")
        replay = replay_case(case=case, library=standard_library(), data=standard_replay_data())
        # The last day of the six months from 10 January still counts.
        assert replay.steps[1].deeds[0].verdict is Verdict.AGAINST_RULES
        assert [obstacle.subject for obstacle in replay.steps[1].deeds[0].obstacles] == ["asylum_decision"]

    def test_says_of_a_step_that_could_not_follow_that_one_may_be_missing(self) -> None:
        case = case_of("type: asylum_application, date: 2017-01-10", "type: asylum_refusal, date: 2017-02-10")
        replay = replay_case(case=case, library=standard_library(), data=standard_replay_data())
        assert replay.steps[1].deeds[0].verdict is Verdict.NOT_AS_TOLD

    def test_goes_no_further_than_it_is_asked_to(self) -> None:
        case = case_of("type: asylum_application, date: 2017-01-10", "type: asylum_refusal, date: 2017-02-10")
        day = date(2017, 1, 31)
        replay = replay_case(case=case, library=standard_library(), data=standard_replay_data(), until=day)
        assert [step.read.event.type for step in replay.steps] == ["asylum_application"]
        assert replay.until == day

    def test_of_a_case_without_any_date_asks_for_a_day(self) -> None:
        with pytest.raises(ValueError, match="--until"):
            last_day(case_of(f"type: signal, {UNKNOWN}"))


class TestTheDataOfTheReplay:
    def test_reports_the_faults_of_all_its_files(self, tmp_path) -> None:  # type: ignore[no-untyped-def]
        (tmp_path / "today.yaml").write_text("relaas: 1\nmaping: today\n")
        (tmp_path / "integral.yaml").write_text("relaas: 2\n")
        (tmp_path / "findings.yaml").write_text("relaas: 1\nfindings: a\nfindings: b\n")
        with pytest.raises(LawFaults) as caught:
            load_replay_data(tmp_path)
        text = str(caught.value)
        assert 'law/replay/today.yaml:2 maping: "maping" is no word of the format; did you mean "mapping"?' in text
        assert "law/replay/integral.yaml:1 relaas" in text
        assert "law/replay/findings.yaml:3 findings: given twice" in text
