"""`shouxian reconcile`: where the ledgers of departments and systems stand, taking one in, sending one out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.clock import office_day
from engine.db import reading, work
from engine.files import FileStore
from states.book import open_book
from states.reconciliation import ledgers, sending, standings
from states.reconciliation.looking import look
from states.reconciliation.taking import take_lots
from states.roles import Permission
from states.workbooks import read
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show

STANDING = {
    "ledger": "台账",
    "title": "名称",
    "source": "来源",
    "as_of_on": "数据日期",
    "waiting": "待核定",
    "unproved": "待印证",
    "silent_since": "送出未收回",
}


@click.group(help="比对核账：部门和系统的台账。")
def reconcile() -> None:
    """Group the commands about ledgers from outside."""


@reconcile.command(name="list", help="列出各本台账比对到哪一步。")
@acting.as_option
@json_option
def list_(username: str, as_json: bool) -> None:
    """List the ledgers with where they stand in the account's area."""
    here = opened()
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.READ_RECONCILIATION)
        found = standings.standings(session, by, office_day(here.now(session)))
    rows = [
        {
            "ledger": one.ledger.id,
            "title": one.ledger.title,
            "source": one.ledger.source,
            "as_of_on": one.as_of_on,
            "waiting": one.waiting,
            "unproved": one.unproved,
            "trend": one.trend,
            "agreed_on": office_day(one.agreed_at) if one.agreed_at else None,
            "silent_since": one.silent[0].sent_on if one.silent else None,
        }
        for one in found
    ]
    show(rows, STANDING, as_json=as_json)


@reconcile.command(name="take", help="导入收回的台账并比对；读不出来的格逐一列出。")
@click.argument("ledger")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", "as_of_on", type=DAY, required=True, metavar="DATE", help="数据日期。")
@acting.as_option
@json_option
def take_in(ledger: str, file: Path, as_of_on: date, username: str, as_json: bool) -> None:
    """Take a ledger's file in and lay it against ours."""
    here = opened()
    with reading(here.db) as session:
        by = acting.actor(session, username, Permission.UPLOAD_LEDGER)
    known = ledgers.find(ledger, by)
    sheet = read(file.read_bytes(), file.name, known.headings)
    with reading(here.db) as session:
        at = here.now(session)
        looked = look(session, known, sheet, as_of_on, by, office_day(at))
    made = take_lots(here.db, open_book(), looked, by=by, at=at)
    told = {
        "round": made.number,
        "agreeing": made.agreeing,
        "differing": made.differing,
        "missing_here": made.missing_here,
        "missing_there": made.missing_there,
        "left_out": looked.left_out,
        "problems": [{"row": one.row, "column": one.column, "message": one.message} for one in looked.told],
    }
    if as_json:
        print_json(told)
        return
    for one in looked.told:
        say(f"第{one.row}行 {one.column}：{one.message}")
    missing = made.missing_here + made.missing_there
    click.echo(f"第{made.number}轮：{made.agreeing}行一致，{made.differing}行不一样，缺{missing}行")


@reconcile.command(help="把我方的行按对方的格式写成表格，并记下推送。")
@click.argument("ledger")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="OUT.xlsx", help="写到哪里。"
)
@acting.as_option
@json_option
def send(ledger: str, out: Path, username: str, as_json: bool) -> None:
    """Write our lines in the ledger's layout and record that they went out."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.RECONCILE)
        sent, data = sending.send(session, ledgers.find(ledger, by), by=by, at=here.now(session))
        FileStore(here.settings.evidence).put(data)
        out.write_bytes(data)
    if as_json:
        print_json({"rows": sent.rows, "asked": sent.asked, "digest": sent.digest, "sent_on": sent.sent_on})
    else:
        click.echo(f"已写入{out}：{sent.rows}行，其中请对方更正{sent.asked}行")
