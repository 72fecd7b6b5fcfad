"""Dry runs and migrations of any size as jobs: lot by lot, with progress, going on where a worker was killed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from engine.book import Book
from engine.clock import office_day
from engine.files import FileStore
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states import regions, users
from states.lots import Lots, begun_at
from states.wordings import migrating, trial
from states.wordings.migrating import Asked
from states.wordings.summary import Summary
from states.wordings.trial import EFFECTS, Tally, Tried
from states.workbook_writer import write_rows
from states.workbooks import XLSX

TRY, MIGRATE = "pack-dry-run", "pack-migration"
TRIED = N_("看了%(cases)s户，%(touched)s户会有变化")
EFFECT = N_("%(effect)s：%(n)s户")
MIGRATED = N_("办理中的%(cases)s户：已迁移%(ready)s户，不迁移%(refused)s户")
PREVIEWED = N_("办理中的%(cases)s户：可以迁移%(ready)s户，不迁移%(refused)s户")
REFUSED = N_("不迁移：%(why)s　%(n)s户")
AGAIN = N_("重办“%(step)s”：%(why)s　%(n)s户")
HEADINGS = ("村", "变化", "户数")
REASON_HEADINGS = ("变化", "步骤", "原因", "户数")


class Trying:
    """Tries wordings out over the job's area; what it makes are numbers by village and reason, and no names."""

    def __init__(self, store: FileStore, book: Callable[[], Book]) -> None:
        self._store, self._book = store, book

    def __call__(self, context: Context) -> Result:
        """Count what the wordings of the parameters would change."""
        tried, tally, book = Tried(context.params["wordings"], context.area), Tally(), self._book()
        with context.reading() as session:
            users.confirm(session, context.by)
            at = context.now(session)
            total = trial.covered(session, tried, context.by, office_day(at))
            for _lot in trial.lines(session, book, tried, context.by, at, tally):
                with context.lot() as lot:
                    lot.keep({}, done=min(tally.cases, total), total=total)
            names = regions.names(session, {village for village, _ in tally.villages})
        told = {"cases": tally.cases, "touched": tally.touched}
        said = [Sentence(TRIED, told)]
        said += [Sentence(EFFECT, {"effect": EFFECTS[effect], "n": n}) for effect, n in sorted(tally.effects.items())]
        made = [self._made("试运行-按村.xlsx", HEADINGS, _by_village(tally, names))]
        made.append(self._made("试运行-按原因.xlsx", REASON_HEADINGS, _by_reason(tally)))
        return Result(tuple(said), tuple(made), tally.told())

    def _made(self, name: str, headings: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Made:
        out = io.BytesIO()
        write_rows(out, headings, rows, "试运行")
        return Made(self._store.put(out.getvalue()), name, XLSX, out.tell())


class Migrating:
    """Carries the cases of the job's area over from one wording to another; without `apply` it only previews that."""

    def __init__(self, book: Callable[[], Book], lot: int = migrating.A_LOT) -> None:
        self._book, self._lot = book, lot

    def __call__(self, context: Context) -> Result:
        """Carry out the migration that this job began, or begin it; or count what it would do."""
        if not context.params["apply"]:
            return self._preview(context)
        lots = Lots(context)
        asked = Asked(context.params["source"], context.params["target"], context.area)
        at, by = begun_at(context), context.by
        done = migrating.migrate(lots.work, self._book(), asked, by=by, at=at, progress=lots.progress, lot=self._lot)
        return _said(MIGRATED, done.summary)

    def _preview(self, context: Context) -> Result:
        asked = Asked(context.params["source"], context.params["target"], context.area)
        summary, book = Summary(), self._book()
        with context.reading() as session:
            users.confirm(session, context.by)
            total = migrating.meant(session, asked, context.by)
            for judged in migrating.preview(session, book, asked, context.by, context.now(session)):
                summary.add(judged)
                with context.lot() as lot:
                    lot.keep({}, done=min(summary.cases, total), total=total)
        return _said(PREVIEWED, summary)


def _said(text: str, summary: Summary) -> Result:
    """The numbers of a migration or its preview."""
    numbers = {"cases": summary.cases, "ready": summary.ready, "refused": summary.refused}
    refused = (Sentence(REFUSED, {"why": why, "n": n}) for (_, why), n in sorted(summary.refusals.items()))
    again = (Sentence(AGAIN, {"step": step, "why": why, "n": n}) for (step, why), n in sorted(summary.reopened.items()))
    return Result((Sentence(text, numbers), *refused, *again), figures=summary.told())


def _by_village(tally: Tally, names: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    for (village, effect), n in sorted(tally.villages.items()):
        yield names.get(village, village), EFFECTS[effect], n


def _by_reason(tally: Tally) -> Iterator[tuple[Any, ...]]:
    for (effect, step, why), n in sorted(tally.reasons.items()):
        yield EFFECTS[effect], step, why, n
