"""The lots of a job for work that opens its own transactions and tells how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from engine.jobs.lots import Context
from states import users


class Lots:
    """Each transaction is a lot of the job: whoever asked for it may still do so, and it keeps what was told last."""

    def __init__(self, context: Context) -> None:
        self._context, self._told = context, (context.done, context.total)

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work has come, in units that people can count."""
        self._told = done, total

    @contextmanager
    def work(self) -> Iterator[Session]:
        """One transaction of the work."""
        with self._context.lot() as lot:
            users.confirm(lot.session, self._context.by)
            yield lot.session
            done, total = self._told
            lot.keep(lot.checkpoint, done=done, total=total)


def begun_at(context: Context) -> datetime:
    """When the job's work began: the same for every worker that takes it up, on whatever day."""
    if "at" not in context.checkpoint:
        with context.lot() as lot:
            users.confirm(lot.session, context.by)
            lot.keep({"at": lot.at.isoformat()}, done=0, total=0)
    return datetime.fromisoformat(context.checkpoint["at"])
