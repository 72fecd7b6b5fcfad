"""Taking in a long list in the background: lot by lot, going on after a kill, its remarks to be fetched afterwards.

What was taken in stands in the batch and its lots, written in the transactions of the job itself. So a worker that
is killed anywhere leaves the register that another one goes on with, and nothing twice.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from engine.clock import office_day
from engine.definition import Definition
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states import users
from states.exchange import batches
from states.exchange.batches import ImportBatch
from states.exchange.lots import A_LOT, Begun, Taking, begin, finish, store_part
from states.exchange.remarks import hand_back
from states.exchange.site_layouts import of_digest
from states.imports import MEANWHILE_PROBLEM, ImportRefused, Preview, preview, read
from states.packs.store import in_force
from states.workbooks import XLSX, Sheet

KIND = "import-households"
TAKEN = N_("%(file)s：入库%(households)s户%(members)s人，%(left_out)s户有问题没有入库")
SEE = N_("带批注的原表里写明了哪一格有什么问题、哪些内容已规范")
SINCE = N_("检查之后名单里有了新的问题，没有入库；请重新检查名单")


@dataclass(frozen=True, slots=True)
class Importing:
    """Takes in a list that lies in the store; `size` households in each transaction."""

    store: FileStore
    size: int = A_LOT

    def __call__(self, context: Context) -> Result:
        """Look the list through, keep the remarks, then store lot by lot.

        The parameters are the file's `digest` and `name`, the digests of the `layouts` in force and the day `on`
        when it was asked for, and `good`: whether households with problems are left out.
        """
        reached = dict(context.checkpoint)
        if "batch" in reached and (done := _finished(context, reached["batch"])):
            return self._result(done, reached)
        with context.reading() as session:
            layouts = [of_digest(session, one) for one in context.params["layouts"]]
        sheet = read(self.store.get(context.params["digest"]), context.params["name"], layouts)
        with context.reading() as session:
            looked = preview(session, sheet, context.by, layouts, date.fromisoformat(context.params["on"]))
            definition = in_force(session, context.by.area, office_day(context.now(session))).definition
        _refuse(looked, good=context.params["good"])
        if "remarks" not in reached:
            reached["remarks"] = self._remarks(sheet, looked)
        with context.lot() as lot:
            users.confirm(lot.session, context.by)
            begun = begin(lot.session, looked, context.by, lot.at)
            reached["batch"] = begun.batch_id
            lot.keep(reached, done=begun.stored, total=len(begun.plan))
        for part in begun.parts(self.size):
            _store(context, begun, part, definition)
        with context.lot() as lot:
            finish(lot.session, begun.batch_id, lot.at)
        done = _finished(context, begun.batch_id)
        assert done is not None
        return self._result(done, reached)

    def _remarks(self, sheet: Sheet, looked: Preview) -> list[Any]:
        """The remarked list as (digest, size); nothing when there is nothing to remark."""
        if not looked.problems and not looked.changes:
            return []
        out = io.BytesIO()
        hand_back(sheet, looked, out)
        return [self.store.put(out.getvalue()), out.tell()]

    def _result(self, batch: ImportBatch, reached: dict[str, Any]) -> Result:
        facts = {"households": batch.households, "members": batch.members, "left_out": batch.left_out}
        said, files = [Sentence(TAKEN, facts | {"file": batch.file})], []
        if reached["remarks"]:
            digest, size = reached["remarks"]
            said.append(Sentence(SEE))
            files.append(Made(digest, f"批注-{batch.file.rsplit('.', 1)[0]}.xlsx", XLSX, size))
        return Result(tuple(said), tuple(files), facts | {"batch": batch.id, "problems": batch.problems})


def _refuse(looked: Preview, *, good: bool) -> None:
    """Refuse a list that was taken in before, and one that has other problems than whoever asked has seen."""
    if whole := [one for one in looked.problems if not one.row]:
        raise ImportRefused(looked.file, whole)
    if looked.problems and not good and not looked.resumes:
        raise Refused("import", [Blocker("problems-since", SINCE)])


def _store(context: Context, begun: Begun, part: Taking, definition: Definition) -> None:
    """One lot; asked a second time when somebody registered the same person at the same moment."""
    for is_last in (False, True):
        try:
            with context.lot() as lot:
                users.confirm(lot.session, context.by)
                store_part(lot.session, part, definition, context.by, lot.at)
                lot.keep(lot.checkpoint, done=part.upto, total=len(begun.plan))
            return
        except IntegrityError:
            if is_last:
                raise ImportRefused(begun.looked.file, [MEANWHILE_PROBLEM]) from None


def _finished(context: Context, batch_id: int) -> ImportBatch | None:
    """The batch, once it is closed."""
    with context.reading() as session:
        batch = session.get_one(batches.ImportBatch, batch_id)
        return batch if batch.finished_at else None
