"""Where the boxes of a drawing stand: states in layers, steps in ranks and columns. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from engine.definition import Definition
from engine.procedure import Procedure


def layers_of(definition: Definition) -> tuple[list[list[str]], list[str]]:
    """The states that are no end by their distance from the first one, and the ends."""
    ends = [state.name for state in definition.states if state.final]
    layers, placed = [[definition.initial]], {definition.initial, *ends}
    while True:
        near = {move.target for move in definition.moves if set(move.sources) & set(layers[-1])} - placed
        if not near:
            break
        layers.append([state.name for state in definition.states if state.name in near])
        placed |= near
    rest = [state.name for state in definition.states if state.name not in placed]  # reached only by way of an end
    return ([*layers, rest] if rest else layers), ends


def ranks_of(graph: Procedure) -> dict[str, int]:
    """How many steps come before each on the longest way."""
    ranks: dict[str, int] = {}
    for spec in graph.ordered:
        ranks[spec.name] = 1 + max((ranks[name] for name in spec.after), default=-1)
    return ranks


def columns_of(graph: Procedure, ranks: Mapping[str, int], ends: bool = False) -> dict[str, int]:
    """A column for each step: under the step before where that is free, and none under a way that passes by.

    `ends` keeps the way free that leads from a last step down to the end of the drawing.
    """
    taken: set[tuple[int, int]] = set()
    columns: dict[str, int] = {}
    bottom = max(ranks.values()) + 1 if ends else 0
    last = {
        spec.name: max((ranks[s.name] for s in graph.steps if spec.name in s.after), default=bottom)
        for spec in graph.steps
    }
    order = sorted(graph.ordered, key=lambda spec: (ranks[spec.name], last[spec.name]))
    for spec in order:
        rank = ranks[spec.name]
        wish = min((columns[name] for name in spec.after), default=0)
        through = range(rank, max(rank + 1, last[spec.name]))  # its way down has to stay free
        column = next(n for n in (wish, *range(len(graph.steps))) if not any((at, n) in taken for at in through))
        columns[spec.name] = column
        taken.update((at, column) for at in through)
    return columns
