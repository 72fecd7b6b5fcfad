"""What a program is answered: the shapes that the description lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict

from engine.advance import Advanced
from engine.guards import Blocker
from web.errors import as_json


class Answer(BaseModel):
    """The content of an answer."""

    model_config = ConfigDict(extra="forbid")


class Reason(Answer):
    """A reason against an act: what it rests on, who settles it, and when waiting alone would."""

    code: str
    message: str
    basis: str
    settled_by: str
    earliest_on: date | None


class Held(Answer):
    """A case that was not moved, and every reason."""

    case_id: int
    blockers: list[Reason]


class Moved(Answer):
    """What an act did to one case."""

    case_id: int
    act: str
    source: str
    target: str
    move: str
    opened: list[str]
    skipped: list[str]
    again: bool


class Fault(BaseModel):
    """One thing wrong with what was sent."""

    where: str
    reason: str


class Problem(BaseModel):
    """RFC 9457: why nothing was done, with every reason."""

    type: str
    title: str
    status: int
    detail: str = ""
    blockers: list[Reason] = []
    problems: list[Fault] = []


class Outcome(Answer):
    """What an act did to many cases."""

    moved: list[Moved]
    held: list[Held]


class Entry(Answer):
    """One line of the ledger."""

    sequence: int
    at: datetime
    kind: str
    by: str
    role: str
    facts: dict[str, Any]
    seal: str


def reasons(blockers: tuple[Blocker, ...]) -> list[Reason]:
    """Blockers, their sentences in the reader's language."""
    return [Reason(**as_json(blocker)) for blocker in blockers]


def moved(done: Advanced) -> Moved:
    """An act's effect."""
    return Moved(
        case_id=done.case_id,
        act=done.act,
        source=done.source,
        target=done.target,
        move=done.move,
        opened=list(done.opened),
        skipped=list(done.skipped),
        again=done.again,
    )


def answer(content: Answer, status: int = 200) -> Response:
    """The answer to be sent."""
    return Response(content.model_dump_json(), status, mimetype="application/json")
