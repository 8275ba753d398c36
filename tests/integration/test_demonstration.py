"""The demonstration: invented cases in every stage, each act of them allowed by the law on its day."""

from datetime import date, datetime
from typing import Any

import pytest

from relaas.application import demonstration
from relaas.application.demonstration import PASSWORD, demonstration_accounts, is_empty, load_demonstration, load_many
from relaas.application.demonstration_risk import are_risks_shown, show_demonstration_risks
from relaas.application.law import acting_roles, library
from relaas.application.rebuilding import rebuild_lists
from relaas.application.running import PROGRAM
from relaas.application.work import list_cases
from relaas.kernel.moments import AMSTERDAM
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import History
from relaas.procedure.library import LAW
from relaas.storage.histories import history_of, read_acts
from relaas.storage.models import Case, Person, RecordedAct, RiskDue, RiskEntry, RoleDefault
from relaas.storage.sealing import cipher_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

NOW = datetime(2026, 11, 24, 12, tzinfo=AMSTERDAM)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def real_law(settings: Any, invented_law: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RELAAS_LAW = LAW
    # Fewer cases, found with less looking, than a first start loads.
    monkeypatch.setattr(demonstration, "_SHOWN", (("integral", 9, 30), ("today-2016", 9, 20)))


def history(case: Case) -> History:
    return history_of(read_acts(rows=case.acts.order_by("sequence"), cipher=cipher_of(case_id=case.pk)))


class TestTheDemonstration:
    def test_holds_cases_of_both_regimes_that_the_law_allowed(self) -> None:
        assert is_empty()
        assert load_demonstration(now=NOW) == 18
        assert set(Case.objects.values_list("regime", flat=True)) == {"integral", "today-2016"}
        places = set()
        for case in Case.objects.all():
            regime, whole = library().regime(case.regime), history(case)
            for number, entry in enumerate(whole.entries):
                before = History(whole.entries[:number])
                assert may_act(regime=regime, history=before, act=entry.act, role=entry.by, on=entry.on.latest)
            statuses = situation_on(regime=regime, history=whole, today=TODAY).statuses
            places |= {(case.regime, track, *status) for track, status in statuses.items()}
        assert len(places) > 60
        assert rebuild_lists(actor=PROGRAM, tell=lambda amount: None, now=NOW).differed == ()

    def test_is_loaded_once_only(self) -> None:
        load_demonstration(now=NOW)
        assert not is_empty()
        assert load_demonstration(now=NOW) == 0

    def test_that_is_broken_off_halfway_leaves_nothing_and_loads_next_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken_off(**given: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as halfway:
            halfway.setattr(demonstration, "store_whole_cases", broken_off)
            with pytest.raises(KeyboardInterrupt):
                load_demonstration(now=NOW)
        assert is_empty()
        assert load_demonstration(now=NOW) == 18

    def test_is_the_same_on_the_same_day(self) -> None:
        def acts() -> list[tuple[Any, ...]]:
            rows = RecordedAct.objects.order_by("case__name", "sequence")
            return list(rows.values_list("case__name", "act", "role", "latest_on"))

        load_many(amount=4, now=NOW, seed=7, tell=lambda amount: None)
        first = {row[1:] for row in acts()}
        load_many(amount=4, now=NOW, seed=7, tell=lambda amount: None)
        assert {row[1:] for row in acts()} == first

    def test_has_an_account_for_every_role_that_can_act(self) -> None:
        load_demonstration(now=NOW)
        usernames = {account.username for account in demonstration_accounts()}
        for regime in library().regimes.values():
            assert set(acting_roles(regime)) <= usernames
        assert Person.objects.get(username="guardian").check_password(PASSWORD)
        assert set(RoleDefault.objects.values_list("role", flat=True)) <= usernames

    def test_has_somebody_who_looks_after_the_records(self) -> None:
        from relaas.application.actors import actor_named
        from relaas.application.retention import due

        load_demonstration(now=NOW)
        (account,) = [one for one in demonstration_accounts() if one.username == "records_officer"]
        assert account.title.en == "Records officer"
        keeper = actor_named("records_officer", TODAY)
        assert due(actor=keeper, today=TODAY) == ()
        much_later = TODAY.replace(year=TODAY.year + 40)
        assert due(actor=keeper, today=much_later), "its organisation works on cases of which the terms end"

    def test_shows_that_nobody_sees_every_case(self) -> None:
        load_demonstration(now=NOW)
        from relaas.application.actors import actors_of

        seen = {
            name: len(list_cases(actor=actors_of(Person.objects.get(username=name), TODAY)[0], today=TODAY).cases)
            for name in ("ind", "ind-south", "child")
        }
        assert 0 < seen["ind-south"] < seen["ind"] < 18
        assert seen["child"] == 1


class TestTheRisksThatAreShown:
    def test_are_one_measure_that_is_late_and_one_acceptance_about_to_expire(self) -> None:
        """Everything goes through the use cases, so every act was allowed on its day and rests on its analysis."""
        load_demonstration(now=NOW)
        show_demonstration_risks(now=NOW)
        assert are_risks_shown()
        late = RiskDue.objects.filter(kind="measure", supervised_on__lte=TODAY)
        assert [(row.role, row.escalates_to is not None) for row in late] == [("reception", True)]
        (accepted,) = RiskDue.objects.filter(kind="acceptance", since_on__lte=TODAY, until_on__gte=TODAY)
        assert (accepted.until_on - TODAY).days < 7

    def test_are_shown_once_however_often_it_is_asked(self) -> None:
        load_demonstration(now=NOW)
        show_demonstration_risks(now=NOW)
        before = RiskEntry.objects.count(), RecordedAct.objects.count()
        show_demonstration_risks(now=NOW)
        assert (RiskEntry.objects.count(), RecordedAct.objects.count()) == before
