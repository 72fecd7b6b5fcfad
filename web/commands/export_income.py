"""`shouxian export income`: a year's locked income in the layout of the national system."""

from __future__ import annotations

from pathlib import Path

import click

from engine.clock import office_day
from engine.db import reading
from states.income import export as income_export
from states.income.opening import in_force_here
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened


@click.command(help="从已锁定的数据导出到户年度收入，按全国信息系统的格式；有一户没有锁定就不导出，并列出是哪些户。")
@click.option("--village", required=True, metavar="CODE", help="行政村（或乡镇）的区划代码。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE")
@click.option("--year", type=int, metavar="YEAR", help="哪一年；不写是现在采集的这一年。")
@acting.as_option
def income(village: str, out: Path, year: int | None, username: str) -> None:
    """Write the annual income of a village to a file."""
    here = opened()
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.EXPORT)
        today = office_day(here.now(session))
        year = year or in_force_here(session, village, today).year
        data = income_export.workbook(session, village, year, by, today)
    out.write_bytes(data)
    click.echo(f"已导出到{out}")
