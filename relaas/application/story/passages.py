"""What a passage holds: the child's own words in their language, and beside them the translation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from relaas.application.actors import Actor
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.storage.models.cases import Case
from relaas.storage.models.story import Passage
from relaas.storage.sealing import CaseCipher, Kind
from relaas.storage.stories import PassageRow

LONGEST = 20_000
# A language, and if need be a script and a region: ti, fa-AF, ku-Arab-IQ.
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words as they were said, in ``language`` (BCP 47: ``ti``, ``ar``, ``vi``), and what they mean in
    ``translated_to``. Told in a language that needs no translation, ``translation`` is empty."""

    words: str
    language: str
    translation: str = ""
    translated_to: str = "nl"


def check_words(given: Sequence[Words]) -> None:
    """Raise FormInvalid with every fault of every passage; its field is ``words-3`` for the third."""
    faults = [fault for number, words in enumerate(given, start=1) for fault in _faults(number, words)]
    if faults:
        raise FormInvalid(tuple(faults))


def passage_row(
    *,
    actor: Actor,
    case: Case,
    cipher: CaseCipher,
    telling_id: str,
    position: int,
    words: Words,
    now: datetime,
    idempotency_key: str,
    kind: str = Passage.Kind.TOLD,
    about_id: str | None = None,
) -> Passage:
    """A passage, not yet stored."""
    passage_id = new_id(now)
    content = {"words": words.words.strip(), "translation": words.translation.strip(), "to": words.translated_to}
    return Passage(
        id=passage_id,
        case=case,
        telling_id=telling_id,
        position=position,
        kind=kind,
        about_id=about_id,
        language=words.language,
        recorded_by_id=actor.mandate_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        recorded_at=now,
        ciphertext=cipher.seal(kind=Kind.PASSAGE, place=passage_id, content=content),
        idempotency_key=idempotency_key,
    )


def opened_words(passage: Passage | PassageRow, cipher: CaseCipher) -> Words:
    """The words of a passage that the door has shown. Raises SealBroken when it was tampered with."""
    content = cipher.open(kind=Kind.PASSAGE, place=passage.pk, sealed=bytes(passage.ciphertext))
    return Words(
        words=content["words"],
        language=passage.language,
        translation=content["translation"],
        translated_to=content["to"],
    )


def _faults(number: int, words: Words) -> Iterable[FormFault]:
    if not words.words.strip():
        yield FormFault(field=f"words-{number}", kind=FaultKind.REQUIRED)
    if max(len(words.words), len(words.translation)) > LONGEST:
        yield FormFault(field=f"words-{number}", kind=FaultKind.TOO_LONG)
    if not words.language.strip():
        yield FormFault(field=f"language-{number}", kind=FaultKind.REQUIRED)
    elif not _TAG.fullmatch(words.language):
        yield FormFault(field=f"language-{number}", kind=FaultKind.NOT_AN_OPTION)
    if not _TAG.fullmatch(words.translated_to):
        yield FormFault(field=f"translation-{number}", kind=FaultKind.NOT_AN_OPTION)
