"""`shouxian region`: places with their history, and giving one another name."""

from __future__ import annotations

from typing import Any

import click

from engine.areas import within
from engine.db import reading, work
from states import region_desk
from states.places import changes, renaming, totals
from states.places.changes import Why
from states.regions import LEVEL_LABELS, Region
from states.roles import Permission
from web.commands.acting import actor, as_option, eyes, seen_by_option
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show
from web.commands.region_changing import COMMANDS, document_option, reason_option
from web.commands.region_choosing import regroup

TITLES = {
    "code": "编码", "name": "名称", "level_title": "级别", "households": "户数", "persons": "人数",
    "abolished_on": "撤销日期", "successor": "去向",
}  # fmt: skip
LINES = {
    "changed_on": "日期", "kind_title": "变动", "code": "编码", "other": "另一编码", "before": "原来", "after": "现在",
    "households": "户数", "persons": "人数", "document": "文件",
}  # fmt: skip
FORMER = {"code": "曾用编码", "name": "曾用名称", "until_on": "用到"}


@click.group(help="地区：列出、更名、合并、改编码、分设、调整编组、撤回，查看沿革。")
def region() -> None:
    """Group the commands about places."""


for command in (*COMMANDS, regroup):
    region.add_command(command)


@region.command(name="list", help="列出地区，撤销的也在内，带户数和去向。")
@click.option("--area", default="", help="只看这个编码以内的")
@seen_by_option
@json_option
def list_(area: str, username: str | None, as_json: bool) -> None:
    """List places."""
    with reading(opened().db) as session:
        by = eyes(session, username, Permission.READ_AREAS)
        query = session.query(Region).filter(within(Region.code, by.area), within(Region.code, area))
        places = query.order_by(Region.code).all()
        counts = totals.totals_of(totals.counted(session, area, by))
        gone = changes.successors(session, [one.code for one in places if one.abolished_on])
        rows = [_row(one, counts.get(one.code, totals.Total(one.code)), gone) for one in places]
    show(rows, TITLES, as_json=as_json)


@region.command(help="沿革：一个地区的变动、曾用编码和曾用名称。")
@click.argument("code")
@seen_by_option
@json_option
def history(code: str, username: str | None, as_json: bool) -> None:
    """Tell what was changed about a place."""
    with reading(opened().db) as session:
        place = region_desk.find(session, code, eyes(session, username, Permission.READ_AREAS))
        former = [{"code": one[0], "name": one[1], "until_on": one[2]} for one in changes.former(session, code)]
        lines = [{key: getattr(one, key, one.label) for key in LINES} for one in changes.history(session, code)]
        told = {"code": code, "name": place.name, "former": former, "changes": lines}
    if as_json:
        print_json(told)
        return
    click.echo(f"{code} {place.name}")
    show(former, FORMER, as_json=False)
    show(lines, LINES, as_json=False)


@region.command(help="更名：编码和农户不动，原名称留在记录里。")
@click.argument("code")
@click.argument("name")
@reason_option
@document_option
@as_option
@json_option
def rename(code: str, name: str, reason: str, document: str, username: str, as_json: bool) -> None:
    """Give a place another name."""
    here = opened()
    with work(here.db) as session:
        by = actor(session, username, Permission.MANAGE_AREAS)
        place = renaming.rename(session, code, name, Why(reason, document), by, here.now(session))
        row = {"code": place.code, "name": place.name}
    show([row], {"code": "编码", "name": "名称"}, as_json=as_json)


def _row(place: Region, total: totals.Total, gone: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {
        "code": place.code, "name": place.name, "level": place.level, "level_title": LEVEL_LABELS[place.level],
        "households": total.households, "persons": total.persons, "abolished_on": place.abolished_on,
        "successor": gone[place.code][0] if place.code in gone else None,
    }  # fmt: skip
