import pytest

from relaas.casework.published import Precision, read_published
from relaas.kernel.faults import LawFaults
from relaas.kernel.when import When

# Invented.
CASE = """\
schema_version: 1
cases:
- id: INVENTED-1
  ecli: null
  url: "https://example.org/1"
  read_extent: press
  subject: {minor: true}
  facts: "Invented."
  route: [asylum]
  events:
    - {type: signal, date: null, date_precision: month, year: 2017, month: 5}
    - {type: asylum_application, date: 2017-06-01}
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(LawFaults) as caught:
        read_published(name="cases.yaml", text=text)
    return [str(fault) for fault in caught.value.faults]


class TestAFileOfPublishedCases:
    def test_is_read_with_dates_as_precise_as_they_are_known(self) -> None:
        (case,) = read_published(name="cases.yaml", text=CASE).cases
        assert case.events[0].on == When.month(2017, 5)
        assert case.events[1].date_precision is Precision.DAY

    def test_keeps_before_and_unknown(self) -> None:
        text = CASE + "    - {type: judgment, date: 2018-01-01, date_precision: before}\n"
        text += "    - {type: hearing, date: null, date_precision: unknown}\n"
        events = read_published(name="cases.yaml", text=text).cases[0].events
        assert str(events[2].on) == "on or before 2017-12-31"
        assert events[3].on == When.unknown()

    def test_reports_all_faults_at_once_with_line_and_place(self) -> None:
        text = CASE.replace("read_extent: press", "read_extent: pres")
        text = text.replace("minor: true", "minr: true")
        text = text.replace("type: signal", "type: signl")
        found = faults_of(text + "    - {type: entry, date: 2017-05-01}\n")
        assert [fault.split(": ")[0] for fault in found] == [
            "cases.yaml:6 cases.0.read_extent",
            "cases.yaml:7 cases.0.subject.minr",
            "cases.yaml:11 cases.0.events.0.type",
            "cases.yaml:13 cases.0.events.2",
        ]

    def test_names_the_nearest_known_word(self) -> None:
        (fault,) = faults_of(CASE.replace("minor: true", "minr: true"))
        assert fault.endswith('"minr" is no word of the format; did you mean "minor"?')

    def test_names_the_nearest_type_of_event(self) -> None:
        (fault,) = faults_of(CASE.replace("type: asylum_application", "type: asylum_aplication"))
        assert 'did you mean "asylum_application"?' in fault

    def test_refuses_a_date_that_is_more_or_less_precise_than_it_says(self) -> None:
        (fault,) = faults_of(CASE.replace("year: 2017, month: 5}", "year: 2017}"))
        assert "a date known to the precision month is given by month and year, not by year" in fault

    def test_refuses_events_out_of_order(self) -> None:
        (fault,) = faults_of(CASE.replace("2017-06-01", "2016-06-01"))
        assert "comes before an event above it" in fault

    def test_refuses_the_same_id_twice(self) -> None:
        second = CASE.split("cases:\n")[1]
        (fault,) = faults_of(CASE + second)
        assert '"INVENTED-1" is the id of the case on line 3 too' in fault

    def test_refuses_what_is_no_ecli(self) -> None:
        (fault,) = faults_of(CASE.replace("ecli: null", "ecli: ECLI-1"))
        assert "is not an ECLI" in fault

    def test_refuses_a_text_that_is_no_mapping(self) -> None:
        (fault,) = faults_of("- a\n- b\n")
        assert "is a mapping with schema_version and cases" in fault

    def test_names_the_nearest_case(self) -> None:
        cases = read_published(name="cases.yaml", text=CASE)
        with pytest.raises(KeyError, match='did you mean "INVENTED-1"'):
            cases.case("INVENTD-1")
