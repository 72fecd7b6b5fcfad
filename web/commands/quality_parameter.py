"""`shouxian quality parameter`: what the rules go by at a place, and setting it from a year on."""

from __future__ import annotations

import click

from engine.db import reading, work
from states.quality import site_parameters
from states.quality.rulebook import shipped
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, show

LISTED = {"name": "参数", "label": "名称", "value": "现行", "unit": "单位", "set_by": "设定人", "basis": "依据"}
SET = {"area": "地区", "name": "参数", "year": "从哪一年起", "value": "数或日期", "basis": "依据", "set_by": "设定人"}


@click.group(help="规则的参数：按地区和年度设定，设定留痕。")
def parameter() -> None:
    """Group the commands about parameters."""


@parameter.command(name="list", help="列出一个地区一年里规则所依据的数和日期。")
@click.option("--area", default="", metavar="CODE", help="哪个地区；不写按账号的地区。")
@click.option("--year", type=int, help="哪一年；不写是今年。")
@acting.seen_by_option
@json_option
def list_(area: str, year: int | None, username: str | None, as_json: bool) -> None:
    """List what holds."""
    here, book = opened(), shipped()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        at = area or by.area
        settings = [one for one in site_parameters.history(session, by) if at.startswith(one.area)]
        values = site_parameters.values_at(book, reversed(settings), at, year or here.now(session).year)
    newest = {one.name: one for one in reversed(settings)}
    rows = [
        {
            "name": name,
            "label": one.label,
            "value": str(values[name]),
            "unit": one.unit,
            "set_by": newest[name].set_by_name if name in newest else "",
            "basis": newest[name].basis if name in newest else "",
        }
        for name, one in book.parameters.items()
    ]
    show(rows, LISTED, as_json=as_json)


@parameter.command(name="set", help="从某一年起设定一个参数；日期写年-月-日，每年同一天写月-日。")
@click.argument("name")
@click.argument("value")
@click.option("--year", type=int, required=True, help="从哪一年起。")
@click.option("--basis", required=True, help="依据的文件名称或文号。")
@click.option("--area", default="", metavar="CODE", help="哪个地区；不写按账号的地区。")
@acting.as_option
@json_option
def set_(name: str, value: str, year: int, basis: str, area: str, username: str, as_json: bool) -> None:
    """Set a parameter."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.SET_PARAMETER)
        told = area or by.area, name, year, value, basis
        row = site_parameters.put(session, shipped(), *told, by=by, at=here.now(session))
        line = {name: getattr(row, name) for name in SET if name != "set_by"} | {"set_by": row.set_by_name}
    show([line], SET, as_json=as_json)
