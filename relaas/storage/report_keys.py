"""The keys of reports that somebody is writing: each has one of its own, which goes with the report."""

from collections.abc import Sequence

from relaas.storage.keystore.models import CaseKey


def forget_report_keys(ids: Sequence[str]) -> None:
    """Take the keys of these reports away: what was typed in them cannot be read any more, in whatever copy."""
    CaseKey.objects.filter(case_id__in=ids).delete()
