"""`shouxian policy-ledger`: quarterly ledgers of departments, pushed, listed, and marked line by line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from engine.db import reading, work
from engine.errors import BadInput, Problem
from states.book import open_book
from states.help.quarters import Quarter
from states.policy_ledgers import desk, marking, workbook
from states.policy_ledgers.ledger import PolicyLedger, quarter_in
from states.policy_ledgers.pushing import Push, push
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

TITLES = {
    "ledger": "编号",
    "period": "季度",
    "department": "部门",
    "policy": "政策",
    "pushed_on": "推送",
    "lines": "条数",
}
TITLES |= {"open": "待标注", "unmatched": "没对到户", "superseded": "已更正"}
LINES = {"line": "编号", "name": "姓名", "number": "户编号", "policy": "政策", "what": "调整内容", "mark": "标注"}


class _Period(click.ParamType[Quarter]):
    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """A quarter written 2022-Q1."""
        try:
            if isinstance(value, Quarter):
                return value
            found = quarter_in(value)
        except ValueError:
            self.fail("季度写作 2022-Q1", param, ctx)
        return found if 1 <= found.number <= 4 else self.fail("季度写作 2022-Q1", param, ctx)


@click.group(
    name="policy-ledger", help="部门台账：每季度推送的政策落实及调整变化实名制台账。LINE 见 policy-ledger lines。"
)
def policy_ledger() -> None:
    """Group the commands about policy ledgers."""


@policy_ledger.command(name="list", help="列出台账，新的在前。")
@click.option("--period", default="", metavar="PERIOD", help="只列这个季度，如 2022-Q1。")
@acting.seen_by_option
@json_option
def list_(period: str, username: str | None, as_json: bool) -> None:
    """List ledgers."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_POLICY_LEDGER)
        found, _more = desk.listed(session, by, period=period)
    show([_told(one.ledger) | asdict(one.counts) for one in found], TITLES, as_json=as_json)


@policy_ledger.command(help="列出台账各条；证件号码不全部显示。")
@click.option("--ledger", type=click.IntRange(min=1), default=None, metavar="LEDGER", help="只列这一份。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--only", type=click.Choice(list(desk.ONLY)), help="只列这一类。")
@click.option("--after", type=click.IntRange(min=0), default=0, metavar="LINE", help="从这一条之后列起。")
@acting.seen_by_option
@json_option
def lines(ledger: int | None, area: str, only: str | None, after: int, username: str | None, as_json: bool) -> None:
    """List lines."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_POLICY_LEDGER)
        found, _more = desk.lines(session, by, ledger=ledger or 0, area=area, only=only or "", after=after)
    show([_line(one) for one in found], LINES, as_json=as_json)


@policy_ledger.command(name="push", help="推送一份台账（xlsx、xls、csv）；没有调整的不写文件，作零报告。")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--period", type=_Period(), required=True, metavar="PERIOD", help="季度，如 2022-Q1。")
@click.option("--policy", default="", metavar="TEXT", help="政策名称；零报告不写。")
@click.option("--reason", default="", metavar="TEXT", help="更正原因：同一季度已经推送过的必填。")
@acting.as_option
@acting.on_option
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@json_option
def push_(
    file: Path | None,
    period: Quarter,
    policy: str,
    reason: str,
    username: str,
    on: date | None,
    key: str | None,
    as_json: bool,
) -> None:
    """Push a ledger."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.PUSH_POLICY_LEDGER), acting.time(here, session, on)
        drafts = workbook.read_whole(session, file.read_bytes(), file.name, by=by, at=at) if file else ()
        given = Push(period, policy, drafts, reason)
        made = _told(push(session, open_book(), given, by=by, at=at, key=key or uuid4().hex))
    if as_json:
        print_json(made)
        return
    click.echo(f"台账{made['ledger']}：{made['lines']}条，对到农户{made['matched']}条")


@policy_ledger.command(help="标注一条：入户核实属实的采用，不采用的写明原因。")
@click.argument("line", type=click.IntRange(min=1), metavar="LINE")
@click.option("--adopted/--refused", "adopted", required=True, default=None, help="采用或不采用。")
@click.option("--note", default="", metavar="TEXT", help="说明；不采用的必填。")
@click.option("--visited", type=DAY, required=True, metavar="DATE", help="入户日期。")
@acting.as_option
@acting.on_option
@json_option
def mark(
    line: int, adopted: bool | None, note: str, visited: date, username: str, on: date | None, as_json: bool
) -> None:
    """Mark a line."""
    if adopted is None:
        raise BadInput(Problem("adopted", "请写 --adopted 或 --refused"))
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        told = {"adopted": adopted, "note": note, "visited_on": visited}
        marking.mark(session, line, by=by, at=at, **told)  # type: ignore[arg-type]
        shown = _line(desk.one(session, line, by))
    if as_json:
        print_json(shown)
        return
    click.echo(f"第{line}条：{shown['mark']}")


def _told(one: PolicyLedger) -> dict[str, Any]:
    names = ("period", "department", "policy", "pushed_on", "lines", "matched", "digest", "supersedes", "superseded")
    return {"ledger": one.id} | {name: getattr(one, name) for name in names}


def _line(one: desk.Line) -> dict[str, Any]:
    line = one.line
    told = {"line": line.id, "ledger": line.ledger_id, "name": line.name, "id_no": one.masked, "number": one.number}
    told |= {"policy": one.ledger.policy, "what": line.what, "changed_on": line.changed_on, "amount": line.amount}
    marked = "" if one.mark is None else "采用" if one.mark.adopted else "不采用"
    return told | {"mark": marked, "note": one.mark.note if one.mark else "", "why": line.why, "settled": line.settled}
