"""`shouxian sheet`: the yearly sheets of places listed, shown, entered and verified."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading, work
from engine.errors import NotFound
from states import region_desk
from states.places import expected, sheet_kinds, village_sheets
from states.places.sheet_kinds import KINDS, asked
from states.places.village_sheets import VillageSheet
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import done, json_option, show

STATES = {"missing": "没有", "waiting": "待核对", "verified": "已核对"}
LISTED = {"place": "地区", "name": "名称", "label": "状态", "sheet": "编号", "entered_by": "填写"}
FACTS = {"fact": "指标", "label": "名称", "value": "数", "last": "上一年"}
kind_argument = click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
place_argument = click.argument("code", metavar="CODE")
year_option = click.option("--year", type=click.IntRange(2000), metavar="YEAR", help="年度，默认今年。")


@click.group(help="年度信息表。KIND：village 行政村、lifted_out_village 脱贫村、work_team 驻村工作队、township 乡镇。")
def sheet() -> None:
    """Group the commands about yearly sheets."""


@sheet.command(name="list", help="列出应填这种表的地方，没有填的也在内。")
@kind_argument
@year_option
@acting.seen_by_option
@json_option
def list_(kind: str, year: int | None, username: str | None, as_json: bool) -> None:
    """List the places that owe a kind of sheet."""
    here = opened()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        asked_for = year or office_day(here.now(session)).year
        found = expected.progress(session, by, by.area[:12], kind, asked_for)
        rows = [
            {
                "place": one.place, "name": one.name, "year": asked_for, "state": one.state,
                "label": STATES[one.state], "sheet": one.sheet.id if one.sheet else None,
                "entered_by": one.sheet.entered_by_name if one.sheet else "",
            }
            for one in found
        ]  # fmt: skip
    show(rows, LISTED, as_json=as_json)


@sheet.command(name="show", help="看一个地方的表：每个指标的数和上一年的数。")
@kind_argument
@place_argument
@year_option
@acting.seen_by_option
@json_option
def show_(kind: str, code: str, year: int | None, username: str | None, as_json: bool) -> None:
    """Show every fact of a place's sheet beside what stood the year before."""
    here = opened()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        place = region_desk.own(session, code, by)
        if place.level != sheet_kinds.find(kind).level:
            raise NotFound("region", code)
        asked_for = year or office_day(here.now(session)).year
        sheets = village_sheets.of_village(session, code, asked_for, kind)
        last = village_sheets.before(session, code, asked_for, kind)
        now, was = sheets[-1].told if sheets else {}, last.told if last else {}
        rows = [
            {
                "fact": one.name, "label": one.label, "value": one.told(now[one.name]) if one.name in now else None,
                "last": one.told(was[one.name]) if one.name in was else None,
            }
            for one in asked(kind).values()
        ]  # fmt: skip
    show(rows, FACTS, as_json=as_json)


@sheet.command(help="填表：只写和上一次不同的指标，FACT=VALUE；留空的值清掉。填好等另一个人核对。")
@kind_argument
@place_argument
@click.argument("facts", nargs=-1, metavar="FACT=VALUE...")
@year_option
@click.option("--reason", default="", metavar="TEXT", help="更正已经核对过的数的原因。")
@acting.as_option
@acting.on_option
@json_option
def enter(
    kind: str, code: str, facts: tuple[str, ...], year: int | None, reason: str, username: str, on: date | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Enter what is different from the last sheet."""
    changes = dict(_pair(one) for one in facts)
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        place, asked_for = region_desk.own(session, code, by), year or office_day(at).year
        made = village_sheets.enter_changes(session, place, asked_for, changes, reason, by=by, at=at, kind=kind)
        told = _told(made)
    done(told, f"已保存，编号{told['sheet']}，等另一个人核对", as_json=as_json)


@sheet.command(help="核对一张表：不能由填表的人核对。SHEET 是编号，见 sheet list。")
@click.argument("sheet_id", metavar="SHEET", type=click.IntRange(min=1))
@acting.as_option
@acting.on_option
@json_option
def verify(sheet_id: int, username: str, on: date | None, as_json: bool) -> None:
    """Let a sheet stand."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.VERIFY_CHANGE), acting.time(here, session, on)
        told = _told(village_sheets.verify(session, sheet_id, by=by, at=at))
    done(told, f"编号{sheet_id}已核对", as_json=as_json)


def _pair(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign or not name:
        raise click.BadParameter(f"“{written}”要写成 FACT=VALUE", param_hint="FACT=VALUE")
    return name, value


def _told(one: VillageSheet) -> dict[str, Any]:
    return {
        "sheet": one.id, "kind": one.kind, "place": one.place, "year": one.year, "values": one.told,
        "verified_at": one.verified_at,
    }  # fmt: skip
