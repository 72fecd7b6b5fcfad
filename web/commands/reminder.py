"""`shouxian reminder`: the round of reminders, for the machine's own timetable, and what was sent."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.db import reading, work
from states.reminders import by_hand, inbox
from states.reminders.reminder import Reminder
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show
from web.worker import rounds

TITLES = {"id": "编号", "sent_on": "日期", "role": "发给岗位", "area": "地区", "department": "部门", "title": "事项"}
TITLES |= {"due_on": "最后一天", "why": "缘由", "sent_by_name": "发出人", "read": "已读"}
MOST = 1000


@click.group(help="催办：发出今天该发的提醒，列出发过的。")
def reminder() -> None:
    """Group the commands about reminders."""


@reminder.command(help="发出现在该发的提醒和邮件；重复运行、同时运行都只发一次，可以放进定时任务。")
@json_option
def send(as_json: bool) -> None:
    """Go one round."""
    here = opened()
    gone = rounds.remind(here.db, here.settings)
    if as_json:
        print_json({"reminders": gone.reminders, "written": gone.written, "mailed": gone.mailed})
        return
    click.echo(f"提醒{gone.reminders}条，邮件{gone.mailed}封")


@reminder.command(name="list", help="列出发过的催办，新的在前。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="ID", help="从这一条之前列起。")
@acting.seen_by_option
@json_option
def list_(before: int, username: str | None, as_json: bool) -> None:
    """List reminders."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_ROOM)
        found, _ = inbox.listed(session, by, sent=True, before=before, limit=MOST)
    show([_told(one) for one in found], TITLES, as_json=as_json)


@reminder.command(help="人工催办一件事。NAME 是时限的名称，见 deadline list。")
@click.argument("name", metavar="NAME")
@click.option("--note", default="", metavar="TEXT", help="附一句话。")
@acting.as_option
@acting.on_option
@json_option
def add(name: str, note: str, username: str, on: date | None, as_json: bool) -> None:
    """Remind by hand."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REMIND), acting.time(here, session, on)
        told = _told(by_hand.remind(session, name, note, by=by, at=at))
    if as_json:
        print_json(told)
        return
    click.echo(f"催办{told['id']}：已发出")


def _told(one: Reminder) -> dict[str, Any]:
    text, facts = inbox.told(one.occasion)
    told = {key: getattr(one, key) for key in ("id", "kind", "name", "opening", "occasion", "role", "area")}
    told |= {key: getattr(one, key) for key in ("department", "title", "due_on", "count", "sent_on", "sent_by_name")}
    return told | {"why": text % facts, "note": one.note, "read": one.is_read}
