"""`shouxian deadline`: what is due and overdue, in every part of the work."""

from __future__ import annotations

import click

from engine.clock import office_day
from engine.db import reading
from states.deadlines import desk
from states.deadlines.desk import KINDS, STATES, Asked
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, show

TITLES = {"due_on": "最后一天", "kind_label": "类别", "title": "事项", "area": "地区", "role": "岗位"}
TITLES |= {"department": "部门", "label": "情况", "name": "名称"}
MOST = 10_000


@click.group(help="时限：列出要办的、逾期的、迟办的。")
def deadline() -> None:
    """Group the commands about deadlines."""


@deadline.command(name="list", help="列出一个月内要办的和已逾期的，最急的在前。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--kind", type=click.Choice(list(KINDS)), help="只列这一类。")
@click.option("--state", type=click.Choice(list(STATES)), help="只列这种情况。")
@click.option("--department", default="", metavar="CODE", help="只列这个部门的，如 medical-insurance。")
@acting.seen_by_option
@json_option
def list_(area: str, kind: str | None, state: str | None, department: str, username: str | None, as_json: bool) -> None:
    """List deadlines."""
    here = opened()
    with reading(here.db) as session:
        by, today = acting.eyes(session, username, Permission.READ_ROOM), office_day(here.now(session))
        found, _ = desk.listed(
            session, by, today, Asked(area, kind or "", state or "", department=department), limit=MOST
        )
    rows = [
        {
            "name": one.name,
            "kind": one.kind,
            "kind_label": KINDS.get(one.kind, one.kind),
            "title": one.title,
            "role": one.role,
            "area": one.area,
            "department": one.department,
            "opened_on": one.opened_on,
            "due_on": one.due_on,
            "done_on": one.done_on,
            "provisional": one.provisional,
            "state": (stands := desk.state_of(one, today)),
            "label": STATES[stands],
        }
        for one in found
    ]
    show(rows, TITLES, as_json=as_json)
