"""The answer to "may this be done?": `Allowed`, or `Refused` with every reason why not."""

from dataclasses import KW_ONLY, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing stands in the way. True in a condition."""

    def __bool__(self) -> Literal[True]:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be done. False in a condition; says why and on what that rests."""

    reason: str
    _: KW_ONLY
    rests_on: tuple[str, ...] = ()
    further: tuple["Refused", ...] = ()

    def __post_init__(self) -> None:
        """Refuse a refusal without a reason."""
        if not self.reason.strip():
            raise ValueError("A refusal needs a reason. Say what stands in the way and, if possible, what to do next.")

    def __bool__(self) -> Literal[False]:
        return False

    @property
    def each(self) -> tuple["Refused", ...]:
        """Every single refusal in this one, first reason first, none twice."""
        own = Refused(self.reason, rests_on=self.rests_on)
        inner = (single for refusal in self.further for single in refusal.each)
        return tuple(dict.fromkeys((own, *inner)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason, in order."""
        return tuple(single.reason for single in self.each)


Outcome = Allowed | Refused


def all_of(*outcomes: Outcome) -> Outcome:
    """`Allowed` when every outcome is; otherwise one refusal that carries the reasons of all."""
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    singles = tuple(dict.fromkeys(single for refusal in refusals for single in refusal.each))
    if not singles:
        return Allowed()
    first, *others = singles
    return Refused(first.reason, rests_on=first.rests_on, further=tuple(others))
