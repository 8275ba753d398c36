"""Forgetting what somebody began to report and did not send, after the term of the law of retention."""

from datetime import datetime

from relaas.application.actors import Actor
from relaas.application.log import Action, logged
from relaas.application.running import Program
from relaas.application.signals.reporting import forget_expired
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.signals import SignalReport
from relaas.storage.report_keys import forget_report_keys


def forget_expired_reports(*, actor: Actor | Program, now: datetime) -> int:
    """Forget every report whose term has ended, of whoever it is, and each key that outlived its words; how many
    reports that were. For who looks after the machine: nothing of a report is shown by it. Raises MandateEnded."""
    with logged(actor=actor, action=Action.FORGET_REPORTS, now=now, today=amsterdam_date(now)):
        sent = SignalReport.objects.filter(sent_at__isnull=False).values_list("pk", flat=True)
        forget_report_keys(list(sent))
        return forget_expired(SignalReport.objects.all(), now)
