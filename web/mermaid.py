"""Diagrams as Mermaid text: anybody can look at it, and it needs no drawing program here."""

from __future__ import annotations

from engine.definition import Definition, Move
from web.flow_chart import remarks


def lifecycle(definition: Definition) -> str:
    """The states and the moves between them."""
    lines = ["stateDiagram-v2", f"  [*] --> {definition.initial}"]
    lines += [f"  {state.name}: {state.label}" for state in definition.states]
    lines += [f"  {source} --> {move.target}: {move.label}" for move in definition.moves for source in move.sources]
    lines += [f"  {state.name} --> [*]" for state in definition.states if state.final]
    return "\n".join(lines)


def steps(definition: Definition, move: Move) -> str:
    """The steps of a move, each after those it waits for; a step that may be left out stands in a broken frame."""
    lines = ["flowchart TD"]
    for spec in move.procedure.ordered if move.procedure else ():
        said = "<br/>".join(map(_plain, [spec.title, spec.by_title, *remarks(definition.digest, spec)]))
        lines.append(f'  {spec.name}["{said}"]')
        lines += [f"  {before} --> {spec.name}" for before in spec.after]
        lines += [f"  style {spec.name} stroke-dasharray: 5 3"] if spec.skip else []
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A text without the signs that Mermaid would read as its own."""
    return text.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
