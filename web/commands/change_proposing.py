"""`shouxian change propose`, `join`, `leave`, `transfer`: what shall change, until another person agrees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import work
from engine.errors import NotFound
from states import case_file
from states.changes import natural, proposing, shown
from states.changes.change import SOURCES, Change
from states.households import Household
from states.members import Member
from states.roles import Permission
from web.changes.told import told
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, show

LISTED = {"change_id": "变更", "who": "姓名", "what": "项目", "before": "变更前", "after": "变更后"}
Act = Callable[[Session, Household, dict[str, Any]], Sequence[Change]]
case_argument = click.argument("case_id", metavar="CASE", type=click.IntRange(min=1))
member_argument = click.argument("name", metavar="MEMBER")
reason_option = click.option("--reason", required=True, metavar="CODE", help="原因的代码")
day_option = click.option("--happened-on", type=DAY, required=True, metavar="DATE", help="实际发生的日期")
head_option = click.option("--new-head", metavar="MEMBER", help="户主离开时，由谁当户主")
source_option = click.option(
    "--source", type=click.Choice([one for one in SOURCES if one != "workbook"]), default="office", show_default=True,
    help="从哪里知道的",
)  # fmt: skip


@click.command(help="提出信息变更，等另一个人核对：FIELD=值，可以写几项；有一项不能提就都不提。")
@case_argument
@click.argument("values", metavar="FIELD=VALUE...", nargs=-1, required=True)
@click.option("--member", "name", metavar="MEMBER", help="改这名成员的；不写改户的")
@click.option("--happened-on", type=DAY, metavar="DATE", help="实际发生的日期")
@source_option
@acting.as_option
@acting.on_option
@json_option
def propose(
    case_id: int, values: tuple[str, ...], name: str | None, happened_on: date | None, source: str, username: str,
    on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose other values."""
    pairs = [value.partition("=") for value in values]
    if any(not mark for _field, mark, _written in pairs):
        raise click.UsageError("每一项写成 FIELD=VALUE，如 phone=13900000001")

    def act(session: Session, home: Household, facts: dict[str, Any]) -> Sequence[Change]:
        subject = ("member", member_of(session, home, name)) if name else ("household", home.id)
        edits = [
            proposing.Edit(*subject, field.strip(), written, happened_on=happened_on) for field, _mark, written in pairs
        ]
        return proposing.propose(session, edits, **facts)

    _propose(case_id, act, source, username, on, as_json)


@click.command(help="提出自然增加，等另一个人核对；新生儿没有证件号码的写出生日期。")
@case_argument
@click.argument("name")
@click.option("--relation", required=True, metavar="CODE", help="与户主关系")
@click.option("--id-no", default="", help="证件号码")
@click.option("--sex", default="", metavar="CODE", help="性别")
@click.option("--birth-on", default="", metavar="DATE", help="出生日期")
@click.option("--ethnicity", default="", metavar="CODE", help="民族")
@reason_option
@day_option
@source_option
@acting.as_option
@acting.on_option
@json_option
def join(
    case_id: int, name: str, relation: str, id_no: str, sex: str, birth_on: str, ethnicity: str, reason: str,
    happened_on: date, source: str, username: str, on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose that somebody joined."""
    newcomer = natural.Newcomer(name, relation, id_no, sex, birth_on, ethnicity)

    def act(session: Session, home: Household, facts: dict[str, Any]) -> Sequence[Change]:
        return [natural.join(session, home.id, newcomer, reason, happened_on, **facts)]

    _propose(case_id, act, source, username, on, as_json)


@click.command(help="提出自然减少，等另一个人核对。MEMBER 是户里在册成员的姓名。")
@case_argument
@member_argument
@reason_option
@day_option
@head_option
@source_option
@acting.as_option
@acting.on_option
@json_option
def leave(
    case_id: int, name: str, reason: str, happened_on: date, new_head: str | None, source: str, username: str,
    on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose that a member left."""

    def act(session: Session, home: Household, facts: dict[str, Any]) -> Sequence[Change]:
        who, heir = member_of(session, home, name), member_of(session, home, new_head) if new_head else None
        return [natural.leave(session, who, reason, happened_on, new_head=heir, **facts)]

    _propose(case_id, act, source, username, on, as_json)


@click.command(help="提出户间转移，等另一个人核对：MEMBER 转到户编号为 NUMBER 的登记户。")
@case_argument
@member_argument
@click.argument("number")
@click.option("--relation", required=True, metavar="CODE", help="与新户户主的关系")
@day_option
@head_option
@source_option
@acting.as_option
@acting.on_option
@json_option
def transfer(
    case_id: int, name: str, number: str, relation: str, happened_on: date, new_head: str | None, source: str,
    username: str, on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose that a member moved to another household."""

    def act(session: Session, home: Household, facts: dict[str, Any]) -> Sequence[Change]:
        who, heir = member_of(session, home, name), member_of(session, home, new_head) if new_head else None
        return [natural.transfer(session, who, number, relation, happened_on, new_head=heir, **facts)]

    _propose(case_id, act, source, username, on, as_json)


COMMANDS = (propose, join, leave, transfer)


def member_of(session: Session, home: Household, name: str) -> int:
    """The present member of that name; raises `NotFound` for none, and for two of one name."""
    here = select(Member.id).where(Member.household_id == home.id, Member.name == name, Member.left_on.is_(None))
    found = session.scalars(here).all()
    if len(found) != 1:
        raise NotFound("member", name)
    return found[0]


def _propose(case_id: int, act: Act, source: str, username: str, on: date | None, as_json: bool) -> None:
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.PROPOSE_CHANGE)
        home = case_file.household(session, case_id, by)
        facts = {"by": by, "at": acting.time(here, session, on), "source": source}
        made = [one.id for one in act(session, home, facts)]
        rows = [told(shown.one(session, number, by)) for number in made]
    show(rows, LISTED, as_json=as_json)
