"""A coded fact: what is typed is checked whole, and kept in one normal form."""

from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from relaas.kernel.moments import NaiveMoment
from relaas.story.fact_kinds import Certainty
from relaas.story.facts import CodedFact, FactFaults, check_fact, code_fact, look_up_keys, normalised
from relaas.story.told_dates import ToldDate, ToldDateError
from relaas.story.vocabularies import standard_vocabularies

WORDS = standard_vocabularies()
THEN = datetime(2016, 3, 17, 9, 30, tzinfo=UTC)


def faults_of(kind: str, **values: Any) -> dict[str, str]:
    return {fault.field: fault.why.en for fault in check_fact(WORDS, kind, values)}


def normal(kind: str, **values: Any) -> dict[str, Any]:
    return normalised(WORDS, kind, values)


class TestATelephoneNumber:
    @pytest.mark.parametrize(
        ("typed", "country"),
        [
            ("+234 803 123 4567", None),
            ("00234 803 123 4567", None),
            ("0803 123 4567", "NG"),
            ("0803-123-4567", "ng"),
            ("٠٨٠٣١٢٣٤٥٦٧", "NG"),
            ("+2348031234567", "NL"),
        ],
    )
    def test_is_kept_in_the_international_form(self, typed: str, country: str | None) -> None:
        assert normal("phone_number", number=typed, country=country)["number"] == "+2348031234567"

    def test_without_a_country_asks_for_one(self) -> None:
        assert "give the country" in faults_of("phone_number", number="0803 123 4567")["number"]

    def test_that_is_too_short_is_to_be_written_down_as_remembered(self) -> None:
        assert "remembered" in faults_of("phone_number", number="+234 80")["number"]
        assert normal("phone_number", remembered="ends in 4521") == {"remembered": "ends in 4521"}

    def test_beside_a_bad_country_blames_the_country_too(self) -> None:
        assert set(faults_of("phone_number", number="0803 123 4567", country="Nigeria")) == {"number", "country"}


class TestAnAmount:
    @pytest.mark.parametrize("typed", ["45000", "45 000", "45000,00", "45000.0", 45000, Decimal("45000.00")])
    def test_is_kept_as_a_plain_decimal(self, typed: object) -> None:
        assert normal("debt", amount=typed, currency="eur") == {"amount": "45000", "currency": "EUR"}

    @pytest.mark.parametrize("typed", ["1.500", "1,500", "1.500,50", "much", "1e5", "NaN", 12.5, True])
    def test_that_could_be_two_amounts_or_none_is_refused(self, typed: object) -> None:
        assert set(faults_of("debt", amount=typed, currency="EUR")) == {"amount"}

    def test_below_zero_is_refused(self) -> None:
        assert "less than zero" in faults_of("debt", amount="-5", currency="EUR")["amount"]

    def test_needs_its_currency(self) -> None:
        assert faults_of("debt", amount="5") == {"amount": "This also needs: Currency."}

    @pytest.mark.parametrize("currency", ["EUR", "NGN", "NLG", "XOF", "SLL"])
    def test_may_be_in_money_that_was_used_since_2000(self, currency: str) -> None:
        assert faults_of("debt", amount="5", currency=currency) == {}

    @pytest.mark.parametrize("currency", ["XXX", "EURO", "DDM", "€"])
    def test_may_not_be_in_what_is_no_money(self, currency: str) -> None:
        assert set(faults_of("debt", amount="5", currency=currency)) == {"currency"}


class TestADateAsTold:
    @pytest.mark.parametrize("typed", ["2015", "2015-10", "2015-10-07", "2015-10~", "2015~"])
    def test_keeps_how_precisely_it_was_told(self, typed: str) -> None:
        assert normal("exploitation", form="sexual", from_on=f" {typed} ")["from_on"] == typed

    @pytest.mark.parametrize("typed", ["2015-13", "2015-02-30", "07-10-2015", "15", "october", "2015-1", "0999"])
    def test_that_does_not_exist_is_refused(self, typed: str) -> None:
        assert "no such date" in faults_of("exploitation", form="sexual", from_on=typed)["from_on"]
        with pytest.raises(ToldDateError):
            ToldDate.parse(typed)

    @pytest.mark.parametrize(
        ("start", "end", "is_fault"),
        [
            ("2015-10-07", "2015-10-06", True),
            ("2015-10", "2015-09", True),
            ("2015-10-07", "2015-10", False),
            ("2015", "2015-01-01", False),
            ("2015~", "2014", False),
            ("2015", "2014~", False),
            ("2015", "2016", False),
        ],
    )
    def test_of_an_end_is_a_fault_only_when_it_is_surely_before_the_start(
        self, start: str, end: str, is_fault: bool
    ) -> None:
        assert ("to_on" in faults_of("exploitation", form="sexual", from_on=start, to_on=end)) is is_fault


