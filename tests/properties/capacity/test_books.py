"""What always holds of capacity, whatever is written in the books and in whatever order."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relaas.capacity.capacity_law import capacity_law
from relaas.capacity.events import Away, Certified, Closed, Event, Knows, Left, Opened, Placed, What
from relaas.capacity.roster import roster
from relaas.capacity.strength import strength
from relaas.capacity.written import from_words, to_words

POOL = "certified_detectives"
DAYS = st.dates(date(2015, 1, 1), date(2018, 12, 31))
PEOPLE = st.integers(1, 4)
POSTS = st.sampled_from(["a", "b", "c"])
HAPPENS: st.SearchStrategy[What] = st.one_of(
    st.builds(Opened, post=POSTS, team=st.just("t"), pool=st.just(POOL), hours=st.integers(1, 40)),
    st.builds(Closed, post=POSTS),
    st.integers(1, 40).flatmap(
        lambda hours: st.builds(
            Placed, person=PEOPLE, post=POSTS, hours=st.just(hours), elsewhere=st.integers(0, hours)
        )
    ),
    st.builds(Left, person=PEOPLE),
    st.builds(Away, person=PEOPLE, until=DAYS),
    st.builds(Certified, person=PEOPLE, certificate=st.just("trafficking_detective"), until=DAYS),
    st.builds(Knows, person=PEOPLE, topic=st.sampled_from(["networks", "minors"])),
)
BOOKS = st.lists(st.tuples(DAYS, DAYS, HAPPENS), max_size=25).map(
    lambda listed: [
        Event(number=number, on=on, recorded_on=recorded, what=what)
        for number, (on, recorded, what) in enumerate(listed, start=1)
    ]
)


@given(BOOKS, DAYS)
def test_no_part_of_the_strength_is_more_than_the_whole(books: list[Event], day: date) -> None:
    found = strength(roster(books, known_on=date(2020, 1, 1)), pool=POOL, law=capacity_law(), day=day)
    assert 0 <= found.certified_hours <= found.on_trafficking <= found.present
    assert 0 <= found.certified_people <= found.people


@given(BOOKS, DAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_the_books_are_read_says_nothing(books: list[Event], day: date, chance: object) -> None:
    shuffled = list(books)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert roster(shuffled, known_on=day) == roster(books, known_on=day)


@given(BOOKS, DAYS)
def test_what_is_recorded_later_changes_nothing_of_what_was_known(books: list[Event], day: date) -> None:
    by_then = [one for one in books if one.recorded_on <= day]
    assert roster(books, known_on=day) == roster(by_then, known_on=day)


@given(BOOKS, DAYS, PEOPLE)
def test_who_has_left_is_not_at_work(books: list[Event], day: date, person: int) -> None:
    last = Event(number=len(books) + 1, on=day, recorded_on=day, what=Left(person=person))
    earlier = [one for one in books if one.on <= day]
    held = roster([*earlier, last], known_on=date(2020, 1, 1))
    assert person not in {one.person for one in held.at_work(day + timedelta(days=1))}


@given(HAPPENS)
def test_an_event_comes_back_as_it_was_stored(what: What) -> None:
    assert from_words(to_words(what)) == what
