"""`shouxian spot-check`: drawn, listed, and drawn again by anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.actors import SYSTEM
from engine.db import reading, work
from states.book import open_book
from states.roles import Permission
from states.spot_checks import desk, drawing
from states.spot_checks.desk import Shown
from states.spot_checks.drawing import Plan
from states.spot_checks.population import ABOUT, Population
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show
from web.commands.refusals import FOUND

LISTED = {"check": "抽查", "title": "抽查什么", "area": "地区", "label": "状态", "population": "名单", "size": "抽取"}
LISTED |= {"due_on": "截止"}


@click.group(name="spot-check", help="线下抽查：抽取、列出、重抽核对。")
def spot_check() -> None:
    """Group the commands about spot checks."""


@spot_check.command(name="list", help="列出抽查，新的在前。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="CHECK", help="从这一次之前列起。")
@acting.seen_by_option
@json_option
def list_(before: int, username: str | None, as_json: bool) -> None:
    """List spot checks."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        rows = [_told(one) for one in desk.listed(session, by, before)[0]]
    show(rows, LISTED, as_json=as_json)


@spot_check.command(help="定住名单、公布摘要，封存台账，再用这次封存作种子抽取。AREA 是县、乡镇或村的编码。")
@click.argument("area", metavar="AREA")
@click.option("--title", required=True, metavar="TEXT", help="抽查什么。")
@click.option("--size", type=click.IntRange(min=1), default=None, metavar="N", help="抽多少户。")
@click.option("--percent", type=click.IntRange(1, 100), default=None, metavar="N", help="抽百分之几。")
@click.option("--about", type=click.Choice([one for one in ABOUT if one]), help="只抽这段时间有这种登记的户。")
@click.option("--since", type=DAY, metavar="DATE", help="这段时间从哪天起。")
@click.option("--until", type=DAY, metavar="DATE", help="这段时间到哪天止。")
@click.option("--due", type=DAY, required=True, metavar="DATE", help="哪天以前完成。")
@acting.as_option
@acting.on_option
@json_option
def draw(
    area: str, title: str, size: int | None, percent: int | None, about: str | None, since: date | None,
    until: date | None, due: date, username: str, on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Publish, seal and draw, each in a transaction of its own."""
    here, asked = opened(), Population(area, about=about or "", since=since, until=until)
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.SPOT_CHECK), acting.time(here, session, on)
        number = drawing.announce(session, Plan(title, asked, due, size or 0, percent or 0), by=by, at=at).id
    with work(here.db) as session:
        drawing.seal(session, desk.find(session, number, by).check, at)
    with work(here.db) as session:
        drawn = drawing.draw(session, open_book(), desk.find(session, number, by).check, by=by, at=at)
        told = _told(desk.find(session, number, by)) | {"drawn": [one.number for one in drawn]}
    if as_json:
        print_json(told)
        return
    click.echo(f"抽查{number}：{told['population']}户里抽中{len(drawn)}户，种子{told['seed']}")
    for house in drawn:
        click.echo(house.number)


@spot_check.command(help="照公布的名单、封存和算法重抽一遍；对不上的列出，退出码为1。")
@click.argument("check_id", metavar="CHECK", type=click.IntRange(min=1))
@json_option
def redo(check_id: int, as_json: bool) -> None:
    """Draw again, and tell what does not agree."""
    with reading(opened().db) as session:
        shown = desk.find(session, check_id, acting.eyes(session, None, Permission.READ_HOUSEHOLD))
        faults = drawing.redo(session, shown.check)
        drawn = [one.house.number for one in desk.drawn(session, shown.check, SYSTEM)]
    if as_json:
        print_json(_told(shown) | {"drawn": drawn, "faults": faults})
    else:
        click.echo("重抽一遍，结果一样" if not faults else "重抽一遍对不上：" + "；".join(faults))
    if faults:
        raise click.exceptions.Exit(FOUND)


def _told(shown: Shown) -> dict[str, Any]:
    one = shown.check
    told = {"check": one.id, "title": one.title, "area": one.area, "state": shown.state, "label": shown.label}
    told |= {"asked": one.filter, "population": one.population, "size": one.size, "digest": one.digest}
    told |= {"announced_on": one.announced_on, "due_on": one.due_on, "drawn_on": one.drawn_on}
    return told | {"root": one.root, "seed": one.seed, "closed_on": one.closed_on}
