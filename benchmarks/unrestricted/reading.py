"""All that a page of the account shows, read without asking who looks: no mandate, no placement, no grant, no log."""

from __future__ import annotations

from datetime import date

from relaas.application.law import access_law, library
from relaas.application.seeing import acts_of
from relaas.application.story.passages import opened_words
from relaas.application.story.story_page import FactSeen, PassageSeen, StoryPage, TellingSeen
from relaas.procedure.evaluator import situation_on
from relaas.storage.histories import history_of, read_acts
from relaas.storage.models.cases import Case
from relaas.storage.models.story import CodedFact, Passage, Telling
from relaas.storage.sealing import CaseCipher, Kind, cipher_of
from relaas.storage.stories import PASSAGE_COLUMNS, PassageRow


def rows_of(case_id: str) -> list[PassageRow]:
    """Every passage of a case."""
    rows = Passage.objects.filter(case_id=case_id).order_by("position").values_list(*PASSAGE_COLUMNS)
    return [PassageRow._make(row) for row in rows]


def whole_account(number: str, today: date) -> StoryPage:
    """The account of a child, whole."""
    case = Case.objects.get(number=number)
    cipher, regime = cipher_of(case_id=case.pk), library().regime(case.regime)
    rows = rows_of(case.pk)
    facts = list(CodedFact.objects.filter(case_id=case.pk).order_by("id"))
    tellings = list(Telling.objects.filter(case_id=case.pk).order_by("id"))
    history = history_of(read_acts(rows=acts_of(case), cipher=cipher))
    situation = situation_on(regime=regime, history=history, today=today)
    numbers = {row.pk: number for number, row in enumerate(rows, start=1)}
    return StoryPage(
        number=case.number,
        name=case.name,
        regime=regime,
        times_told=situation.counters.get("tellings", (0, 0)),
        may_tell=(),
        tellings=tuple(_telling(telling, rows, numbers, cipher) for telling in tellings),
        facts=tuple(_fact(fact, cipher) for fact in facts),
        withheld=(),
    )


def _telling(telling: Telling, rows: list[PassageRow], numbers: dict[str, int], cipher: CaseCipher) -> TellingSeen:
    return TellingSeen(
        id=telling.pk,
        held_on=telling.held_on,
        audience=telling.audience,
        circumstances=cipher.open(kind=Kind.TELLING, place=telling.pk, sealed=bytes(telling.ciphertext)),
        passages=tuple(_passage(row, numbers, cipher) for row in rows if row.telling_id == telling.pk),
        may_write=False,
    )


def _passage(row: PassageRow, numbers: dict[str, int], cipher: CaseCipher) -> PassageSeen:
    return PassageSeen(
        id=row.pk,
        number=numbers[row.pk],
        kind=row.kind,
        about=numbers.get(row.about_id or ""),
        written_by=row.role,
        words=opened_words(row, cipher),
        categories=access_law().categories_in(row.categories),
        is_confirmed=row.is_confirmed,
        may_label=True,
    )


def _fact(fact: CodedFact, cipher: CaseCipher) -> FactSeen:
    values = cipher.open(kind=Kind.FACT, place=fact.pk, sealed=bytes(fact.ciphertext))
    return FactSeen(id=fact.pk, kind=fact.kind, values=values, certainty=fact.certainty, cites=())
