"""Changes of the register: what waits, one with the reasons against it, and deciding on it as another person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from flask import Response
from pydantic import Field
from sqlalchemy.orm import Session

from engine.outlook import one as outlook
from states import case_file, openings
from states.changes import deciding, keying, shown
from states.changes.change import Change as Row
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.api import cursors, repeated
from web.api.answers import Answer, Reason, answer, reasons
from web.api.blueprint import bp
from web.api.shapes import GREATEST, Body, CaseId, ChangePath, Cursor, Keyed, Query
from web.changes.told import told
from web.database import reading, work

Nature = Literal["edit", "join", "leave", "transfer"]


class ChangeQuery(Query):
    """Which changes: those that wait in the account's area, or all of one household."""

    nature: Literal["", "edit", "join", "leave", "transfer"] = ""
    part: Literal["", "this-round", "monthly"] = ""
    case_id: int = Field(default=0, ge=0, le=GREATEST)
    after: Cursor = ""


class Refusal(Body):
    """Why it is not right."""

    reason: str = Field(min_length=1, max_length=deciding.LONGEST, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")


class Keying(Body):
    """The value as another person keyed it, without having seen the first."""

    value: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")


class Change(Answer):
    """A change with its before and after; `after` is empty while it has still to be keyed a second time."""

    change_id: int
    state: str
    nature: Nature
    case_id: CaseId
    number: str
    head: str
    area: str
    member_id: int | None
    who: str
    field: str
    what: str
    before: str
    after: str
    reason: str
    happened_on: date | None
    other_number: str
    part: str
    source: str
    keying: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_reason: str


class ChangePage(Answer):
    """A page of changes, the oldest first; of one household the newest first. `next` goes on, null at the end."""

    items: list[Change]
    next: str | None


class Act(Answer):
    """An act that the account's post has, and every reason against it now."""

    act: str
    blockers: list[Reason]


class ChangeFile(Answer):
    """A change in full, with what can be done about it."""

    change: Change
    acts: list[Act]


@bp.get("/changes", responses={200: ChangePage})
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def changes(query: ChangeQuery) -> Response:
    """List the changes that wait in the account's area, or those of one household; identity numbers are masked."""
    by, place, more = who.actor(), cursors.read(query.after, int), 0
    with reading() as db:
        if query.case_id:
            lines = shown.of_household(db, case_file.household(db, query.case_id, by), by)
            lines = [one for one in lines if query.nature in ("", one.change.nature)]
        else:
            after = place[0] if place else 0
            lines, more = shown.waiting(db, by, nature=query.nature, part=query.part, after=after)
        items = [Change(**told(line)) for line in lines]
    return answer(ChangePage(items=items, next=cursors.written(more) if more else None))


@bp.get("/changes/<int:change_id>", responses={200: ChangeFile})
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def change(path: ChangePath) -> Response:
    """Show a change in full, and what stands against each act; the opening is logged."""
    by = who.actor()
    with work() as db:
        line = shown.one(db, path.change_id, by)
        openings.note(db, who.signed_in().id, f"household:{line.change.household_id}", now.wall())
        moves = outlook(db, tools.book(), line.change.case_id, by, now.now()).moves
        shape = Change(**told(line, full=True))
    acts = [Act(act=move.name, blockers=reasons(blockers)) for move, blockers in moves if by.role in move.by]
    return answer(ChangeFile(change=shape, acts=acts))


@bp.post("/changes/<int:change_id>/agree", responses={200: Change})
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def agree(path: ChangePath, header: Keyed) -> Response:
    """Let the change enter the register, as another person than who proposed it."""
    by, at = who.actor(), now.now()
    return _decided(path, header, lambda db, row: deciding.verify(db, tools.book(), row, by=by, at=at))


@bp.post("/changes/<int:change_id>/refuse", responses={200: Change})
@access(Permission.VERIFY_CHANGE, Area.RECORD)
def refuse(path: ChangePath, header: Keyed, body: Refusal) -> Response:
    """Refuse the change, with a reason."""
    by, at = who.actor(), now.now()
    return _decided(path, header, lambda db, row: deciding.reject(db, tools.book(), row, body.reason, by=by, at=at))


@bp.post("/changes/<int:change_id>/withdraw", responses={200: Change})
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def withdraw(path: ChangePath, header: Keyed) -> Response:
    """Take back what the account itself has proposed."""
    by, at = who.actor(), now.now()
    return _decided(path, header, lambda db, row: deciding.withdraw(db, tools.book(), row, by=by, at=at))


@bp.post("/changes/<int:change_id>/key", responses={200: Change})
@access(Permission.PROPOSE_CHANGE, Area.RECORD)
def key(path: ChangePath, header: Keyed, body: Keying) -> Response:
    """Key a value a second time, blind, as another person than who keyed it first."""
    by, at = who.actor(), now.now()
    return _decided(path, header, lambda db, row: keying.key_again(db, row, body.value, by=by, at=at))


def _decided(path: ChangePath, header: Keyed, act: Callable[[Session, Row], Any]) -> Response:
    with work() as db:
        row = deciding.find(db, path.change_id, who.actor())

        def once() -> dict[str, Any]:
            act(db, row)
            return {}

        repeated.once(db, header.key, once)
        db.flush()
        return answer(Change(**told(shown.one(db, path.change_id, who.actor()))))
