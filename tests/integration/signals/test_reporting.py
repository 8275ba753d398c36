"""A signal opens a case by itself, counts once, and obliges at once to tell the child; a draft is its writer's."""

from datetime import date, timedelta
from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.placed import NotFound
from relaas.application.recording import ActRefused
from relaas.application.running import PROGRAM
from relaas.application.seeing import see_case
from relaas.application.signals.forgetting import forget_expired_reports
from relaas.application.signals.reporting import (
    NoSuchReport,
    ReportSent,
    TooManyReports,
    discard_report,
    open_report,
    save_report,
    see_receipt,
)
from relaas.application.work import my_work
from relaas.storage.blind_index import IndexKind, look_up
from relaas.storage.keystore.models import CaseKey
from relaas.storage.models import (
    AccessEntry,
    Case,
    Identity,
    Placement,
    RecordedAct,
    Signal,
    SignalReport,
)
from relaas.storage.sealing import Kind
from tests.support.signals import SIGNALLED_ON, report
from tests.support.told_case import moment

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.letter("r1-signals"),
]
NOON = moment(SIGNALLED_ON)
REPORTERS = ("police", "kmar", "ind", "coa", "reception", "guardian", "lawyer", "doctor", "comensha", "ngo", "chain")


class TestTheFirstSignal:
    @pytest.mark.parametrize("role", REPORTERS)
    def test_of_any_partner_opens_a_case_of_its_own(self, actors: dict[str, Any], role: str) -> None:
        sent = report(actors[role], at=NOON)
        case = Case.objects.get(number=sent.number)
        assert (case.regime, case.opened_on) == ("integral", SIGNALLED_ON)
        assert list(RecordedAct.objects.filter(case=case).values_list("act", "role")) == [("record_signal", role)]
        assert Signal.objects.filter(case=case, act=1).count() == 1

    @pytest.mark.letter("r1-inform")
    def test_obliges_to_tell_the_child_of_the_reflection_period(self, actors: dict[str, Any]) -> None:
        # Signalled on Monday 16 March 2026: the police owe it by Thursday 19 March, whoever reported.
        sent = report(actors["ngo"], at=NOON)
        page = see_case(actor=actors["police"], number=sent.number, today=SIGNALLED_ON, now=NOON)
        due = {act: duty.due_on for duty in page.must for act in duty.acts}
        assert due["inform_child"].latest == date(2026, 3, 19)
        owed = my_work(actor=actors["police"], today=SIGNALLED_ON).tasks
        assert any("inform_child" in task.acts and task.number == sent.number for task in owed)

    def test_is_recorded_today_whatever_day_it_is_about(self, actors: dict[str, Any]) -> None:
        from relaas.kernel.when import When

        sent = report(actors["reception"], at=NOON, on=When.exact(SIGNALLED_ON - timedelta(days=9)))
        act = RecordedAct.objects.get(case__number=sent.number)
        assert act.earliest_on == act.latest_on == SIGNALLED_ON

    def test_places_who_only_reports_in_that_case_and_in_no_other(self, actors: dict[str, Any]) -> None:
        report(actors["police"], at=NOON, key="of-the-police")
        own = report(actors["ngo"], at=NOON)
        placed = Placement.objects.filter(role="ngo").values_list("case__number", flat=True)
        assert list(placed) == [own.number]

    def test_lets_the_claimed_names_be_found_by_who_matches(self, actors: dict[str, Any]) -> None:
        claimed = {"names": ["ሰላም ተስፋይ", "Selam Tesfay"], "age_claimed": 15, "documents": ["K 123-45"], "photo": ""}
        sent = report(actors["reception"], at=NOON, claimed=claimed)
        signal, version = Signal.objects.get(), Identity.objects.get(case__number=sent.number)
        assert (signal.claimed_id, version.version) == (version.pk, 1)
        for kind, text in ((IndexKind.NAME, "selam"), (IndexKind.NAME, "ተስፋይ"), (IndexKind.DOCUMENT, "k12345")):
            assert [place.sealed_as for place in look_up(kind=kind, text=text)] == [Kind.IDENTITY]

    def test_keeps_no_identity_when_nothing_was_said_of_it(self, actors: dict[str, Any]) -> None:
        report(actors["reception"], at=NOON, claimed={"names": [], "born_on_claimed": None, "photo": ""})
        assert not Identity.objects.exists()

    def test_is_refused_to_who_may_not_report(self, actors: dict[str, Any]) -> None:
        for role in ("prosecutor", "inspectorate", "child"):
            with pytest.raises((NotGranted, ActRefused)):
                report(actors[role], at=NOON, key=f"of-{role}")
        assert not Case.objects.exists()
        assert not Signal.objects.exists()

    def test_reports_every_fault_of_both_parts_at_once(self, actors: dict[str, Any]) -> None:
        with pytest.raises(FormInvalid) as refused:
            report(
                actors["coa"],
                at=NOON,
                seen="",
                heard="Proeftekst.",
                signs={"AM08-9z-none": "seen"},
                claimed={"born_on_claimed": date(2030, 1, 1), "age_claimed": 400},
            )
        fields = [fault.field for fault in refused.value.faults]
        assert fields == ["signs", "heard_from", "born_on_claimed", "age_claimed"]
        assert not Case.objects.exists()


