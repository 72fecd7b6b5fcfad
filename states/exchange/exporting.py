"""Handing out a long list in the background, as a file for whoever asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy.orm import Session

from engine.book import Book
from engine.errors import NotFound
from engine.files import FileStore
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from states import openings, users
from states.book import open_book
from states.exchange import exports
from states.exchange.layouts import Layout
from states.exchange.site_layouts import of_digest
from states.listings import file
from states.listings.book import find
from states.listings.listing import Look
from states.workbooks import XLSX, Cell, csv_lines, write_rows

KIND = "export-list"
TYPES = {"xlsx": XLSX, "csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Exporting:
    """Writes a list into the store. It is one look at one moment: cut short, it begins anew."""

    store: FileStore
    book: Callable[[], Book] = open_book

    def __call__(self, context: Context) -> Result:
        """Write a list of the register by its `layout`, or what another `list` shows, in a `format`."""
        return self._list(context) if "list" in context.params else self._layout(context)

    def _list(self, context: Context) -> Result:
        """Write the list that the parameter `list` names, with what is `asked` of it; masked as on its page."""
        listing, kind = find(context.params["list"]), context.params["format"]
        if not listing.may(context.by.role):
            raise NotFound("list", listing.id)
        with TemporaryFile() as out, context.reading() as session:
            asked = listing.asked(context.params["asked"], context.by)
            look = Look(session, self.book(), context.by, context.now(session), asked)
            counted = _Counted(context, 0)
            file.write(out, kind, listing, look, counted.rows(listing.lines(look)))
            return self._made(out, file.name(listing, look, kind), listing.title, kind, counted.done)

    def _layout(self, context: Context) -> Result:
        """Write the register by the layout of a digest; the filter is what `exports.Filter` asks for."""
        with context.reading() as session:
            layout, kind = of_digest(session, context.params["layout"]), context.params["format"]
        asked = exports.asked_by(context.params["filter"])
        if exports.sees_numbers(layout, context.by):
            _note(context, layout, asked)
        with TemporaryFile() as out, context.reading() as session:
            lines = _write(session, context, layout, kind, asked, out)
            return self._made(out, f"{layout.title}.{kind}", layout.title, kind, lines)

    def _made(self, out: IO[bytes], name: str, title: str, kind: str, lines: int) -> Result:
        out.seek(0)
        data = out.read()
        said = Sentence(N_("%(layout)s：%(lines)s行，装在一个文件里"), {"layout": title, "lines": lines})
        return Result((said,), (Made(self.store.put(data), name, TYPES[kind], len(data)),), {"lines": lines})


def _write(session: Session, context: Context, layout: Layout, kind: str, asked: exports.Filter, out: IO[bytes]) -> int:
    """Write the list and answer its lines, telling every thousand how far it is."""
    counted = _Counted(context, exports.counted(session, context.by, layout, asked))
    rows = counted.rows(exports.rows(session, context.by, layout, asked))
    if kind == "csv":
        out.writelines(csv_lines(exports.headings(layout, asked), rows))
    else:
        write_rows(out, exports.headings(layout, asked), rows, layout.title)
    return counted.done


class _Counted:
    """Lines on their way, counted, `total` being 0 where nobody knows it; a cancellation is heard between them."""

    def __init__(self, context: Context, total: int) -> None:
        self._context, self._total, self.done = context, total, 0

    def rows(self, rows: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
        """The same lines."""
        self._tell()
        for row in rows:
            yield row
            self.done += 1
            if self.done % exports.A_PAGE == 0:
                self._tell()
        self._total = self.done
        self._tell()

    def _tell(self) -> None:
        with self._context.lot() as lot:
            users.confirm(lot.session, self._context.by)
            lot.keep(lot.checkpoint, done=self.done, total=max(self._total, self.done) if self._total else 0)


def _note(context: Context, layout: Layout, asked: exports.Filter) -> None:
    """Log that identity numbers go out in full, once however often the work is taken up."""
    if context.checkpoint:
        return
    with context.lot() as lot:
        person = users.confirm(lot.session, context.by)
        openings.note(lot.session, person.id, f"export:{layout.id}:{asked.area or context.by.area}", lot.at)
        lot.keep({"noted": True}, done=0, total=0)
