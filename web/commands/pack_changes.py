"""`shouxian pack`: another wording while cases run: proposed, tried out, put in force, and cases carried over to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.db import reading, work
from states.book import open_book
from states.listings.listing import Line
from states.packs.known import stored
from states.roles import Permission
from states.wordings import lists, migrating, orphans, proposals, trial
from states.wordings.migrating import Asked
from states.wordings.summary import Summary
from states.wordings.trial import Tally, Tried
from states.workbook_writer import write_rows
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show
from web.commands.pack_files import together
from web.commands.refusals import FOUND
from web.commands.wording_words import PROPOSALS, row_of, tell_migration, tell_orphans, tell_trial

report_option = click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx", help="逐户清单写成表格。"
)
area_option = click.option("--area", default="", metavar="CODE", help="只看这个地区；默认账号的全部辖区。")
number_argument = click.argument("number", metavar="ID", type=int)


@click.command(name="proposals", help="列出提出过的方案：谁提出，谁启用或没有同意，什么时候，为什么。")
@json_option
def list_(as_json: bool) -> None:
    """List the proposals."""
    here = opened()
    with reading(here.db) as session:
        rows = [row_of(one) for one in proposals.listed(session)]
    show(rows, PROPOSALS, as_json=as_json)


@click.command(help="提出一版方案：先检查、入库，由另一个人 activate 以后才生效；办理中的户仍按原来的办完。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@json_option
def add(file: Path, username: str, as_json: bool) -> None:
    """Propose a wording."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_PACKS)
        name, text = together(file)
        made = proposals.propose(session, name, text, by=by, at=here.now(session))
    show([row_of(made)], PROPOSALS, as_json=as_json)


@click.command(help="启用一版提出的方案，从现在起生效；要由提出人以外的人办理。")
@number_argument
@acting.as_option
@json_option
def activate(number: int, username: str, as_json: bool) -> None:
    """Put a proposal in force."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_PACKS)
        done = proposals.activate(session, number, by=by, at=here.now(session))
    show([row_of(done)], PROPOSALS, as_json=as_json)


@click.command(help="撤回或不同意一版提出的方案，写明原因。")
@number_argument
@click.option("--reason", required=True, metavar="TEXT", help="为什么。")
@acting.as_option
@json_option
def withdraw(number: int, reason: str, username: str, as_json: bool) -> None:
    """Take a proposal back, or refuse it."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_PACKS)
        done = proposals.refuse(session, number, reason, by=by, at=here.now(session))
    show([row_of(done)], PROPOSALS, as_json=as_json)


@click.command(name="dry-run", help="试运行：某版方案对在管的每一户意味着什么（能不能办、逾期不逾期），什么都不写。")
@click.argument("what", metavar="FILE|ID")
@area_option
@report_option
@acting.seen_by_option
@json_option
def dry_run(what: str, area: str, report: Path | None, username: str | None, as_json: bool) -> None:
    """Compare the outlook of every live case under the present wording with that under another one."""
    here, tally = opened(), Tally()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_PACKS)
        tried = Tried(_wordings(session, what), area)
        lots = trial.lines(session, open_book(), tried, by, here.now(session), tally)
        _through(lists.effects(session, by, lots), report, lists.EFFECT_HEADINGS, "试运行")
    if as_json:
        print_json(tally.told())
    else:
        tell_trial(tally)


@click.command(help="把办理中的户从一版方案迁移到另一版：先预演（默认），--apply 才真正迁移。")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@area_option
@click.option("--apply/--dry-run", "do", default=False, help="真正迁移／只预演（默认）。")
@report_option
@acting.as_option
@json_option
def migrate(source: str, target: str, area: str, do: bool, report: Path | None, username: str, as_json: bool) -> None:
    """Preview a bulk migration of running cases, or carry it out."""
    here = opened()
    with reading(here.db) as session:
        by, at = acting.actor(session, username, Permission.MANAGE_PACKS), here.now(session)
        asked = Asked(migrating.named(session, source).digest, migrating.named(session, target).digest, area)
        summary = Summary()
        if report is not None or not do:
            lots = _counted(migrating.preview(session, open_book(), asked, by, at), summary)
            _through(lists.judgments(session, by, lots), report, lists.MIGRATION_HEADINGS, "迁移预演")
    if do:
        done = migrating.migrate(
            lambda: work(here.db), open_book(), asked, by=by, at=at, progress=lambda n, of: say(f"{n}/{of}")
        )
        summary = done.summary
    if as_json:
        print_json(summary.told() | {"applied": do})
    else:
        tell_migration(summary, applied=do)


@click.command(name="orphans", help="查有没有办不下去的户：方案、变动、步骤、状态对不上，或没人可办。查到退出码为1。")
@area_option
@json_option
def orphans_(area: str, as_json: bool) -> None:
    """Scan for cases that nobody could bring further."""
    here = opened()
    with reading(here.db) as session:
        found = orphans.scan(session, open_book(), area)
    if as_json:
        print_json([{"code": o.code, "level": o.level, "text": o.message, "cases": o.cases, "examples": o.examples}
                    for o in found])  # fmt: skip
    else:
        tell_orphans(found)
    if orphans.wrong(found):
        raise click.exceptions.Exit(FOUND)


COMMANDS = (list_, add, activate, withdraw, dry_run, migrate, orphans_)


def _wordings(session: Session, what: str) -> dict[str, str]:
    """The wordings that a file brings, a proposal's number or digest names, or the pack of an id has in force."""
    if Path(what).is_file():
        name, text = together(Path(what))
        return proposals.in_mind(session, name, text)
    if what.isdecimal() and len(what) < 8:
        return proposals.find(session, int(what)).wordings
    if what in stored(session):
        return {what: stored(session)[what].digest}
    row = migrating.named(session, what)
    return {row.id: row.digest}


def _counted(lots: Iterator[list[Any]], summary: Summary) -> Iterator[list[Any]]:
    for lot in lots:
        summary.add(lot)
        yield lot


def _through(lines: Iterator[Line], report: Path | None, headings: Sequence[str], title: str) -> None:
    """Let the lines pass, into a table where one is asked for."""
    if report is None:
        for _line in lines:
            pass
        return
    with report.open("wb") as out:
        write_rows(out, headings, lines, title)
