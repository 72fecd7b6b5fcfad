"""`shouxian pack`: the plans of places and periods, their diagrams and timetables."""

from __future__ import annotations

from pathlib import Path

import click

from engine.db import reading
from states.packs.checking import faults
from states.packs.known import known_pack, stored, texts
from states.packs.loader import load, shipped
from web.commands import pack_changes
from web.commands.installation import installed
from web.commands.output import json_option, print_json, show
from web.commands.pack_diagram import diagram
from web.commands.pack_diff import diff
from web.commands.pack_files import text_of
from web.commands.pack_kit import reference, start
from web.commands.pack_named import pack_named
from web.commands.pack_timetable import timetable_
from web.commands.pack_words import LISTED, STEPS, listed, whole
from web.commands.refusals import FOUND


@click.group(help="方案：列出、查看、检查、画图、排日程、比较、起草；提出、试运行、启用新的一版，迁移办理中的户。")
def pack() -> None:
    """Group the commands about packs."""


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
    told = whole(pack_named(pack_id))
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
    problems = faults(file.stem, text_of(file), known)
    if as_json:
        print_json({"file": file.name, "problems": [{"where": p.where, "reason": p.reason} for p in problems]})
    else:
        click.echo("\n".join(map(str, problems)) or f"{file.name}：没有发现问题")
    if problems:
        raise click.exceptions.Exit(FOUND)


for _command in (timetable_, diagram, diff, reference, start, *pack_changes.COMMANDS):
    pack.add_command(_command)
