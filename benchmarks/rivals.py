"""The same acts replayed by two comparable programs: statuses only, without dates, terms, rights, duties or reasons.

Each track of the regime becomes one machine (python-statemachine) or one workflow (SpiffWorkflow); an act is sent to
every track that it can move. They know no terms, so they are told what the end of a term did as if somebody had done
it. Neither is asked for anything else that Relaas works out; the comparison favours them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from SpiffWorkflow.operators import Attrib, Equal
from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
from SpiffWorkflow.specs.Simple import Simple
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState
from SpiffWorkflow.workflow import Workflow
from statemachine import State, StateMachine

from relaas.procedure.graph import edges
from relaas.procedure.model import Regime, Track

Replay = Callable[[Sequence[str]], Mapping[str, str]]


def python_statemachine(regime: Regime) -> Replay:
    """A replay in which every track is a state machine."""
    moving = _moving(regime)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of statuses without a way out, which are meant
        machines = {track: _machine(regime, track, element) for track, element in regime.tracks.items()}

    def replay(acts: Sequence[str]) -> Mapping[str, str]:
        running = {track: machine() for track, machine in machines.items()}
        for act in acts:
            for track in moving[act]:
                running[track].send(act)
        return {track: next(iter(machine.configuration)).id for track, machine in running.items()}

    return replay


def spiffworkflow(regime: Regime) -> Replay:
    """A replay in which every track is a workflow: a task waits in each status, a choice follows the act that comes."""
    moving = _moving(regime)
    specs = {track: _workflow_spec(regime, track, element) for track, element in regime.tracks.items()}

    def replay(acts: Sequence[str]) -> Mapping[str, str]:
        running = {track: _begun(Workflow(spec)) for track, spec in specs.items()}
        for act in acts:
            for track in moving[act]:
                task = _waiting(running[track])
                task.set_data(act=act)
                task.run()
                running[track].run_all(halt_on_manual=True)
        return {track: _waiting(workflow).task_spec.name for track, workflow in running.items()}

    return replay


def _moving(regime: Regime) -> dict[str, list[str]]:
    """Per act the tracks that it can move."""
    return {name: [track for track in act.to if track in regime.tracks] for name, act in regime.acts.items()}


def _machine(regime: Regime, track: str, element: Track) -> type[StateMachine]:
    states = {name: State(name, initial=name == element.start) for name in element.statuses}
    body: dict[str, Any] = dict(states)
    body["allow_event_without_transition"] = True
    body["validate_disconnected_states"] = False
    body["validate_trap_states"] = False
    for source, act, target in edges(regime, track):
        move = states[source].to(states[target])
        body[act] = body[act] | move if act in body else move
    return type(f"Track_{track}", (StateMachine,), body)


def _workflow_spec(regime: Regime, track: str, element: Track) -> WorkflowSpec:
    spec = WorkflowSpec(name=track, addstart=True)
    waits = {status: Simple(spec, status, manual=True) for status in element.statuses}
    spec.start.connect(waits[element.start])
    for status, wait in waits.items():
        choice = ExclusiveChoice(spec, f"from {status}")
        wait.connect(choice)
        choice.connect(wait)  # an act that does not move this status leaves the child in it
        for source, act, target in edges(regime, track):
            if source == status:
                choice.connect_if(Equal(Attrib("act"), act), waits[target])
    return spec


def _begun(workflow: Workflow) -> Workflow:
    workflow.run_all(halt_on_manual=True)
    return workflow


def _waiting(workflow: Workflow) -> Any:
    return next(iter(workflow.get_tasks(state=TaskState.READY, manual=True)))
