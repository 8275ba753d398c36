"""Which acts of a case rest on its risk analysis: they are not recorded before the analysis is what they rest on.

Which act rests on which state is in the law of the analysis (`relaas/law/risk`), as data.
"""

from relaas.application.door import Door
from relaas.application.law import risk_analysis_law
from relaas.application.log import Refused
from relaas.application.risk.analysing import New, OpenAnalysis, open_analysis
from relaas.casework.risk_analysis import Lack
from relaas.casework.risk_entries import EntryKind
from relaas.casework.risk_law import RiskLaw, State
from relaas.kernel.law_file import Text


class AnalysisLacks(Refused):
    """The analysis is not what the act rests on. ``lacks`` is everything that is missing, at once; ``sources`` what the
    law of the analysis rests on. It cannot be recorded as a fact either: a risk without an answer closes nothing."""

    def __init__(self, *, law: RiskLaw, act: str, state: State, lacks: tuple[Lack, ...]) -> None:
        super().__init__(f"{act} rests on an analysis that is {state}; {len(lacks)} things are missing")
        self.law = law
        self.act = act
        self.state = state
        self.lacks = lacks

    @property
    def title(self) -> Text:
        """What the law of the analysis is called."""
        return self.law.title


def state_for(act: str) -> State | None:
    """What an act asks of the analysis; None when nothing."""
    law = risk_analysis_law()
    return law.acts.get(act) if law is not None else None


def check_rests(*, door: Door, act: str) -> OpenAnalysis | None:
    """Raise AnalysisLacks unless the analysis is what the act rests on. None: it rests on none.

    A case whose risks were established elsewhere, before it was kept here, has no analysis of which the answers can be
    looked at; establishing risks always needs one.
    """
    state = state_for(act)
    if state is None:
        return None
    opened = open_analysis(door)
    if state is not State.ASSESSED and opened.analysis.established is None:
        return None
    lacks = opened.analysis.lacks(state, door.today)
    if lacks:
        raise AnalysisLacks(law=opened.law, act=act, state=state, lacks=lacks)
    return opened


def note_established(*, opened: OpenAnalysis | None, act: str, sequence: int) -> None:
    """Write that the analysis was established by an act, in the transaction of that act."""
    if opened is None or opened.law.acts[act] is not State.ASSESSED:
        return
    new = New(kind=EntryKind.ESTABLISHED, content={"act": act}, act=sequence)
    opened.write([new], idempotency_key=f"established-by-act-{sequence}")
