"""Every table of the database of cases. Django finds them here; import them from the module of their subject."""

from relaas.storage.models.access_log import AccessEntry, LogHead
from relaas.storage.models.blind_index import BlindIndexEntry
from relaas.storage.models.capacity import CapacityEvent, StageOfOrganisation
from relaas.storage.models.cases import Case, CaseCounter, Placement, RecordedAct
from relaas.storage.models.child import (
    ChildCode,
    ChildCodeEnd,
    ChildMessage,
    MessageAnswer,
    MessageDuty,
    WrongTries,
)
from relaas.storage.models.erasures import Erasure, KeyDestruction
from relaas.storage.models.grants import AccessDecision, AccessGrant, AccessRequest, ConsentEvent, Notice
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.models.matching import CaseLink, MatchDue
from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault
from relaas.storage.models.risk import RiskDue, RiskEntry
from relaas.storage.models.signals import Signal, SignalReport
from relaas.storage.models.story import (
    Attachment,
    AttachmentLabel,
    AttachmentState,
    CodedFact,
    FactCitation,
    Finding,
    FindingCitation,
    FindingUse,
    Identity,
    Passage,
    PassageLabel,
    PassageState,
    Question,
    QuestionAnswer,
    QuestionStep,
    Telling,
)

__all__ = [
    "AccessDecision",
    "AccessEntry",
    "AccessGrant",
    "AccessRequest",
    "Attachment",
    "AttachmentLabel",
    "AttachmentState",
    "BlindIndexEntry",
    "CapacityEvent",
    "Case",
    "CaseCounter",
    "CaseLink",
    "CaseStage",
    "ChildCode",
    "ChildCodeEnd",
    "ChildMessage",
    "CodedFact",
    "ConsentEvent",
    "Erasure",
    "FactCitation",
    "Finding",
    "FindingCitation",
    "FindingUse",
    "Identity",
    "KeyDestruction",
    "LogHead",
    "Mandate",
    "MatchDue",
    "MessageAnswer",
    "MessageDuty",
    "Notice",
    "Organisation",
    "Passage",
    "PassageLabel",
    "PassageState",
    "Person",
    "Placement",
    "Question",
    "QuestionAnswer",
    "QuestionStep",
    "RecordedAct",
    "RiskDue",
    "RiskEntry",
    "RoleDefault",
    "Signal",
    "SignalReport",
    "StageOfOrganisation",
    "Telling",
    "WorkItem",
    "WrongTries",
]
