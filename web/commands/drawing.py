"""Diagrams as Mermaid text: anybody can look at it, and it needs no drawing program here."""

from __future__ import annotations

from engine.definition import Definition, Move


def lifecycle(definition: Definition) -> str:
    """The states and the moves between them."""
    lines = ["stateDiagram-v2", f"  [*] --> {definition.initial}"]
    lines += [f"  {state.name}: {state.label}" for state in definition.states]
    lines += [f"  {source} --> {move.target}: {move.label}" for move in definition.moves for source in move.sources]
    lines += [f"  {state.name} --> [*]" for state in definition.states if state.final]
    return "\n".join(lines)


def steps(move: Move) -> str:
    """The steps of a move, each after those it waits for."""
    lines = ["flowchart TD"]
    for spec in move.procedure.ordered if move.procedure else ():
        lines.append(f'  {spec.name}["{spec.title}<br/>{spec.by_title}"]')
        lines += [f"  {before} --> {spec.name}" for before in spec.after]
    return "\n".join(lines)
