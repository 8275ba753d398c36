"""Capacity, read off what happened: who was there with how many hours, and what that said on which day."""

from datetime import date, timedelta

from relaas.capacity.capacity_law import capacity_law
from relaas.capacity.events import (
    Away,
    Certified,
    Closed,
    Event,
    HandedOver,
    Knows,
    Left,
    Opened,
    Placed,
    Promised,
    What,
)
from relaas.capacity.roster import Roster, roster
from relaas.capacity.strength import Strength, curve, months, strength, together

AN, BO, CEM = 1, 2, 3
POOL = "certified_detectives"
LATER = date(2030, 1, 1)


def known(*happened: tuple[date, What], on: date = LATER) -> Roster:
    """The roster of events that were each recorded on their own day."""
    events = [
        Event(number=number, on=day, recorded_on=day, what=what) for number, (day, what) in enumerate(happened, start=1)
    ]
    return roster(events, known_on=on)


def on(held: Roster, day: date) -> Strength:
    return strength(held, pool=POOL, law=capacity_law(), day=day)


TEAM = (
    (date(2015, 1, 1), Opened(post="mh-1", team="Noord", pool=POOL, hours=36)),
    (date(2015, 1, 1), Opened(post="mh-2", team="Noord", pool=POOL, hours=36)),
    (date(2015, 2, 1), Placed(person=AN, post="mh-1", hours=36)),
    (date(2015, 2, 1), Certified(person=AN, certificate="trafficking_detective", until=date(2018, 1, 31))),
    (date(2015, 3, 1), Placed(person=BO, post="mh-2", hours=32, elsewhere=12)),
)


class TestATeam:
    def test_has_the_hours_of_its_posts_also_while_nobody_fills_them(self) -> None:
        day = on(known(*TEAM), date(2015, 1, 15))
        assert (day.posted, day.present, day.vacant) == (72, 0, 72)

    def test_counts_the_hours_that_go_to_other_work_apart(self) -> None:
        day = on(known(*TEAM), date(2015, 3, 1))
        assert (day.present, day.on_trafficking, day.elsewhere) == (68, 56, 12)

    def test_counts_as_certified_who_holds_the_certificate_up_to_and_including_its_last_day(self) -> None:
        held = known(*TEAM)
        assert on(held, date(2018, 1, 31)).certified_people == 1
        assert on(held, date(2018, 2, 1)).certified_people == 0
        assert on(held, date(2018, 2, 1)).people == 2

    def test_loses_somebody_the_day_after_the_last_one(self) -> None:
        held = known(*TEAM, (date(2016, 6, 30), Left(person=AN)))
        assert on(held, date(2016, 6, 30)).people == 2
        assert on(held, date(2016, 7, 1)).people == 1

    def test_gets_somebody_back_who_returns(self) -> None:
        held = known(
            *TEAM, (date(2016, 6, 30), Left(person=AN)), (date(2017, 1, 1), Placed(person=AN, post="mh-1", hours=24))
        )
        assert on(held, date(2016, 12, 31)).people == 1
        assert on(held, date(2017, 1, 1)).on_trafficking == 24 + 20
        assert on(held, date(2017, 1, 1)).certified_people == 1

    def test_misses_who_is_away_only_while_they_are(self) -> None:
        held = known(*TEAM, (date(2016, 1, 4), Away(person=AN, until=date(2016, 1, 8))))
        assert [on(held, date(2016, 1, day)).people for day in (3, 4, 8, 9)] == [2, 1, 1, 2]

    def test_works_on_new_terms_from_the_day_on_which_they_begin(self) -> None:
        held = known(*TEAM, (date(2016, 1, 1), Placed(person=BO, post="mh-2", hours=32, elsewhere=30)))
        assert on(held, date(2015, 12, 31)).on_trafficking == 56
        assert on(held, date(2016, 1, 1)).on_trafficking == 38

    def test_has_nobody_on_a_post_that_was_closed(self) -> None:
        held = known(*TEAM, (date(2016, 1, 1), Closed(post="mh-2")))
        day = on(held, date(2016, 1, 1))
        assert (day.posted, day.present) == (36, 36)


class TestTheBooks:
    def test_say_what_was_known_on_a_day_and_nothing_that_was_announced_later(self) -> None:
        leaves = Event(number=9, on=date(2016, 6, 30), recorded_on=date(2016, 5, 1), what=Left(person=AN))
        events = [Event(number=n, on=day, recorded_on=day, what=what) for n, (day, what) in enumerate(TEAM, start=1)]
        assert roster([*events, leaves], known_on=date(2016, 4, 30)).leaving == {}
        assert roster([*events, leaves], known_on=date(2016, 5, 1)).leaving == {AN: date(2016, 6, 30)}

    def test_do_not_count_what_was_annulled(self) -> None:
        events = [Event(number=n, on=day, recorded_on=day, what=what) for n, (day, what) in enumerate(TEAM, start=1)]
        wrong = Event(number=6, on=date(2015, 4, 1), recorded_on=date(2015, 4, 1), what=None, annuls=5)
        assert on(roster([*events, wrong], known_on=LATER), date(2015, 5, 1)).people == 1

    def test_show_a_hand_over_as_promised_until_it_is_done(self) -> None:
        promised = (date(2016, 6, 1), Promised(person=AN, topic="networks", to=CEM))
        held = known(*TEAM, (date(2015, 2, 1), Knows(person=AN, topic="networks")), promised)
        assert [(one.by, one.done_on) for one in held.handovers] == [(date(2016, 6, 1), None)]
        done = known(*TEAM, promised, (date(2016, 5, 20), HandedOver(person=AN, topic="networks", to=CEM)))
        assert [one.done_on for one in done.handovers] == [date(2016, 5, 20)]
        assert CEM in done.knowing("networks", date(2016, 5, 20))


class TestTheCurve:
    def test_has_the_first_day_of_each_month(self) -> None:
        assert months(first=date(2015, 11, 17), last=date(2016, 1, 2)) == (
            date(2015, 11, 1),
            date(2015, 12, 1),
            date(2016, 1, 1),
        )

    def test_shows_erosion_that_nobody_announced_as_such(self) -> None:
        held = known(
            *TEAM,
            (date(2016, 3, 31), Left(person=AN)),
            (date(2016, 9, 1), Placed(person=BO, post="mh-2", hours=32, elsewhere=28)),
        )
        points = curve(
            [held], pool=POOL, law=capacity_law(), days=months(first=date(2016, 1, 1), last=date(2016, 10, 1))
        )
        assert [one.on_trafficking for one in points] == [56, 56, 56, 20, 20, 20, 20, 20, 4, 4]
        assert [one.certified_hours for one in points] == [36, 36, 36, 0, 0, 0, 0, 0, 0, 0]

    def test_adds_organisations_up(self) -> None:
        day = date(2016, 1, 1)
        one = on(known(*TEAM), day)
        assert together([one, one]).on_trafficking == 2 * one.on_trafficking
        assert together([one, one]).day == day

    def test_is_of_today_on_what_was_known_then(self) -> None:
        tomorrow = date(2016, 1, 1) + timedelta(days=1)
        assert on(known(*TEAM, on=date(2015, 2, 1)), tomorrow).people == 1
