"""`shouxian import income`: transfer income and other amounts from a sheet, as a whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.db import reading, work
from states.income import importing
from states.income.columns import KNOWN
from states.roles import Permission
from states.workbooks import read, write
from web.commands import acting
from web.commands.import_ import TITLES, row_of
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND


@click.command(help="导入收入（xlsx、xls 或 csv）：证件号码或户编号、季度、各收入项目；有一处不对就一条也不收。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@acting.on_option
@click.option("--dry-run", is_flag=True, help="只检查，不保存。")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.xlsx", help="把问题写成表格。")
@json_option
def income(file: Path, username: str, on: date | None, dry_run: bool, report: Path | None, as_json: bool) -> None:
    """Take in a sheet of income."""
    here = opened()
    say("正在读取……")
    sheet = read(file.read_bytes(), file.name, KNOWN)
    say(f"共{len(sheet.rows)}行，正在检查……")
    if on is not None:
        with work(here.db) as session:
            acting.time(here, session, on)
    with reading(here.db) as session:
        by, at = acting.actor(session, username, Permission.IMPORT), here.now(session)
        looked = importing.preview(session, sheet, by, at)
    problems = [row_of(one) for one in looked.problems]
    if report is not None:
        report.write_bytes(write(tuple(TITLES.values()), [tuple(one.values()) for one in problems], "问题"))
    lines = 0
    if not problems and not dry_run:
        say("正在保存……")
        with work(here.db) as session:
            looked, lines = importing.take(session, sheet, by, at)
    if as_json:
        counts = {"households": looked.households, "amounts": len(looked.amounts), "lines": lines}
        stored = not problems and not dry_run
        print_json({"file": looked.file, "stored": stored} | counts | {"total": looked.total, "problems": problems})
    elif problems:
        show(problems, TITLES, as_json=False)
        click.echo(f"有{len(problems)}处问题，没有保存任何一条", err=True)
    else:
        told = f"{looked.households}户、{len(looked.amounts)}条，合计{looked.total}元"
        click.echo(f"可以导入{told}" if dry_run else f"已导入{told}，其中新增或更正{lines}条")
    if problems:
        raise click.exceptions.Exit(FOUND)
