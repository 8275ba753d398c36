"""Whatever is typed: a valid fact is taken and has one normal form, and one slip in it is always noticed."""

from datetime import date
from typing import Any

import phonenumbers
from hypothesis import assume, given
from hypothesis import strategies as st

from relaas.story.fact_kinds import FactField, FactKind, ValueType
from relaas.story.fact_values import BadValue, clean_text, countries, currencies, matching_key, read_value
from relaas.story.facts import check_fact, normalised
from relaas.story.vocabularies import standard_vocabularies

WORDS = standard_vocabularies()

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31))
told_dates = st.builds(
    lambda day, length, about: day.isoformat()[:length] + about,
    days,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~"]),
)
words = st.text(min_size=1, max_size=40).filter(lambda text: clean_text(text) != "")
identifiers = st.from_regex(r"[A-Z0-9][A-Z0-9 .-]{0,12}", fullmatch=True)
amounts = st.builds(
    lambda whole, cents, mark: f"{whole}{mark}{cents:02}" if mark else str(whole),
    st.integers(0, 10**9),
    st.integers(0, 99),
    st.sampled_from(["", ".", ","]),
)
example_numbers = [
    number
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (number := phonenumbers.example_number(region)) is not None
    and phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
]
phones = st.builds(
    phonenumbers.format_number,
    st.sampled_from(example_numbers),
    st.sampled_from([phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL]),
)
of_type: dict[ValueType, st.SearchStrategy[Any]] = {
    ValueType.TEXT: words,
    ValueType.IDENTIFIER: identifiers,
    ValueType.COUNTRY: st.sampled_from(sorted(countries())).flatmap(lambda code: st.sampled_from([code, code.lower()])),
    ValueType.CURRENCY: st.sampled_from(sorted(currencies())),
    ValueType.AMOUNT: amounts,
    ValueType.COUNT: st.integers(1, 999) | st.integers(1, 999).map(str),
    ValueType.DATE: told_dates,
    ValueType.PHONE: phones,
    ValueType.FLAG: st.booleans(),
}
# One value of each type that is none, whatever else the fact says.
slips: dict[ValueType, st.SearchStrategy[Any]] = {
    ValueType.TEXT: st.integers() | st.just("x" * 1001),
    ValueType.IDENTIFIER: st.sampled_from(["-", "...", "~~"]),
    ValueType.COUNTRY: st.sampled_from(["ZZ", "UN", "Nigeria", "1"]),
    ValueType.CURRENCY: st.sampled_from(["XXX", "euro", "12"]),
    ValueType.AMOUNT: st.integers(-(10**6), -1) | st.sampled_from(["1.000", "1,000,000", "a lot", "Infinity"]),
    ValueType.COUNT: st.sampled_from([0, -1, 1000, "first", True]),
    ValueType.DATE: st.sampled_from(["2015-00", "2015-02-29", "last year", "1-2-2015"]),
    ValueType.PHONE: st.sampled_from(["+31 6", "+999 12345678", "number", "+" + "1" * 20]),
    ValueType.FLAG: st.sampled_from(["yes", 1]),
    ValueType.CHOICE: st.sampled_from(["no such option", 1]),
}


def values_of(field: FactField) -> st.SearchStrategy[Any]:
    if field.type is not ValueType.CHOICE:
        return of_type[field.type]
    options = st.sampled_from(list(WORDS.options(field)))
    return st.lists(options, min_size=1, max_size=4) if field.many else options


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind and values without a fault, as somebody might type them."""
    name = draw(st.sampled_from(list(WORDS.facts.kinds)))
    kind = WORDS.kind(name)
    chosen = {draw(st.sampled_from(kind.at_least_one_of))} | draw(st.sets(st.sampled_from(list(kind.fields))))
    chosen |= {needed for field in chosen if (needed := kind.fields[field].needs)}
    values = {field: draw(values_of(kind.fields[field])) for field in kind.fields if field in chosen}
    for field in list(values):
        first = kind.fields[field].not_before
        if first in values and values[field][:4] <= values[first][:4]:
            values[field] = f"{int(values[first][:4]) + 1}"
        for beside, options in kind.fields[field].goes_with.items():
            if values.get(beside) not in options:
                values.pop(field, None)
    return name, values


def kind_of(name: str) -> FactKind:
    return WORDS.kind(name)


class TestAValidFact:
    @given(facts())
    def test_has_no_fault(self, fact: tuple[str, dict[str, Any]]) -> None:
        assert check_fact(WORDS, *fact) == ()

    @given(facts())
    def test_has_a_normal_form_that_is_its_own(self, fact: tuple[str, dict[str, Any]]) -> None:
        name, values = fact
        once = normalised(WORDS, name, values)
        assert set(once) == set(values)
        assert normalised(WORDS, name, once) == once

    @given(facts(), st.data())
    def test_with_one_slip_has_a_fault_at_that_field(
        self, fact: tuple[str, dict[str, Any]], data: st.DataObject
    ) -> None:
        name, values = fact
        field = data.draw(st.sampled_from(list(values)))
        typed = {**values, field: data.draw(slips[kind_of(name).fields[field].type])}
        assert [fault.field for fault in check_fact(WORDS, name, typed)] == [field]

    @given(facts(), st.text(min_size=1, max_size=20))
    def test_with_a_field_too_many_has_one_fault(self, fact: tuple[str, dict[str, Any]], stranger: str) -> None:
        name, values = fact
        assume(stranger not in kind_of(name).fields)
        assert [fault.field for fault in check_fact(WORDS, name, {**values, stranger: "x"})] == [stranger]

    @given(facts())
    def test_without_what_makes_it_a_fact_has_a_fault(self, fact: tuple[str, dict[str, Any]]) -> None:
        name, values = fact
        emptied = {**values, **dict.fromkeys(kind_of(name).at_least_one_of, "")}
        assert "" in [fault.field for fault in check_fact(WORDS, name, emptied)]

    @given(facts())
    def test_that_ends_before_it_starts_has_a_fault(self, fact: tuple[str, dict[str, Any]]) -> None:
        name, values = fact
        ends = [end for end, field in kind_of(name).fields.items() if field.not_before]
        assume(ends)
        typed = {**values, kind_of(name).fields[ends[0]].not_before or "": "2015-10", ends[0]: "2015-09-30"}
        assert [fault.field for fault in check_fact(WORDS, name, typed)] == [ends[0]]


class TestAnyValue:
    @given(st.sampled_from(sorted(of_type)), st.text() | st.integers() | st.none() | st.booleans() | st.floats())
    def test_is_refused_with_words_or_read_into_a_form_that_is_its_own(self, type_: ValueType, typed: Any) -> None:
        refused: BadValue | None = None
        try:
            once = read_value(type_, typed, country="NL")
        except BadValue as error:
            refused = error
        if refused is not None:
            assert refused.why.nl
            assert refused.why.en
        else:
            assert read_value(type_, once) == once

    @given(st.sampled_from(example_numbers), st.sampled_from(["", " ", "-"]))
    def test_of_a_telephone_is_one_number_however_it_is_written(self, number: Any, between: str) -> None:
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert read_value(ValueType.PHONE, f"{e164[:5]}{between}{e164[5:]}") == e164
        assert read_value(ValueType.PHONE, f"00{e164[1:]}", country="NL") == e164

    @given(st.text())
    def test_has_a_matching_key_that_is_its_own(self, text: str) -> None:
        assert matching_key(matching_key(text)) == matching_key(text)
