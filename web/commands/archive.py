"""`shouxian archive`: households' files into a package, and the check that a package is what it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.db import reading, work
from engine.errors import NotFound, Refused
from engine.files import FileStore
from engine.guards import Blocker
from publicity.documents.registry import render
from publicity.dossiers import check as checker
from publicity.dossiers.filing import LOT, said
from publicity.dossiers.making import Maker
from publicity.dossiers.packing import Packed, pack
from publicity.dossiers.scope import HOUSEHOLD, PERIOD, VILLAGE, Scope, following, title_of
from states import openings, users
from states.book import open_book
from states.households import Household
from states.lifecycle import WAYS
from states.roles import Permission
from web.cases.entries import told
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import Installation, opened, wall
from web.commands.output import json_option, print_json
from web.commands.refusals import FOUND

Choose = Callable[[Session, Actor], Scope]
FILE = click.Path(dir_okay=False, path_type=Path)
out_option = click.option("--out", "file", type=FILE, required=True, metavar="FILE", help="写到哪个文件（zip）。")


@click.group(help="档案：一户一档，装成自带核对程序的压缩包；核对压缩包。")
def archive() -> None:
    """Group the commands about households' files."""


@archive.command(help="一户的档案。")
@click.argument("number", metavar="NUMBER")
@acting.as_option
@out_option
@json_option
def household(number: str, username: str, file: Path, as_json: bool) -> None:
    """Archive one household."""

    def choose(session: Session, by: Actor) -> Scope:
        query = select(Household.group_code, Household.case_id)
        row = session.execute(query.where(Household.number == number, within(Household.group_code, by.area))).first()
        if row is None:
            raise NotFound("household", number)
        return Scope(HOUSEHOLD, row[0], row[1])

    _run(choose, username, file, as_json)


@archive.command(help="一个村（或者乡镇、村民小组）全部农户的档案。")
@click.argument("area", metavar="CODE")
@acting.as_option
@out_option
@json_option
def village(area: str, username: str, file: Path, as_json: bool) -> None:
    """Archive the households of a place."""
    _run(lambda _session, _by: Scope(VILLAGE, area), username, file, as_json)


@archive.command(help="一段时间里办过事的农户的档案；可以只要办过某一种程序的（一次行动）。")
@click.option("--since", type=DAY, required=True, metavar="DATE", help="从这一天起。")
@click.option("--until", type=DAY, required=True, metavar="DATE", help="到这一天止。")
@click.option("--area", default="", metavar="CODE", help="只要这个地区；不写是账号管辖的全部。")
@click.option("--move", "way", type=click.Choice(list(WAYS)), default=None, help="只要办过这种程序的。")
@acting.as_option
@out_option
@json_option
def period(since: date, until: date, area: str, way: str | None, username: str, file: Path, as_json: bool) -> None:
    """Archive the households that a period touched."""

    def choose(_session: Session, by: Actor) -> Scope:
        return Scope(PERIOD, area or by.area, since=since, until=until, way=way or "")

    if since > until:
        raise click.BadParameter("截止日期不能早于起始日期", param_hint="--until")
    _run(choose, username, file, as_json)


@archive.command(help="核对档案（压缩包，或解开以后的文件夹）；发现改动退出码为1。与档案里的 check.py 是同一个程序。")
@click.argument("package", type=click.Path(exists=True, path_type=Path), metavar="FILE")
@click.option("--seals", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="LIST",
              help="另存的封印清单（shouxian ledger seals）：查得出整个另造的档案。")  # fmt: skip
@json_option
def check(package: Path, seals: Path | None, as_json: bool) -> None:
    """Check a package."""
    try:
        faults, words = checker.check(package, seals.read_text("utf-8") if seals else None)
    except checker.Unreadable as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json({"faults": [{"where": where, "what": what} for where, what in faults], "said": words})
    else:
        click.echo("\n".join(checker.lines(faults, words)))
    if faults:
        raise click.exceptions.Exit(FOUND)


@dataclass(slots=True)
class _Making:
    """The lots of a package, made one after the other as they are asked for; every household is noted as opened."""

    here: Installation
    maker: Maker
    scope: Scope
    username: str
    by: Actor
    at: datetime
    left: list[list[str]] = field(default_factory=list)

    def lots(self) -> Iterator[bytes]:
        """The lots."""
        after = 0
        while True:
            with reading(self.here.db) as session:
                some = following(session, self.maker.book, self.scope, self.by, after, LOT)
                read = self.maker.read(session, [case_id for case_id, _household in some], self.by)
            if not some:
                return
            lot, left = self.maker.lot(read, self.by, self.at)
            self.left += left
            after = some[-1][0]
            with work(self.here.db) as session:
                person = acting.account(session, self.username, Permission.ARCHIVE)
                for _case, number in some:
                    openings.note(session, person.id, f"household:{number}", wall())
            yield lot


def _run(choose: Choose, username: str, file: Path, as_json: bool) -> None:
    if file.exists():
        raise Refused("archive", [Blocker("file-exists", "“%(file)s”已经有了，请换一个文件名", {"file": file.name})])
    here = opened()
    store = FileStore(here.settings.evidence)
    with reading(here.db) as session:
        by = users.actor(acting.account(session, username, Permission.ARCHIVE))
        scope, at = choose(session, by), here.now(session)
        if not following(session, open_book(), scope, by, 0, 1):
            raise Refused("archive", [Blocker("no-household", "没有要归档的农户")])
        title = title_of(session, scope)
    making = _Making(here, Maker(store, render, open_book(), told), scope, username, by, at)
    done = _packed(here, making, file, title, store)
    digest = checker.Package(file).whole()
    lines = [one.text % dict(one.facts) for one in said(title, done, making.left, digest)]
    if as_json:
        told_ = {"households": done.households, "files": done.files, "left": making.left, "missing": done.missing}
        print_json({"file": str(file), "digest": digest} | told_)
    else:
        for line in lines:
            click.echo(line)
    if making.left or done.missing:
        raise click.exceptions.Exit(FOUND)


def _packed(here: Installation, making: _Making, file: Path, title: str, store: FileStore) -> Packed:
    """Write the package beside its place, and put it there once it is whole."""
    passing = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with reading(here.db) as session:
            done = pack(passing, title, making.lots(), session, store, by=making.by, at=making.at)
        passing.replace(file)
    finally:
        passing.unlink(missing_ok=True)
    return done
