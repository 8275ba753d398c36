"""Every table of the database of cases. Django finds them here; import them from the module of their subject."""

from relaas.storage.models.access_log import AccessEntry, LogHead
from relaas.storage.models.cases import Case, CaseCounter, Placement, RecordedAct
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault

__all__ = [
    "AccessEntry",
    "Case",
    "CaseCounter",
    "CaseStage",
    "LogHead",
    "Mandate",
    "Organisation",
    "Person",
    "Placement",
    "RecordedAct",
    "RoleDefault",
    "WorkItem",
]
