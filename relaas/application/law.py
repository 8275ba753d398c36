"""The law that this deployment works with, and which of it can govern a new case."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from relaas.capacity.capacity_law import FILE as CAPACITY
from relaas.capacity.capacity_law import CapacityLaw, load_capacity
from relaas.casework.retention_law import retention_law
from relaas.casework.risk_law import RiskLaw, risk_law
from relaas.kernel.law_file import Text
from relaas.procedure.library import LAW, Library, load_library, standard_library
from relaas.procedure.model import CLOCK, Regime, RegimeKind
from relaas.story.access import AccessLaw, Rule, Verb, Written
from relaas.story.access_library import load_access, standard_access
from relaas.story.vocabularies import Vocabularies, standard_vocabularies


@dataclass(frozen=True, slots=True, kw_only=True)
class Openable:
    """A law that can govern a new case: ``name`` is what ``open_case`` takes. ``in_force`` is so on the day asked."""

    name: str
    regime: Regime
    is_proposal: bool
    in_force: bool


def library() -> Library:
    """Every regime and every promises file, read once."""
    return _load(settings.RELAAS_LAW)


def openable(*, today: date) -> tuple[Openable, ...]:
    """The laws under which a case can be opened: those in force today by their line first, then every other regime."""
    found = []
    for regime in library().regimes.values():
        is_proposal = regime.kind is RegimeKind.PROPOSAL
        in_force = not is_proposal and regime.in_force.covers(today)
        name = regime.line if in_force and regime.line not in library().regimes else regime.regime
        found.append(Openable(name=name, regime=regime, is_proposal=is_proposal, in_force=in_force))
    return tuple(sorted(found, key=lambda item: (not item.in_force, not item.is_proposal, item.name)))


def acting_roles(regime: Regime) -> tuple[str, ...]:
    """The roles that work on every case of a regime, in its order: those that can do something besides reporting. Who
    only watches gets no child's case by it, and who only reports stands in the cases that it reports itself."""
    acting = {role for name, act in regime.acts.items() if name not in _signals(regime) for role in act.by}
    return tuple(role for role in regime.roles if role in acting - {CLOCK})


def reporting_roles(regime: Regime) -> tuple[str, ...]:
    """The roles that can report a signal and do nothing else under a regime."""
    reporting = {role for name in _signals(regime) for role in regime.acts[name].by}
    return tuple(role for role in regime.roles if role in reporting.difference(acting_roles(regime)))


def watching_roles(regime: Regime) -> tuple[str, ...]:
    """The roles that can do nothing under a regime but to whom the law of access gives something by placement."""
    law, others = access_law(), {*acting_roles(regime), *reporting_roles(regime)}
    return tuple(
        role
        for role in regime.roles
        if role not in others and any(_reads_by_placement(rule) for rule in law.rules_of(role).values())
    )


def _signals(regime: Regime) -> tuple[str, ...]:
    return regime.assessment.signals if regime.assessment is not None else ()


def _reads_by_placement(rule: Rule) -> bool:
    return rule.written is Written.PLACEMENT and Verb.READ in rule.may


def office_titles() -> dict[str, Text]:
    """The roles that no regime knows: who looks after records or capacity, or watches the whole. By name, what each is
    called."""
    others = {name: role.title for name, role in retention_law(Path(settings.RELAAS_LAW)).roles.items()}
    return others | {name: role.title for name, role in capacity_law().roles.items()}


def access_law() -> AccessLaw:
    """Who may see what, read once."""
    return _load_access(Path(settings.RELAAS_LAW))


def risk_analysis_law() -> RiskLaw | None:
    """How risks are analysed and answered, read once; None where this deployment has no such file."""
    return risk_law(Path(settings.RELAAS_LAW))


def vocabularies() -> Vocabularies:
    """The kinds of coded fact and the public vocabularies to which they map, read once."""
    return standard_vocabularies()


def capacity_law() -> CapacityLaw:
    """What capacity is counted, who keeps it and who sees it, read once."""
    return _load_capacity(Path(settings.RELAAS_LAW))


@lru_cache(maxsize=8)
def _load_capacity(root: Path) -> CapacityLaw:
    own = root / "capacity" / CAPACITY.name
    return load_capacity(own if own.exists() else CAPACITY)


@lru_cache(maxsize=8)
def _load_access(root: Path) -> AccessLaw:
    own = root / "access"
    return standard_access() if root == LAW or not own.exists() else load_access(own)


@lru_cache(maxsize=8)
def _load(place: Path | str) -> Library:
    root = Path(place)
    return standard_library() if root == LAW else load_library(root)