class TestSendingTwice:
    def test_makes_one_case_and_one_signal(self, actors: dict[str, Any]) -> None:
        first, second = (report(actors["coa"], at=NOON), report(actors["coa"], at=NOON + timedelta(seconds=1)))
        assert (first.number, first.again, second.again) == (second.number, False, True)
        assert Case.objects.count() == Signal.objects.count() == RecordedAct.objects.count() == 1

    def test_with_one_key_about_two_children_is_refused(self, actors: dict[str, Any]) -> None:
        one = report(actors["coa"], at=NOON)
        other = report(actors["coa"], at=NOON, key="report-2")
        with pytest.raises(KeyReused):
            report(actors["coa"], at=NOON, number=other.number)
        assert one.number != other.number

    def test_somebody_else_with_the_same_key_sends_their_own(self, actors: dict[str, Any]) -> None:
        report(actors["coa"], at=NOON)
        with pytest.raises(KeyReused):
            report(actors["doctor"], at=NOON)
        assert Case.objects.count() == 1


class TestAFurtherSignal:
    def test_is_added_to_the_case_and_opens_none(self, actors: dict[str, Any]) -> None:
        case = report(actors["coa"], at=NOON).number
        again = report(actors["doctor"], at=NOON + timedelta(hours=1), number=case, key="report-2")
        assert again.number == case
        assert list(RecordedAct.objects.order_by("sequence").values_list("act", flat=True)) == [
            "record_signal",
            "record_new_signal",
        ]

    def test_says_nothing_of_who_the_child_is(self, actors: dict[str, Any]) -> None:
        case = report(actors["coa"], at=NOON).number
        report(actors["police"], at=NOON, number=case, key="report-2", claimed={"names": ["Selam"]})
        assert not Identity.objects.exists()

    def test_is_added_to_no_case_of_others(self, actors: dict[str, Any]) -> None:
        case = report(actors["coa"], at=NOON).number
        with pytest.raises(NotFound):
            report(actors["ngo"], at=NOON, number=case, key="report-2")


class TestAReceipt:
    def test_names_the_case_and_who_must_tell_the_child_by_when(self, actors: dict[str, Any]) -> None:
        sent = report(actors["ngo"], at=NOON, claimed={"names": ["Selam"]})
        receipt = see_receipt(actor=actors["ngo"], key=sent.key, now=NOON + timedelta(minutes=1))
        (duty,) = receipt.informing
        assert (receipt.opened, duty.acts, duty.by) == (True, ("inform_child",), ("police", "kmar"))
        assert duty.due_on is not None
        assert duty.due_on.latest == date(2026, 3, 19)
        assert "Selam" not in receipt.name

    def test_says_the_same_later_whatever_happened_since(self, actors: dict[str, Any]) -> None:
        sent = report(actors["ngo"], at=NOON)
        before = see_receipt(actor=actors["ngo"], key=sent.key, now=NOON + timedelta(minutes=1))
        report(actors["coa"], at=NOON + timedelta(minutes=2), number=sent.number, key="report-2")
        assert see_receipt(actor=actors["ngo"], key=sent.key, now=NOON + timedelta(days=3)) == before

    def test_of_a_further_signal_tells_who_reads_nothing_of_the_case_no_more_than_its_name(
        self, actors: dict[str, Any]
    ) -> None:
        case = report(actors["ngo"], at=NOON).number
        report(actors["ngo"], at=NOON + timedelta(hours=1), number=case, key="report-2")
        receipt = see_receipt(actor=actors["ngo"], key="report-2", now=NOON + timedelta(hours=2))
        assert (receipt.number, receipt.opened, receipt.informing) == (case, False, ())

    def test_is_its_senders_alone(self, actors: dict[str, Any]) -> None:
        sent = report(actors["ngo"], at=NOON)
        with pytest.raises(NoSuchReport):
            see_receipt(actor=actors["police"], key=sent.key, now=NOON)


TYPED = {"seen": ["Proeftekst: kanariegeel."], "sign": ["REC-car", "REC-afraid"]}


