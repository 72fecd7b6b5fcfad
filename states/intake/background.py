"""Taking a long list in in the background: lot by lot, going on after a kill, its remarks to be fetched afterwards.

What came in stands in the list's intake, written in the transactions of the job itself.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states import users
from states.exchange.importing import SEE, SINCE
from states.exchange.remarks import Remarked, hand_back
from states.imports import ImportRefused
from states.intake import taking
from states.intake.intakes import Intake
from states.intake.kind import Asking, Kind
from states.intake.kinds import find
from states.intake.taking import A_LOT, Looked
from states.workbooks import XLSX, Sheet

TAKE = "take-list"
TAKEN = N_("%(file)s：入库%(taken)s条，%(left_out)s行有问题没有入库，%(same)s行系统里已有")


@dataclass(frozen=True, slots=True)
class Taking:
    """Takes in a list that lies in the store; `size` lines in each transaction."""

    store: FileStore
    size: int = A_LOT

    def __call__(self, context: Context) -> Result:
        """Look the list through, keep the remarks, then store lot by lot.

        The parameters are the list's `kind`, the file's `digest` and `name`, what was `stated`, and `good`: whether
        lines with problems are left out.
        """
        reached = dict(context.checkpoint)
        if "intake" in reached and (done := _finished(context, reached["intake"])):
            return _result(done, reached)
        kind = find(context.params["kind"])
        sheet = taking.read(kind, self.store.get(context.params["digest"]), context.params["name"])
        with context.reading() as session:
            asking = Asking(context.by, context.now(session), context.params["stated"])
            looked = taking.preview(session, kind, sheet, asking)
        _refuse(looked, good=context.params["good"])
        if "remarks" not in reached:
            reached["remarks"] = remarks(self.store, sheet, looked)
        with context.lot() as lot:
            users.confirm(lot.session, context.by)
            intake = taking.begin(lot.session, kind, looked, asking)
            reached["intake"], plan = intake.id, intake.planned
            lot.keep(reached, done=intake.stored, total=len(plan))
        self._store(context, kind, intake, looked)
        done = _finished(context, intake.id)
        assert done is not None
        return _result(done, reached)

    def _store(self, context: Context, kind: Kind[Any], intake: Intake, looked: Looked) -> None:
        for part in taking.parts(intake, looked, self.size):
            with context.lot() as lot:
                users.confirm(lot.session, context.by)
                asking = Asking(context.by, lot.at, context.params["stated"])
                taking.store(lot.session, kind, part, asking)
                lot.keep(lot.checkpoint, done=part.upto, total=lot.total)


def remarks(store: FileStore, sheet: Sheet, looked: Remarked) -> list[Any]:
    """The remarked list in the store as (digest, size); nothing when there is nothing to remark."""
    if not looked.problems and not looked.changes:
        return []
    out = io.BytesIO()
    hand_back(sheet, looked, out)
    return [store.put(out.getvalue()), out.tell()]


def remarked(file: str, kept: list[Any]) -> tuple[Made, ...]:
    """The remarked list as a file to fetch."""
    return (Made(kept[0], f"批注-{file.rsplit('.', 1)[0]}.xlsx", XLSX, kept[1]),) if kept else ()


def _result(intake: Intake, reached: dict[str, Any]) -> Result:
    facts = {"taken": intake.taken, "left_out": intake.left_out, "same": intake.same}
    said = [Sentence(TAKEN, facts | {"file": intake.file})]
    if reached["remarks"]:
        said.append(Sentence(SEE))
    return Result(tuple(said), remarked(intake.file, reached["remarks"]), facts | {"intake": intake.id})


def _refuse(looked: Looked, *, good: bool) -> None:
    """Refuse a list that was taken in before, and one that has other problems than whoever asked has seen."""
    if whole := [one for one in looked.problems if not one.row]:
        raise ImportRefused(looked.file, whole)
    if looked.problems and not good and not looked.resumes:
        raise Refused("import", [Blocker("problems-since", SINCE)])


def _finished(context: Context, intake_id: int) -> Intake | None:
    """The intake, once it is closed."""
    with context.reading() as session:
        intake = session.get_one(Intake, intake_id)
        return intake if intake.finished_at else None
