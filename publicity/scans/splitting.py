"""Splitting scanned files in the background: page by page into the store, lot by lot into the households' files.

A picture is kept under the digest of its content before its lot is recorded: after a kill the lot is read again, gives
the same pictures, and so the same files; what stands in the table was written with the checkpoint that passed it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.book import Book
from engine.files import FileStore
from engine.jobs.job import Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from publicity.scans.errors import LeafBroken, ScanRefused
from publicity.scans.labels import label_of
from publicity.scans.reader import Reader
from states import users
from states.scans import desk
from states.scans.filing import Leaf, take
from states.scans.page import DUPLICATE, FILED, QUEUED, REJECTED, ScanBatch
from states.scans.receiving import Source

LOT = 10
PLACES = 1000
"""A file's pages are numbered from its own thousand on."""
SAID = N_("共%(pages)s页：%(filed)s页已归到户，%(queued)s页等人工归档，%(duplicate)s页重复，%(rejected)s页空白或损坏")


@dataclass(frozen=True, slots=True)
class Splitting:
    """Splits one batch; `store` keeps the pictures, `book` gives the rules, `size` pages make a lot."""

    store: FileStore
    book: Callable[[], Book]
    size: int = LOT

    def __call__(self, context: Context) -> Result:
        """Read file after file from where the work stands."""
        sources: list[Source] = [(*one,) for one in json.loads(_batch(context).sources)]
        with Reader() as reader:
            for number, source in enumerate(sources):
                if number >= context.checkpoint.get("file", 0):
                    self._split(context, reader, number, source)
        return _result(context)

    def _split(self, context: Context, reader: Reader, number: int, source: Source) -> None:
        digest, name, _media_type = source
        refused = list(context.checkpoint.get("refused", ()))
        try:
            leaves = reader.open(self.store.get(digest))
        except ScanRefused as fault:
            leaves, refused = 0, [*refused, [name, str(fault)]]
        begin = context.checkpoint.get("leaf", 0)
        total = context.done - begin + leaves
        for first in range(begin, leaves, self.size):
            some = range(first, min(first + self.size, leaves))
            read = [self._read(reader, number, leaf) for leaf in some]
            self._keep(context, read, {"file": number, "leaf": some.stop, "refused": refused}, total)
        self._keep(context, [], {"file": number + 1, "leaf": 0, "refused": refused}, total)

    def _keep(self, context: Context, read: Sequence[Leaf], reached: dict[str, Any], total: int) -> None:
        with context.lot() as lot:
            users.confirm(lot.session, context.by)
            if read:
                batch = desk.batch(lot.session, context.params["batch"], context.by)
                take(lot.session, self.book(), batch, read, by=context.by, at=lot.at)
            lot.keep(reached, done=lot.done + len(read), total=total)

    def _read(self, reader: Reader, file: int, leaf: int) -> Leaf:
        position = file * PLACES + leaf + 1
        try:
            seen = reader.leaf(leaf)
        except LeafBroken:
            return Leaf(position, "", 0, None, "broken")
        label, fault = label_of(seen.codes)
        digest = self.store.put(seen.picture)
        return Leaf(position, digest, len(seen.picture), label, "blank" if seen.blank else fault)


def _batch(context: Context) -> ScanBatch:
    with context.reading() as session:
        return desk.batch(session, context.params["batch"], context.by)


def _result(context: Context) -> Result:
    with context.reading() as session:
        figures = _figures(session, context.params["batch"])
    said = [Sentence(SAID, figures)]
    for name, reason in context.checkpoint.get("refused", ()):
        said.append(Sentence(N_("“%(file)s”没有收：%(reason)s"), {"file": name, "reason": reason}))
    return Result(tuple(said), figures=figures | {"batch": context.params["batch"]})


def _figures(session: Session, batch: int) -> dict[str, int]:
    counted = desk.counts(session, [batch])[batch]
    found = {status: counted[status] for status in (FILED, QUEUED, DUPLICATE, REJECTED)}
    return found | {"pages": sum(counted.values())}
