"""`shouxian import edits`: a list that was exported and edited; what differs is proposed, another person agrees."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.clock import office_day
from engine.db import reading, work
from states.exchange import returning
from states.exchange.returning import Returned
from states.import_columns import CellProblem
from states.roles import Permission
from web.commands import acting
from web.commands.import_ import TITLES, row_of
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND


@click.command(help="导回改过的导出表：只有和登记册不一样的格子成为变更，等另一个人核对；有没采用的格子时退出码为1。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@acting.on_option
@click.option("--dry-run", is_flag=True, help="只比对，不提出。")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx", help="把改动和问题标在原表旁边。"
)
@json_option
def edits(file: Path, username: str, on: date | None, dry_run: bool, report: Path | None, as_json: bool) -> None:
    """Propose what differs."""
    here = opened()
    say("正在读取……")
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.PROPOSE_CHANGE)
        sheet = returning.read(session, file.read_bytes(), file.name)
        looked = returning.preview(session, sheet, by, office_day(acting.time(here, session, on)))
    if report is not None:
        with report.open("wb") as out:
            returning.hand_back(sheet, looked, out)
    made, held = 0, list[CellProblem]()
    if not dry_run and looked.edits:
        with work(here.db) as session:
            made, held = returning.propose(session, looked, by=by, at=acting.time(here, session, on))
    _tell(looked, made, held, dry_run, as_json)
    if looked.problems or held:
        raise click.exceptions.Exit(FOUND)


def _tell(looked: Returned, made: int, held: list[CellProblem], dry_run: bool, as_json: bool) -> None:
    problems = [row_of(one) for one in (*looked.problems, *held)]
    if as_json:
        counts = {"lines": looked.lines, "edits": len(looked.edits), "proposed": made, "waiting": looked.waiting}
        print_json({"file": looked.file} | counts | {"columns": looked.by_column, "problems": problems})
        return
    if problems:
        show(problems, TITLES, as_json=False)
        click.echo(f"有{len(problems)}处没有采用", err=True)
    by_column = "，".join(f"{column}{n}格" for column, n in looked.by_column.items())
    told = f"改了{len(looked.edits)}格" + (f"（{by_column}）" if by_column else "")
    click.echo(told if dry_run else f"{told}，提出{made}条变更，等另一个人核对")
