"""`shouxian look-back`: taking over, gaps of procedure and their filling, check lists, stability, over a year."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.db import reading, work
from engine.errors import BadInput, Problem
from states.book import open_book
from states.codes import codes
from states.listings.book import find
from states.listings.listing import Look
from states.look_back import filling, proposing
from states.look_back.check_lines import LISTS, LOOK_BACK, STANDINGS
from states.look_back.taking_over import Formerly, take_over_list
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show
from web.commands.refusals import FOUND

HEADINGS = ("户编号", "类别", "识别日期", "消除日期", "再标注日期")
area_option = click.option("--area", default="", metavar="CODE", help="只看这个地区；不写看全部。")


@click.group("look-back", help="回头看：承接在册对象，程序缺什么补什么，核查名单，稳定性，超一年未消除。")
def look_back() -> None:
    """Group the commands of the look-back."""


@look_back.command("list", help="两张核查名单：谁、要办什么、为什么、村里核查得怎样。")
@click.option("--list", "name", type=click.Choice(list(LISTS)), default=LOOK_BACK, help="哪一张名单。")
@click.option("--standing", type=click.Choice(list(STANDINGS)), default=None, help="只看这一种。")
@area_option
@acting.seen_by_option
@json_option
def list_(name: str, standing: str | None, area: str, username: str | None, as_json: bool) -> None:
    """Print a check list."""
    _print("check-list", {"list": name, "standing": standing or "", "area": area}, username, as_json)


@look_back.command("gaps", help="办过的程序缺什么，补到哪里；有缺的退出码为1。")
@area_option
@acting.seen_by_option
@json_option
def gaps(area: str, username: str | None, as_json: bool) -> None:
    """Print what finished procedures lack."""
    if _print("procedure-gaps", {"area": area}, username, as_json):
        raise SystemExit(FOUND)


@look_back.command("stability", help="已标注风险消除的户：研判了没有、结果怎样。")
@area_option
@acting.seen_by_option
@json_option
def stability(area: str, username: str | None, as_json: bool) -> None:
    """Print the reviews of eliminated households."""
    _print("stability", {"area": area}, username, as_json)


@look_back.command("over-a-year", help="识别超过一年还没有消除风险的户，时间长的在前。")
@area_option
@acting.seen_by_option
@json_option
def over_a_year(area: str, username: str | None, as_json: bool) -> None:
    """Print the households of over a year."""
    _print("over-a-year", {"area": area}, username, as_json)


@look_back.command("propose", help="按最新情况提出两张核查名单。")
@click.argument("area")
@acting.as_option
@acting.on_option
@json_option
def propose(area: str, username: str, on: date | None, as_json: bool) -> None:
    """Draw up the check lists of an area."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.RUN_QUALITY), acting.time(here, session, on)
        n = proposing.propose(session, area, by=by, at=at)
    _told({"waiting": n}, f"{n}条待村级核查", as_json)


@look_back.command("fill", help="一个地区缺程序的户，成批启动补程序；有户没有启动的退出码为1。")
@click.argument("area")
@acting.as_option
@acting.on_option
@json_option
def fill(area: str, username: str, on: date | None, as_json: bool) -> None:
    """Begin to fill the gaps of an area."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        begun = filling.begin_area(session, open_book(), area, by=by, at=at)
    held = {str(case): [one.message for one in why] for case, why in begun.held.items()}
    _told({"begun": len(begun.runs), "held": held}, f"启动{len(begun.runs)}户，没有启动{len(held)}户", as_json)
    if held:
        raise SystemExit(FOUND)


@look_back.command(
    "take-over", help="承接全国系统里在册的监测对象（csv：户编号、类别、识别日期、消除日期、再标注日期）"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, metavar="TEXT", help="名单来自哪里，例如“全国系统2021年9月导出”。")
@acting.as_option
@acting.on_option
@json_option
def take_over(file: Path, source: str, username: str, on: date | None, as_json: bool) -> None:
    """Take over households that were monitored before."""
    lines, here = _lines(file), opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.IMPORT), acting.time(here, session, on)
        n = take_over_list(session, open_book(), lines, source, by=by, at=at)
    _told({"taken_over": n}, f"承接{n}户", as_json)


def _print(name: str, asked: dict[str, str], username: str | None, as_json: bool) -> bool:
    here, listing = opened(), find(name)
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        look = Look(session, open_book(), by, here.now(session), listing.asked(asked, by))
        rows = [dict(zip(listing.headings, line, strict=True)) for line in listing.lines(look)]
    show(rows, {heading: heading for heading in listing.headings}, as_json=as_json)
    return bool(rows)


def _told(told: dict[str, Any], said: str, as_json: bool) -> None:
    print_json(told) if as_json else click.echo(said)


def _lines(file: Path) -> list[Formerly]:
    """The lines of a file; raises `BadInput` naming each line that cannot be read."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    found, problems = [], []
    for place, row in enumerate(rows, 2):
        told = {heading: (row.get(heading) or "").strip() for heading in HEADINGS}
        try:
            days = [date.fromisoformat(told[name]) if told[name] else None for name in HEADINGS[2:]]
        except ValueError:
            problems.append(Problem(f"{file.name}:{place}", "日期要写成2021-10-25的样子"))
            continue
        category = codes("category").find(told["类别"])
        if not told["户编号"] or category is None or days[0] is None:
            problems.append(Problem(f"{file.name}:{place}", "户编号、类别、识别日期都要填对"))
        else:
            found.append(Formerly(told["户编号"], category, days[0], *days[1:]))
    if problems or not found:
        raise BadInput(*(problems or [Problem(f"{file.name}:1", f"表头要有：{'、'.join(HEADINGS)}")]))
    return found
