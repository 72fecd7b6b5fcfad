"""Archiving many households in the background, lot by lot; what could not be made is named and holds nothing up."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.guards import Blocker
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from publicity.dossiers.making import Maker
from publicity.dossiers.packing import Packed, kept, pack
from publicity.dossiers.scope import TITLE, Scope, counted, following, scope_of, title_of
from states import openings, users
from states.lots import begun_at

KIND, LOT = "household-archive", 10


@dataclass(frozen=True, slots=True)
class Filing:
    """Archives the households of a scope."""

    maker: Maker

    def __call__(self, context: Context) -> Result:
        """Make lot after lot, then pack them."""
        scope, at = scope_of(context.params), begun_at(context)
        with context.reading() as session:
            total, title = self._counted(session, context, scope)
        reached: dict[str, Any] = {"after": 0, "lots": [], "left": []} | dict(context.checkpoint)
        while True:
            with context.reading() as session:
                some = following(session, self.maker.book, scope, context.by, reached["after"], LOT)
                read = self.maker.read(session, [case_id for case_id, _household in some], context.by)
            if not some:
                return self._pack(context, title, reached, at)
            lot, left = self.maker.lot(read, context.by, at)
            reached |= {"after": some[-1][0], "lots": [*reached["lots"], self.maker.store.put(lot)]}
            reached["left"] = reached["left"] + left
            with context.lot() as one:
                note(one.session, context, [household for _case, household in some], one.at)
                one.keep(dict(reached), done=one.done + len(some), total=total)

    def _counted(self, session: Session, context: Context, scope: Scope) -> tuple[int, str]:
        total = counted(session, self.maker.book, scope, context.by)
        if not total:
            raise Refused("archive", [Blocker("no-household", N_("没有要归档的农户"))])
        return total, title_of(session, scope)

    def _pack(self, context: Context, title: str, reached: dict[str, Any], at: datetime) -> Result:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "archive.zip"
            lots = kept(self.maker.store, reached["lots"])
            with context.reading() as session:
                done = pack(file, title, lots, session, self.maker.store, by=context.by, at=at)
            size = file.stat().st_size
            digest = self.maker.store.put_file(file)
        made = Made(digest, f"{title}{TITLE}.zip", "application/zip", size)
        figures = {"households": done.households, "left": len(reached["left"]), "missing": len(done.missing)}
        return Result(tuple(said(title, done, reached["left"], digest)), (made,), figures)


def said(title: str, done: Packed, left: list[list[str]], digest: str) -> list[Sentence]:
    """What to tell of a package: how much is in it, its digest, and what is not in it."""
    text = N_("%(title)s：%(households)s户的档案，%(files)s个文件，装在一个压缩文件里")
    told = [Sentence(text, {"title": title, "households": done.households, "files": done.files})]
    told.append(Sentence(N_("压缩文件的校验码（SHA-256）：%(digest)s，请另外记下"), {"digest": digest}))
    told += [Sentence(N_("%(number)s没有归档：%(reason)s"), {"number": one[0], "reason": one[1]}) for one in left]
    told += [Sentence(N_("文件库里找不到“%(name)s”，档案里注明了缺件"), {"name": name}) for name in done.missing]
    return told


def note(session: Session, context: Context, households: list[int], at: datetime) -> None:
    """Log whose files were archived; raises `Refused` once the account is closed or has another post."""
    person = users.confirm(session, context.by)
    for household in households:
        openings.note(session, person.id, f"household:{household}", at)
