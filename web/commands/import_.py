"""`shouxian import`: lists from outside, taken in as a whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.clock import office_day
from engine.db import reading, work
from states import imports
from states.import_columns import KNOWN, CellProblem
from states.imports import Preview
from states.packs import store
from states.roles import Permission
from states.workbooks import read, write
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND

TITLES = {"row": "行", "column": "栏", "value": "内容", "message": "问题"}


@click.group(name="import", help="导入：户和成员的名单。")
def import_() -> None:
    """Group the commands that take lists in."""


@import_.command(help="导入户和成员的名单（xlsx、xls 或 csv）；有一处不对就一户也不收。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@acting.on_option
@click.option("--dry-run", is_flag=True, help="只检查，不保存。")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx", help="把问题写成表格。")
@json_option
def households(file: Path, username: str, on: date | None, dry_run: bool, report: Path | None, as_json: bool) -> None:
    """Take in a list of households with their members."""
    here = opened()
    say("正在读取……")
    sheet = read(file.read_bytes(), file.name, KNOWN)
    say(f"共{len(sheet.rows)}行，正在检查……")
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.IMPORT)
        looked = imports.preview(session, sheet, by)
    if report is not None:
        report.write_bytes(
            write(tuple(TITLES.values()), [tuple(row_of(one).values()) for one in looked.problems], "问题")
        )
    if not looked.problems and not dry_run:
        say("正在保存……")
        with work(here.db) as session:
            at = acting.time(here, session, on)
            definition = store.in_force(session, by.area, office_day(at)).definition
            imports.take(session, looked, definition, by, at)
    _tell(looked, dry_run, as_json)
    if looked.problems:
        raise click.exceptions.Exit(FOUND)


def _tell(looked: Preview, dry_run: bool, as_json: bool) -> None:
    problems = [row_of(one) for one in looked.problems]
    if as_json:
        counts = {"households": len(looked.drafts), "members": looked.members}
        print_json({"file": looked.file, "stored": not problems and not dry_run} | counts | {"problems": problems})
    elif problems:
        show(problems, TITLES, as_json=False)
        click.echo(f"有{len(problems)}处问题，没有保存任何一户", err=True)
    else:
        click.echo(f"{'可以导入' if dry_run else '已导入'}{len(looked.drafts)}户、{looked.members}人")


def row_of(one: CellProblem) -> dict[str, str | int | float]:
    """A problem as a row of the report."""
    return {"row": one.row or "", "column": one.column, "value": one.value, "message": one.message}
