"""`shouxian import`: lists from outside, taken in as a whole or not at all, or only what is good of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.clock import office_day
from engine.db import reading, work
from states import imports
from states.exchange.lots import take_lots
from states.exchange.remarks import hand_back
from states.exchange.site_layouts import in_force
from states.import_columns import CellProblem
from states.imports import Preview
from states.packs import store
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND

TITLES = {"row": "行", "column": "栏", "value": "内容", "message": "问题"}


@click.group(name="import", help="导入：户和成员的名单，收入、务工、培训、帮扶、坐标、申报数的名单。")
def import_() -> None:
    """Group the commands that take lists in."""


@import_.command(help="导入户和成员的名单（xlsx、xls 或 csv）；有一处不对就一户也不收，除非写明只收没有问题的。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@acting.on_option
@click.option("--dry-run", is_flag=True, help="只检查，不保存。")
@click.option("--accept-good", is_flag=True, help="没有问题的户先收下，其余留在外面；中断后再运行一次会接着办。")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx", help="把问题标在原表旁边。"
)
@json_option
def households(
    file: Path, username: str, on: date | None, dry_run: bool, accept_good: bool, report: Path | None, as_json: bool
) -> None:
    """Take in a list of households with their members."""
    here = opened()
    say("正在读取……")
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.IMPORT)
        sheet = imports.read(file.read_bytes(), file.name, in_force(session).values())
        say(f"共{len(sheet.rows)}行，正在检查……")
        looked = imports.preview(session, sheet, by, on=office_day(acting.time(here, session, on)))
    if report is not None:
        with report.open("wb") as out:
            hand_back(sheet, looked, out)
    stored = 0
    if not dry_run and (accept_good or looked.resumes or not looked.problems):
        say("正在保存……")
        with work(here.db) as session:
            at = acting.time(here, session, on)
            definition = store.in_force(session, by.area, office_day(at)).definition
            if not accept_good and not looked.resumes:
                stored = imports.take(session, looked, definition, by, at).households
        if accept_good or looked.resumes:
            told = take_lots(here.db, looked, definition, by, at, progress=lambda n, of: say(f"{n}/{of}户"))
            stored = told.households
    _tell(looked, stored, dry_run, as_json)
    if looked.problems:
        raise click.exceptions.Exit(FOUND)


def _tell(looked: Preview, stored: int, dry_run: bool, as_json: bool) -> None:
    problems = [row_of(one) for one in looked.problems]
    if as_json:
        counts = {"households": len(looked.drafts), "members": looked.members, "left_out": looked.left_out}
        counts |= {"normalised": len(looked.changes), "taken": stored}
        print_json({"file": looked.file, "stored": stored > 0} | counts | {"problems": problems})
    elif problems:
        show(problems, TITLES, as_json=False)
        kept = f"已导入{stored}户，{looked.left_out}户没有收" if stored else "没有保存任何一户"
        click.echo(f"有{len(problems)}处问题，{kept}", err=True)
    else:
        click.echo(f"{'可以导入' if dry_run else '已导入'}{stored or len(looked.drafts)}户、{looked.members}人")


def row_of(one: CellProblem) -> dict[str, str | int | float]:
    """A problem as a row of the report."""
    return {"row": one.row or "", "column": one.column, "value": one.value, "message": one.message}
