"""The one place that knows the `transitions` library.

One machine is built per definition and shared by all its cases and threads.
Cases are never added to it with `add_model`: that would hang some seventy
attributes on every row and keep each row alive for the life of the process.
Events are fired through `machine.events` on a small throw-away `Facts`. The
machine is flat and unqueued: nested and queued machines share state between
threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transitions import Machine, MachineError

from engine.errors import UnknownAct

if TYPE_CHECKING:
    from engine.definition import Definition
    from engine.facts import Facts

_machines: dict[str, Machine] = {}


def unblocked(facts: Facts) -> bool:
    """The condition on every transition: no guard has given a reason against it."""
    return not facts.blockers


def machine_for(definition: Definition) -> Machine:
    """The shared machine of a definition, built once per digest."""
    machine = _machines.get(definition.digest)
    if machine is None:
        machine = _machines[definition.digest] = Machine(
            model=None,
            initial=None,
            states=[state.name for state in definition.states],
            transitions=[
                {"trigger": move.name, "source": list(move.sources), "dest": move.target, "conditions": [unblocked]}
                for move in definition.moves
            ],
            auto_transitions=False,  # no to_<state> back doors
        )
    return machine


def fire(definition: Definition, facts: Facts, move: str) -> bool:
    """Move `facts` to the move's target; false when a blocker stands against it."""
    try:
        return bool(machine_for(definition).events[move].trigger(facts, facts))
    except (KeyError, MachineError) as error:
        raise UnknownAct(move, facts.state) from error
