"""`shouxian pack`: the plans of places and periods, their diagrams and timetables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.arrangements import calendar_for
from engine.clock import office_day
from engine.db import reading
from engine.definition import Move
from engine.errors import InvalidDefinition, NotFound
from engine.workdays import Calendar
from states.packs.known import known_pack, stored, texts
from states.packs.loader import Pack, load, overlaps, shipped
from states.packs.timetable import timetable as rows_of
from web.commands import drawing, pack_changes
from web.commands.days import DAY
from web.commands.installation import installed, wall
from web.commands.output import json_option, print_json, show
from web.commands.pack_files import together
from web.commands.pack_words import LISTED, STEPS, listed, whole
from web.commands.refusals import FOUND

TIMETABLE = {"step": "步骤", "title": "名称", "begins_on": "最早开始", "done_on": "最早办完", "last_on": "不得晚于"}
move_option = click.option("--move", "move_name", default="identify", metavar="NAME", help="哪个变动，默认识别纳入。")


@click.group(help="方案：列出、查看、检查、画图、排日程；提出、试运行、启用新的一版，迁移办理中的户。")
def pack() -> None:
    """Group the commands about packs."""


for _command in pack_changes.COMMANDS:
    pack.add_command(_command)


@pack.command(name="list", help="列出方案：随程序来的和已入库的。")
@json_option
def list_(as_json: bool) -> None:
    """List the packs."""
    here = installed()
    if here is None:
        rows = [listed(load(name, shipped()), "") for name in shipped()]
    else:
        with reading(here.db) as session:
            there = stored(session)
            names = sorted({*there, *shipped()})
            rows = [listed(known_pack(session, name), "有" if name in there else "") for name in names]
    show(rows, LISTED, as_json=as_json)


@pack.command(name="show", help="查看一个方案的变动和步骤。")
@click.argument("pack_id", metavar="ID")
@json_option
def show_(pack_id: str, as_json: bool) -> None:
    """Show a pack."""
    told = whole(_pack(pack_id))
    if as_json:
        print_json(told)
        return
    click.echo(f"{told['title']}（{told['id']}）")
    for move in told["moves"]:
        click.echo(f"\n{move['label']}（{move['name']}）：{'、'.join(move['sources'])} → {move['target']}")
        show(move["steps"], STEPS, as_json=False)


@pack.command(help="检查一个方案文件；有问题时逐条写明文件、行和原因。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Check a pack's file against its parents, and against the packs it stands beside."""
    here = installed()
    known = texts(None)
    if here is not None:
        with reading(here.db) as session:
            known = texts(session)
    try:
        name, text = together(file)
        known |= {name: text}
        problems = overlaps({one: load(one, known) for one in known})
        problems = [problem for problem in problems if name in str(problem)]
    except InvalidDefinition as error:
        problems = list(error.problems)
    if as_json:
        print_json({"file": file.name, "problems": [{"where": p.where, "reason": p.reason} for p in problems]})
    else:
        click.echo("\n".join(map(str, problems)) or f"{file.name}：没有发现问题")
    if problems:
        raise click.exceptions.Exit(FOUND)


@pack.command(help="画图（Mermaid 文本）：整个生命周期，或一个变动的步骤。")
@click.argument("pack_id", metavar="ID")
@click.option("--move", "move_name", metavar="NAME", help="只画这个变动的步骤。")
def diagram(pack_id: str, move_name: str | None) -> None:
    """Print a diagram as Mermaid text."""
    found = _pack(pack_id)
    click.echo(drawing.steps(_move(found, move_name)) if move_name else drawing.lifecycle(found.definition))


@pack.command(help="排日程：从某一天开始，每一步最早哪天能办完。排不开的，退出码为1。")
@click.argument("pack_id", metavar="ID")
@move_option
@click.option("--start", type=DAY, metavar="DATE", help="从哪天开始；默认方案自己的第一天，没有则今天。")
@click.option("--place", default="", metavar="CODE", help="地区编码：连同当地自定的休息日一起算。")
@json_option
def timetable(pack_id: str, move_name: str, start: date | None, place: str, as_json: bool) -> None:
    """Print the earliest day of every step."""
    here, found, calendar = installed(), _pack(pack_id), Calendar()
    if here is not None:
        with reading(here.db) as session:
            calendar = calendar_for(session, place)
    move = _move(found, move_name)
    rows = rows_of(move, found.digest, calendar, start or _first_day(found, move))
    told = [
        {"step": row.step, "title": row.title, "begins_on": row.begins_on, "done_on": row.done_on}
        | {"last_on": row.last_on, "provisional": row.provisional, "fits": row.fits}
        for row in rows
    ]
    show(told, TIMETABLE, as_json=as_json)
    for row in rows:
        if not row.fits:
            click.echo(f"排不开：“{row.title}”最早{row.done_on}才能办完，不得晚于{row.last_on}", err=True)
    if not all(row.fits for row in rows):
        raise click.exceptions.Exit(FOUND)


def _pack(pack_id: str) -> Pack:
    here = installed()
    if here is None:
        return known_pack(None, pack_id)
    with reading(here.db) as session:
        return known_pack(session, pack_id)


def _move(found: Pack, name: str) -> Move:
    if name not in found.definition.by_name:
        raise NotFound("move", name)
    return found.definition.by_name[name]


def _first_day(found: Pack, move: Move) -> date:
    planned = [s.clock.planned[0] for s in (move.procedure.steps if move.procedure else ()) if s.clock.planned]
    return min(planned, default=found.file.pack.valid.since or office_day(wall()))