class TestAChoice:
    def test_that_is_no_option_gets_the_nearest_one(self) -> None:
        assert 'did you mean "servitude"' in faults_of("exploitation", form="servitud")["form"]

    def test_of_several_is_kept_in_the_order_of_the_list_and_without_doubles(self) -> None:
        legs = normal("route_leg", to_country="it", documents_used=["ticket", "passport", "ticket"])
        assert legs == {"to_country": "IT", "documents_used": ("passport", "ticket")}

    def test_of_one_takes_no_list(self) -> None:
        assert "form" in faults_of("exploitation", form=["sexual", "servitude"])

    def test_that_goes_with_another_is_refused_without_it(self) -> None:
        assert set(faults_of("exploitation", form="forced_begging", sexual_form="prostitution")) == {"sexual_form"}


class TestAFact:
    def test_reports_every_fault_at_once_in_both_languages(self) -> None:
        typed = {"amount": "-1", "currency": "XYZ", "condition": "wrk", "ammount": "5"}
        found = check_fact(WORDS, "debt", typed)
        assert [fault.field for fault in found] == ["ammount", "amount", "currency", "condition"]
        assert all(fault.why.nl and fault.why.en and fault.why.nl != fault.why.en for fault in found)

    def test_says_of_an_unknown_field_or_kind_the_nearest_one(self) -> None:
        assert 'did you mean "plate"' in faults_of("vehicle", plat="AB-12")["plat"]
        assert 'did you mean "vehicle"' in faults_of("vehicl", plate="AB-12")[""]

    def test_with_nothing_that_counts_is_refused(self) -> None:
        assert "at least one" in faults_of("vehicle", colour="red")[""]
        assert "at least one" in faults_of("vehicle", plate="  ", make="")[""]

    def test_is_not_told_to_be_empty_when_what_is_there_is_faulty(self) -> None:
        assert set(faults_of("document", number="---")) == {"number"}

    @pytest.mark.parametrize("typed", ["ab-12 cd", "AB12CD", " a b 1 2 c d", "ＡＢ１２ＣＤ", "ab.12.cd"])
    def test_writes_a_plate_in_one_way(self, typed: str) -> None:
        assert normal("vehicle", plate=typed) == {"plate": "AB12CD"}

    def test_never_repeats_what_was_typed_in_a_fault(self) -> None:
        told = "Mama Blessing"
        for kind in WORDS.facts.kinds:
            typed = dict.fromkeys(WORDS.kind(kind).fields, told)
            assert told not in str(check_fact(WORDS, kind, typed))
            with pytest.raises(FactFaults) as caught:
                normalised(WORDS, kind, {**typed, "unknown": told})
            assert told not in str(caught.value)

    def test_writes_text_on_one_line_without_control_characters(self) -> None:
        assert normal("alias", name=" Mama\n\tBle\x00ssing  ") == {"name": "Mama Blessing"}

    def test_keeps_every_script(self) -> None:
        for name in ("ብርሃን", "أم أحمد", "Élodie", "Đức"):
            assert normal("alias", name=name) == {"name": name}


class TestALookUpKey:
    def test_is_one_for_spellings_that_a_reader_takes_for_the_same(self) -> None:
        keys = {
            look_up_keys(WORDS, "alias", normal("alias", name=name))["name"]
            for name in ("Mama Élodie", "mama elodie", "MAMA-ELODIE", "Mama Elodie")
        }
        assert keys == {"mamaelodie"}

    def test_is_given_for_indexed_fields_only(self) -> None:
        values = normal("phone_number", number="+2348031234567", of="recruiter")
        assert look_up_keys(WORDS, "phone_number", values) == {"number": "+2348031234567"}
        assert look_up_keys(WORDS, "debt", normal("debt", to_whom="a madam")) == {}

    def test_is_left_out_when_nothing_can_be_found_by_it(self) -> None:
        assert look_up_keys(WORDS, "alias", normal("alias", name="???")) == {}


class TestACodedFact:
    def coded(self, **changes: Any) -> CodedFact:
        said: dict[str, Any] = {
            "kind": "vehicle",
            "values": {"plate": "ab-12"},
            "certainty": Certainty.LIKELY,
            "cites": ("passage-7",),
            "coder": "mandate-3",
            "coded_at": THEN,
        }
        return code_fact(vocabularies=WORDS, **{**said, **changes})

    def test_holds_values_in_normal_form(self) -> None:
        assert self.coded().values == {"plate": "AB12"}

    def test_is_taken_from_at_least_one_passage(self) -> None:
        for cites in ((), ("",), ("passage-7", "passage-7")):
            with pytest.raises(ValueError, match="passage"):
                self.coded(cites=cites)

    def test_knows_when_it_was_coded(self) -> None:
        with pytest.raises(NaiveMoment):
            self.coded(coded_at=THEN.replace(tzinfo=None))

    def test_is_refused_with_all_faults(self) -> None:
        with pytest.raises(FactFaults) as caught:
            self.coded(values={"plate": "-", "colour": "rad"})
        assert [fault.field for fault in caught.value.faults] == ["plate", "colour"]

    def test_says_how_sure_the_coder_is_and_nothing_else_of_the_kind(self) -> None:
        assert [field.name for field in fields(CodedFact)] == [
            "kind",
            "values",
            "certainty",
            "cites",
            "coder",
            "coded_at",
        ]
