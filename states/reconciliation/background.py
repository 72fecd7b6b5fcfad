"""Taking in a long ledger as a job: lot by lot, going on after a kill, the remarked file to be fetched afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.book import Book
from engine.clock import office_day
from engine.errors import BadInput, Problem
from engine.files import FileStore
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states import users
from states.reconciliation.files import OutsideFile, Round
from states.reconciliation.ledgers import Ledger, find
from states.reconciliation.looking import Looked, look
from states.reconciliation.remarks import hand_back
from states.reconciliation.taking import A_LOT, begin, finish
from states.workbooks import XLSX, Sheet, read

KIND = "take-ledger"
COUNTS = ("agreeing", "differing", "missing_here", "missing_there", "strangers")
TAKEN = N_(
    "第%(number)s轮：%(agreeing)s行一致，%(differing)s行不一样，对方多%(missing_here)s行，对方缺%(missing_there)s行"
)
SEE = N_("带批注的原表里写明了哪一格读不出来、哪一格和我方不一样")


@dataclass(frozen=True, slots=True)
class TakingLedger:
    """Takes in a ledger that lies in the store; `book` opens the book of rules, `size` is one transaction's share."""

    store: FileStore
    book: Callable[[], Book]
    size: int = A_LOT

    def __call__(self, context: Context) -> Result:
        """Look the file through, keep the remarks, store and compare lot by lot.

        The parameters are the `ledger`, the file's `digest` and `name`, and the day `as_of_on`.
        """
        ledger, day = find(context.params["ledger"], context.by), date.fromisoformat(context.params["as_of_on"])
        reached = dict(context.checkpoint)
        if "file" in reached and (done := _finished(context, reached["file"])):
            return _result(ledger, done, reached)
        sheet = read(self.store.get(context.params["digest"]), context.params["name"], ledger.headings)
        with context.reading() as session:
            looked = look(session, ledger, sheet, day, context.by, office_day(context.now(session)))
        if looked.refusals:
            raise BadInput(*(Problem("file", one.message) for one in looked.refusals))
        if "remarks" not in reached:
            reached["remarks"] = self._remarks(sheet, looked)
        done = self._taken(context, looked, reached)
        return _result(ledger, done, reached)

    def _taken(self, context: Context, looked: Looked, reached: dict[str, Any]) -> Round:
        with context.lot() as lot:
            users.confirm(lot.session, context.by)
            begun = begin(lot.session, self.book(), looked, by=context.by, at=lot.at)
            reached["file"] = begun.file_id
            total = begun.total
            lot.keep(reached, done=begun.done, total=total)
        for part in begun.parts(self.size):
            with context.lot() as lot:
                users.confirm(lot.session, context.by)
                part.carry_out(lot.session, lot.at)
                lot.keep(reached, done=part.upto, total=total)
        with context.lot() as lot:
            finish(lot.session, begun, lot.at)
        done = _finished(context, begun.file_id)
        assert done is not None
        return done

    def _remarks(self, sheet: Sheet, looked: Looked) -> list[Any]:
        """The remarked file as (digest, size); nothing when there is nothing to remark."""
        if not looked.told and not looked.comparison.found:
            return []
        out = io.BytesIO()
        hand_back(sheet, looked, out)
        return [self.store.put(out.getvalue()), out.tell()]


def _finished(context: Context, file_id: int) -> Round | None:
    """The round that the file made, once it is closed."""
    made = select(Round).join(OutsideFile, OutsideFile.id == Round.file_id)
    with context.reading() as session:
        return session.scalars(made.where(Round.file_id == file_id, OutsideFile.finished_at.is_not(None))).one_or_none()


def _result(ledger: Ledger, done: Round, reached: dict[str, Any]) -> Result:
    facts = {name: getattr(done, name) for name in COUNTS} | {"number": done.number}
    said, files = [Sentence(TAKEN, facts)], []
    if reached["remarks"]:
        digest, size = reached["remarks"]
        said.append(Sentence(SEE))
        files.append(Made(digest, f"批注-{ledger.title}.xlsx", XLSX, size))
    return Result(tuple(said), tuple(files), facts | {"round": done.id})