class TestADraft:
    def save(self, actor: Any, *, key: str = "report-1", at: Any = NOON, **typed: list[str]) -> Any:
        return save_report(actor=actor, idempotency_key=key, typed=typed or TYPED, now=at)

    def test_is_there_again_as_it_was_last_typed(self, actors: dict[str, Any]) -> None:
        self.save(actors["coa"])
        self.save(actors["coa"], at=NOON + timedelta(seconds=9), seen=["Proeftekst: anders."])
        assert open_report(actor=actors["coa"], key="report-1", now=NOON) == {"seen": ["Proeftekst: anders."]}
        assert SignalReport.objects.count() == 1

    def test_is_sealed(self, actors: dict[str, Any]) -> None:
        self.save(actors["coa"])
        assert b"kanariegeel" not in bytes(SignalReport.objects.get().ciphertext)

    def test_is_nobody_elses(self, actors: dict[str, Any]) -> None:
        self.save(actors["coa"])
        with pytest.raises(NoSuchReport):
            open_report(actor=actors["reception"], key="report-1", now=NOON)
        assert my_work(actor=actors["reception"], today=SIGNALLED_ON).reports == ()

    def test_stands_in_the_work_of_its_writer(self, actors: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
        saved = self.save(actors["coa"])
        assert my_work(actor=actors["coa"], today=SIGNALLED_ON).reports == (saved,)

    def test_is_gone_once_sent_and_does_not_come_back(self, actors: dict[str, Any]) -> None:
        self.save(actors["coa"])
        kept = SignalReport.objects.get()
        assert CaseKey.objects.filter(case_id=kept.pk).exists()
        report(actors["coa"], at=NOON)
        assert bytes(SignalReport.objects.get().ciphertext) == b""
        assert not CaseKey.objects.filter(case_id=kept.pk).exists()
        with pytest.raises(ReportSent):
            self.save(actors["coa"], at=NOON + timedelta(seconds=5))
        with pytest.raises(ReportSent):
            open_report(actor=actors["coa"], key="report-1", now=NOON)

    def test_stays_when_sending_is_refused(self, actors: dict[str, Any]) -> None:
        self.save(actors["coa"])
        with pytest.raises(FormInvalid):
            report(actors["coa"], at=NOON, seen="")
        assert open_report(actor=actors["coa"], key="report-1", now=NOON) == TYPED

    def test_can_be_thrown_away(self, actors: dict[str, Any]) -> None:
        self.save(actors["coa"])
        discard_report(actor=actors["coa"], key="report-1", now=NOON)
        discard_report(actor=actors["coa"], key="report-1", now=NOON)
        assert not SignalReport.objects.exists()

    @pytest.mark.parametrize(("day", "is_kept"), [(date(2026, 3, 30), True), (date(2026, 3, 31), False)])
    def test_is_kept_for_fourteen_days_after_it_was_saved(
        self, actors: dict[str, Any], day: date, is_kept: bool
    ) -> None:
        # Saved on 16 March 2026; its fourteenth day is 30 March.
        self.save(actors["coa"])
        if is_kept:
            assert open_report(actor=actors["coa"], key="report-1", now=moment(day)) == TYPED
        else:
            with pytest.raises(NoSuchReport):
                open_report(actor=actors["coa"], key="report-1", now=moment(day))
        assert forget_expired_reports(actor=PROGRAM, now=moment(day)) == (0 if is_kept else 1)
        assert CaseKey.objects.exists() is is_kept

    def test_is_one_of_twenty_at_most(self, actors: dict[str, Any]) -> None:
        for number in range(20):
            self.save(actors["coa"], key=f"report-{number}")
        with pytest.raises(TooManyReports):
            self.save(actors["coa"], key="report-20")

    def test_that_is_too_large_is_refused(self, actors: dict[str, Any]) -> None:
        with pytest.raises(FormInvalid):
            self.save(actors["coa"], seen=["x" * 60_001])


class TestTheLog:
    def test_has_a_line_for_each_thing_done_and_no_word_of_it(self, actors: dict[str, Any]) -> None:
        save_report(actor=actors["coa"], idempotency_key="report-1", typed={"seen": ["Proeftekst."]}, now=NOON)
        sent = report(actors["coa"], at=NOON, claimed={"names": ["Selam"]})
        see_receipt(actor=actors["coa"], key=sent.key, now=NOON)
        lines = list(AccessEntry.objects.order_by("pk").values_list("action", "outcome", "categories"))
        assert [(action, outcome) for action, outcome, _ in lines] == [
            ("save_report", "done"),
            ("record_signal", "done"),
            ("see_report", "done"),
        ]
        assert "signals" in lines[1][2]
        assert "Selam" not in str(list(AccessEntry.objects.values()))
