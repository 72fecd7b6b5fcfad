"""`shouxian region`: places, and changing them by a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.db import reading, work
from engine.errors import Refused
from states.places import changes, merging, renaming, totals
from states.places.changes import Why
from states.places.merging import Plan
from states.regions import LEVEL_LABELS, Region
from states.roles import Permission
from web.commands.acting import actor, as_option, eyes, seen_by_option
from web.commands.installation import opened
from web.commands.output import json_option, show

TITLES = {
    "code": "编码", "name": "名称", "level_title": "级别", "households": "户数", "persons": "人数",
    "abolished_on": "撤销日期", "successor": "去向",
}  # fmt: skip
WAYS = {
    "source": "原编码",
    "source_name": "原名称",
    "target": "新编码",
    "target_name": "新名称",
    "households": "户数",
    "persons": "人数",
}
ACCOUNTS = {"username": "用户名", "name": "姓名", "area": "地区"}
Planner = Callable[[Session, str, str, Actor], Plan]

reason_option = click.option("--reason", required=True, help="调整的原因")
document_option = click.option("--document", required=True, help="批准调整的文件名称或文号")
yes_option = click.option("--yes", is_flag=True, help="真正办理；不写只看会动到哪些农户和账号。")


@click.group(help="地区：列出、更名、合并、改编码。")
def region() -> None:
    """Group the commands about places."""


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


@region.command(help="把一个村或小组合并到另一个；先看，加 --yes 才办理。")
@click.argument("source")
@click.argument("target")
@reason_option
@document_option
@as_option
@yes_option
@json_option
def merge(source: str, target: str, reason: str, document: str, username: str, yes: bool, as_json: bool) -> None:
    """Merge a place into another."""
    _change(merging.plan_merger, source, target, Why(reason, document), username, yes, as_json)


@region.command(help="改一个村或小组的编码，可以改到别的乡镇；先看，加 --yes 才办理。")
@click.argument("source")
@click.argument("target")
@reason_option
@document_option
@as_option
@yes_option
@json_option
def move(source: str, target: str, reason: str, document: str, username: str, yes: bool, as_json: bool) -> None:
    """Give a place another code."""
    _change(merging.plan_code, source, target, Why(reason, document), username, yes, as_json)


def _change(planner: Planner, source: str, target: str, why: Why, username: str, yes: bool, as_json: bool) -> None:
    here = opened()
    with work(here.db) if yes else reading(here.db) as session:
        by = actor(session, username, Permission.MANAGE_AREAS)
        plan = planner(session, source, target, by)
        accounts = [{key: getattr(one, key) for key in ACCOUNTS} for one in plan.accounts]
        if plan.blockers:
            raise Refused(plan.act, plan.blockers)
        if yes:
            merging.carry_out(session, plan, plan.digest, why, by, here.now(session))
    ways = [{key: getattr(way, key) for key in WAYS} for way in plan.ways]
    if as_json:
        show([{"done": yes, "target": plan.target, "ways": ways, "accounts": accounts}], {}, as_json=True)
        return
    show(ways, WAYS, as_json=False)
    if accounts:
        click.echo("还在原地区的账号，请逐个调整：")
        show(accounts, ACCOUNTS, as_json=False)
    if not yes:
        click.echo("以上只是预览；确认无误后加 --yes 办理。", err=True)


def _row(place: Region, total: totals.Total, gone: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {
        "code": place.code, "name": place.name, "level": place.level, "level_title": LEVEL_LABELS[place.level],
        "households": total.households, "persons": total.persons, "abolished_on": place.abolished_on,
        "successor": gone[place.code][0] if place.code in gone else None,
    }  # fmt: skip
