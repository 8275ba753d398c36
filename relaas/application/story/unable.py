"""A child that was found unable to tell now is not asked anything: no question is bundled for it or put to it."""

from relaas.application.door import Door
from relaas.application.log import Refused
from relaas.kernel.law_file import Text
from relaas.procedure.evaluator import situation_on
from relaas.procedure.explanation import why_status
from relaas.procedure.model import Regime
from relaas.storage.histories import history_of, read_acts
from relaas.story.access import Verb

UNABLE = "unable_to_tell"


class ChildUnableToTell(Refused):
    """The child cannot tell its story now, so nobody asks it. ``status`` says so in the words of its law, ``rests_on``
    are the sources of what brought it about, of ``regime``; both are kept back from who may not see that part of the
    case (``status`` is None). It ends with a finding that the child is able."""

    def __init__(self, *, regime: Regime, status: Text | None, rests_on: tuple[str, ...]) -> None:
        super().__init__("the child cannot tell its story now")
        self.regime = regime
        self.status = status
        self.rests_on = rests_on


def check_can_be_asked(door: Door) -> None:
    """Raise ChildUnableToTell while the law of the case has the child unable to tell (landmark ``unable_to_tell``)."""
    landmark = door.regime.landmarks.get(UNABLE)
    if landmark is None or not landmark.statuses:
        return
    acts = read_acts(rows=door.case.acts.order_by("sequence"), cipher=door.cipher)
    situation = situation_on(regime=door.regime, history=history_of(acts), today=door.today)
    for track, unable in landmark.statuses.items():
        for status in situation.statuses.get(track, ()):
            if status in unable:
                if not door.may(Verb.READ, door.law.information.tracks[track]):
                    raise ChildUnableToTell(regime=door.regime, status=None, rests_on=())
                because = why_status(situation, track)
                raise ChildUnableToTell(
                    regime=door.regime,
                    status=door.regime.tracks[track].statuses[status].title,
                    rests_on=because.rests_on or next((one.rests_on for one in because.because if one.rests_on), ()),
                )
