"""Every table of the database of cases. Django finds them here; import them from the module of their subject."""

from relaas.storage.models.access_log import AccessEntry
from relaas.storage.models.blind_index import BlindIndexEntry
from relaas.storage.models.cases import Case, CaseCounter, Placement, RecordedAct
from relaas.storage.models.erasures import Erasure, KeyDestruction
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault

__all__ = [
    "AccessEntry",
    "BlindIndexEntry",
    "Case",
    "CaseCounter",
    "CaseStage",
    "Erasure",
    "KeyDestruction",
    "Mandate",
    "Organisation",
    "Person",
    "Placement",
    "RecordedAct",
    "RoleDefault",
    "WorkItem",
]
