"""A round of any size as a job: lot by lot, with progress, going on where a worker was killed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from engine.book import Book
from engine.jobs.job import Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states.lots import Lots, begun_at
from states.quality import rounds
from states.quality.loading import A_LOT
from states.quality.round import COUNTS, Round

KIND = "quality-round"
SAID = N_("筛查了%(households)s户，查到%(found)s条，新增%(opened)s条，再次查到%(reopened)s条，销号%(closed)s条")


class Screening:
    """Looks the job's area through by the rules; `book` opens the book of rules, `lot` is households at a time."""

    def __init__(self, book: Callable[[], Book], lot: int = A_LOT) -> None:
        self._book, self._lot = book, lot

    def __call__(self, context: Context) -> Result:
        """Run the round that this job began, or begin it."""
        at = begun_at(context)
        done = _of(context, at)
        if done is None or done.ended_at is None:
            done = self._run(context, at)
        counts = {name: getattr(done, name) for name in COUNTS}
        return Result((Sentence(SAID, counts),), figures=counts | {"round": done.id})

    def _run(self, context: Context, at: datetime) -> Round:
        lots = Lots(context)
        by, book = context.by, self._book()
        return rounds.run(lots.work, book, context.area, by=by, at=at, progress=lots.progress, lot=self._lot)


def _of(context: Context, at: datetime) -> Round | None:
    """The round that this job began."""
    mine = select(Round).where(Round.area == context.area, Round.begun_by == context.by.id, Round.begun_at == at)
    with context.reading() as session:
        return session.scalars(mine.order_by(Round.id.desc()).limit(1)).one_or_none()
