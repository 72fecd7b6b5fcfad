"""`shouxian duty`: recurring duties, who handed them in, and recording that one was done."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading, work
from states.book import open_book
from states.deadlines import matrix, recording
from states.deadlines.matrix import STANDINGS, Cell
from states.deadlines.recording import Said
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

TITLES = {"duty": "任务", "title": "名称", "period": "期次", "area": "地区", "department": "部门"}
TITLES |= {"due_on": "最后一天", "done_on": "报送日期", "label": "情况"}


@click.group(help="定期任务：列出谁按时、谁迟报、谁没有报，登记已报送。")
def duty() -> None:
    """Group the commands about duties."""


@duty.command(name="list", help="列出近一年的定期任务，每个单位每一期一行。")
@click.option("--duty", "name", default="", metavar="DUTY", help="只列这项任务。")
@click.option("--period", default="", metavar="PERIOD", help="只列这一期，如 2022-03、2022-Q1。")
@click.option("--late", is_flag=True, help="只列迟报和逾期未报的。")
@acting.seen_by_option
@json_option
def list_(name: str, period: str, late: bool, username: str | None, as_json: bool) -> None:
    """List duties."""
    here = opened()
    with reading(here.db) as session:
        by, today = acting.eyes(session, username, Permission.READ_ROOM), office_day(here.now(session))
        found = [matrix.matrix(session, name, by, today)] if name else matrix.matrices(session, by, today)
    cells = [cell for one in found for cell in one.cells.values() if not period or cell.owed.period.name == period]
    rows = [_told(cell) for cell in cells if not late or cell.standing in (matrix.LATE, matrix.OVERDUE)]
    show(rows, TITLES, as_json=as_json)


@duty.command(help="登记本单位已报送。DUTY 和 PERIOD 见 duty list。")
@click.argument("name", metavar="DUTY")
@click.argument("period", metavar="PERIOD")
@click.option("--handed-in", type=DAY, metavar="DATE", help="报送日期，默认今天。")
@click.option("--note", default="", metavar="TEXT", help="文号或说明。")
@acting.as_option
@acting.on_option
@json_option
def report(
    name: str, period: str, handed_in: date | None, note: str, username: str, on: date | None, as_json: bool
) -> None:
    """Record that a duty was done."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.HAND_IN), acting.time(here, session, on)
        today = office_day(at)
        one = recording.find(session, name, period, by.area, by.department, by, today)
        made = recording.record(session, one, Said(handed_in or today, note), by=by, at=at)
        told = {"report": made.id, "duty": name, "period": period, "handed_in_on": made.handed_in_on}
    _say(told, f"登记{told['report']}：已报送", as_json)


@duty.command(help="撤回一次报送登记，写明理由；这一期重新待报。")
@click.argument("report_id", metavar="REPORT", type=click.IntRange(min=1))
@click.option("--reason", required=True, metavar="TEXT", help="撤回的理由。")
@acting.as_option
@acting.on_option
@json_option
def withdraw(report_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Take a report back."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.HAND_IN), acting.time(here, session, on)
        one = recording.get(session, report_id, by)
        recording.withdraw(session, book, one, reason, by=by, at=at)
        told = {"report": one.id, "duty": one.duty, "period": one.period, "withdrawn_on": one.withdrawn_on}
    _say(told, f"登记{report_id}：已撤回", as_json)


def _say(told: dict[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(text)


def _told(cell: Cell) -> dict[str, Any]:
    owed, line = cell.owed, cell.line
    return {
        "duty": owed.duty.name,
        "title": owed.duty.title,
        "period": owed.period.name,
        "role": owed.duty.by,
        "area": owed.area,
        "department": owed.department,
        "opened_on": line.opened_on,
        "due_on": line.due_on,
        "provisional": line.provisional,
        "done_on": line.done_on,
        "standing": cell.standing,
        "label": STANDINGS[cell.standing],
        "days_late": cell.days_late,
    }
