"""Acts on cases: beginning a procedure, moving on one or many, sending back. All refusals list every reason."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from engine.advance import NO_SUCH_CASE, advance_many
from engine.advance import advance as advance_one
from engine.back import send_back
from engine.clock import office_day
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.start import start as begin
from engine.words import N_
from states import case_list
from states.roles import Permission
from states.wordings import choosing
from web import now, tools, who
from web.access import Area, access
from web.api import repeated
from web.api.answers import Held, Moved, Outcome, answer, moved, reasons
from web.api.blueprint import bp
from web.api.cases import Case, brief
from web.api.shapes import Body, CaseId, CasePath, Keyed, Name, Text, Version
from web.database import work


class Begin(Body):
    """The move whose procedure begins."""

    move: Name
    note: Text = ""


class Advance(Body):
    """The step to finish or the move to make; `version` is the one that was read.

    `confirm` is needed where this makes a move that cannot be undone.
    """

    act: Name
    version: Version
    note: Text = ""
    confirm: bool = False


class AdvanceMany(Body):
    """The same act for many cases; `confirm` as for one."""

    act: Name
    cases: list[CaseId] = Field(min_length=1, max_length=10_000)
    note: Text = ""
    confirm: bool = False


class SendBack(Body):
    """The step to reopen, with a code and the reason."""

    step: Name
    code: Name
    reason: str = Field(min_length=1, max_length=400, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")


@bp.post("/cases/<int:case_id>/start", responses={201: Case})
@access(Permission.ADVANCE, Area.RECORD)
def start(path: CasePath, header: Keyed, body: Begin) -> Response:
    """Begin the procedure of a move, under the pack in force at the case's place today."""
    by, at = who.actor(), now.now()
    with work() as db:
        found = case_list.find(db, path.case_id, by)
        try:
            definition = choosing.to_begin(db, found.area, found.state, found.definition, office_day(at))
        except NotFound:
            raise Refused("start", [Blocker("no-pack", N_("今天没有适用于本地的方案"))]) from None
        ids, note = [path.case_id], body.note

        def act() -> dict[str, object]:
            runs = begin(db, tools.book(), ids, body.move, by=by, at=at, definition=definition, note=note)
            return {"run": runs[path.case_id]}

        repeated.once(db, header.key, act)
        return answer(brief(case_list.find(db, path.case_id, by)), 201)


@bp.post("/cases/<int:case_id>/advance", responses={200: Moved})
@access(Permission.ADVANCE, Area.RECORD)
def advance(path: CasePath, header: Keyed, body: Advance) -> Response:
    """Finish a step, or make a move that needs no procedure."""
    by, at, key = who.actor(), now.now(), repeated.key(header.key)
    with work() as db:
        case_list.find(db, path.case_id, by)
        told = {"version": body.version, "key": key, "note": body.note, "sure": body.confirm}
        done = advance_one(db, tools.book(), path.case_id, body.act, by=by, at=at, **told)  # type: ignore[arg-type]
    return answer(moved(done))


@bp.post("/advances", responses={200: Outcome})
@access(Permission.ADVANCE, Area.LIST)
def advances(header: Keyed, body: AdvanceMany) -> Response:
    """The same act for many: each case moves, or is held with all its reasons, and the rest go on."""
    by, at, key = who.actor(), now.now(), repeated.key(header.key)
    with work() as db:
        inside = case_list.inside(db, body.cases, by)
        told = {"key": key, "note": body.note, "sure": body.confirm}
        outcome = advance_many(db, tools.book(), inside, body.act, by=by, at=at, **told)  # type: ignore[arg-type]
    held = dict.fromkeys(sorted(set(body.cases) - inside), (NO_SUCH_CASE,)) | outcome.held
    return answer(
        Outcome(
            moved=[moved(one) for one in outcome.moved],
            held=[Held(case_id=number, blockers=reasons(blockers)) for number, blockers in held.items()],
        )
    )


@bp.post("/cases/<int:case_id>/send-back", responses={200: Case})
@access(Permission.REVIEW, Area.RECORD)
def back(path: CasePath, header: Keyed, body: SendBack) -> Response:
    """Reopen a step and everything after it, with a reason."""
    by, at = who.actor(), now.now()
    with work() as db:
        case_list.find(db, path.case_id, by)

        def act() -> dict[str, object]:
            told = {"by": by, "at": at, "code": body.code, "reason": body.reason}
            send_back(db, tools.book(), path.case_id, body.step, **told)  # type: ignore[arg-type]
            return {}

        repeated.once(db, header.key, act)
        return answer(brief(case_list.find(db, path.case_id, by)))
