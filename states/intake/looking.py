"""Looking a long list through in the background, so that nobody waits for a page; what was found is kept as a file."""

from __future__ import annotations

from dataclasses import dataclass

from engine.clock import office_day
from engine.files import FileStore
from engine.jobs.job import Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states import imports, users
from states.exchange.site_layouts import in_force
from states.imports import Preview
from states.intake import seen, taking
from states.intake.background import remarked, remarks
from states.intake.kind import Asking
from states.intake.kinds import find
from states.intake.taking import Looked
from states.workbooks import Sheet

LOOK = "look-list"
HOUSEHOLDS = "households"
FOUND = N_("%(file)s：%(good)s条没有问题，%(left_out)s条有问题，%(same)s条系统里已有")


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks through a list that lies in the store; nothing of it comes in."""

    store: FileStore

    def __call__(self, context: Context) -> Result:
        """Look the list through; the parameters are those of taking it in.

        The figure `seen` of the result names the file of what was found.
        """
        with context.lot() as lot:
            users.confirm(lot.session, context.by)
        sheet, looked = self._look(context)
        found = seen.of(looked)
        counts = {"good": found.good, "left_out": found.left_out, "same": found.same}
        kept = remarked(found.file, remarks(self.store, sheet, looked))
        figures = counts | {"seen": self.store.put(found.text())}
        return Result((Sentence(FOUND, counts | {"file": found.file}),), kept, figures)

    def _look(self, context: Context) -> tuple[Sheet, Looked | Preview]:
        told = context.params
        data = self.store.get(told["digest"])
        with context.reading() as session:
            if told["kind"] == HOUSEHOLDS:
                sheet = imports.read(data, told["name"], in_force(session).values())
                return sheet, imports.preview(session, sheet, context.by, on=office_day(context.now(session)))
            kind = find(told["kind"])
            sheet = taking.read(kind, data, told["name"])
            asking = Asking(context.by, context.now(session), told["stated"])
            return sheet, taking.preview(session, kind, sheet, asking)
