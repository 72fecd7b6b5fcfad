"""`shouxian change`: what waits to be checked, and deciding on it as another person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.outlook import one as outlook
from states import case_file, openings
from states.book import open_book
from states.changes import deciding, keying, shown
from states.changes.change import CHANGE, NATURES, PARTS, Change
from states.roles import Permission
from web.changes.told import told
from web.commands import acting, change_proposing
from web.commands.case_words import BLOCKERS, blocked
from web.commands.installation import opened, wall
from web.commands.output import json_option, print_json, show
from web.commands.refusals import FOUND

LISTED = {
    "change_id": "变更", "nature_title": "事项", "number": "户编号", "who": "姓名", "what": "项目", "before": "变更前",
    "after": "变更后", "proposed_by": "提出人", "state_title": "状态",
}  # fmt: skip
change_argument = click.argument("change_id", metavar="CHANGE", type=click.IntRange(min=1))


@click.group(help="变更核对：列出、查看、提出、核对、退回、撤回。CHANGE 是变更编号，见 change list。")
def change() -> None:
    """Group the commands about changes."""


for command in change_proposing.COMMANDS:
    change.add_command(command)


def row(line: shown.Line, *, full: bool = False) -> dict[str, Any]:
    """A change as a row."""
    names = {"nature_title": NATURES[line.change.nature], "state_title": CHANGE.labels[line.state]}
    return told(line, full=full) | names


@change.command(name="list", help="列出待核对的变更；写了案卷就列这一户的全部变更。证件号码不全显示。")
@click.option("--nature", type=click.Choice(list(NATURES)), help="只列这个事项。")
@click.option("--part", type=click.Choice(list(PARTS)), help="只列本次年度的，或月更新的。")
@click.option("--case", "case_id", type=click.IntRange(min=1), metavar="CASE", help="只列这一户的，办结的也在内。")
@click.option("--after", type=click.IntRange(min=0), default=0, metavar="CHANGE", help="从这条变更之后列起。")
@acting.seen_by_option
@json_option
def list_(
    nature: str | None, part: str | None, case_id: int | None, after: int, username: str | None, as_json: bool
) -> None:
    """List changes."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        if case_id:
            lines = shown.of_household(session, case_file.household(session, case_id, by), by)
        else:
            lines, _more = shown.waiting(session, by, nature=nature or "", part=part or "", after=after)
        rows = [row(line) for line in lines]
    show(rows, LISTED, as_json=as_json)


@change.command(name="show", help="查看一条变更和还不能核对的原因。会记入查阅日志。")
@change_argument
@acting.as_option
@json_option
def show_(change_id: int, username: str, as_json: bool) -> None:
    """Show a change; the opening is logged under the account."""
    here = opened()
    with work(here.db) as session:
        person = acting.account(session, username, Permission.READ_HOUSEHOLD)
        by = acting.actor(session, username, Permission.READ_HOUSEHOLD)
        line = shown.one(session, change_id, by)
        openings.note(session, person.id, f"household:{line.change.household_id}", wall())
        moves = outlook(session, open_book(), line.change.case_id, by, here.now(session)).moves
        acts = {
            move.name: [blocked(move.name, move.label, one) for one in blockers]
            for move, blockers in moves
            if by.role in move.by
        }
        found = row(line, full=True)
    if as_json:
        print_json(found | {"acts": acts})
        return
    show([found], LISTED, as_json=False)
    for move in CHANGE.moves:
        if move.name in acts:
            click.echo(f"\n{move.label}：{'可以办理' if not acts[move.name] else '还不能办理'}")
            if acts[move.name]:
                show(acts[move.name], BLOCKERS, as_json=False)


@change.command(help="核对通过，变更入册；可以写几条，有不能入册的说明原因，退出码为1。")
@click.argument("change_ids", metavar="CHANGE...", type=click.IntRange(min=1), nargs=-1, required=True)
@acting.as_option
@acting.on_option
@json_option
def agree(change_ids: tuple[int, ...], username: str, on: date | None, as_json: bool) -> None:
    """Let changes enter the register."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.VERIFY_CHANGE)
        done = deciding.verify_many(session, open_book(), change_ids, by=by, at=acting.time(here, session, on))
        by_case = {line.change.case_id: line.change.id for line in shown.of_cases(session, list(done.held), by)}
    held = [
        {"change_id": by_case.get(number, -number), **blocked("apply", "核对通过", blocker)}
        for number, blockers in done.held.items()
        for blocker in blockers
    ]
    if as_json:
        print_json({"applied": len(done.moved), "held": held})
    else:
        click.echo(f"核对入册{len(done.moved)}条")
        if held:
            show(held, {"change_id": "变更"} | BLOCKERS, as_json=False)
    if held:
        raise click.exceptions.Exit(FOUND)


@change.command(help="核对不通过，要写原因。")
@change_argument
@click.option("--reason", required=True, help="不通过的原因")
@acting.as_option
@acting.on_option
@json_option
def refuse(change_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Refuse a change."""

    def act(session: Session, one: Change, by: Actor, at: datetime) -> None:
        deciding.reject(session, open_book(), one, reason, by=by, at=at)

    _decide(change_id, Permission.VERIFY_CHANGE, act, username, on, as_json)


@change.command(help="撤回自己提出的变更。")
@change_argument
@acting.as_option
@acting.on_option
@json_option
def withdraw(change_id: int, username: str, on: date | None, as_json: bool) -> None:
    """Take a change back."""

    def act(session: Session, one: Change, by: Actor, at: datetime) -> None:
        deciding.withdraw(session, open_book(), one, by=by, at=at)

    _decide(change_id, Permission.PROPOSE_CHANGE, act, username, on, as_json)


@change.command(help="另一个人不看第一遍，再录入一遍；两遍不一致时退出码为1。")
@change_argument
@click.argument("value")
@acting.as_option
@acting.on_option
@json_option
def key(change_id: int, value: str, username: str, on: date | None, as_json: bool) -> None:
    """Key a value a second time."""

    def act(session: Session, one: Change, by: Actor, at: datetime) -> None:
        keying.key_again(session, one, value, by=by, at=at)

    if _decide(change_id, Permission.PROPOSE_CHANGE, act, username, on, as_json)["keying"] == "differs":
        raise click.exceptions.Exit(FOUND)


def _decide(
    change_id: int,
    needs: Permission,
    act: Callable[[Session, Change, Actor, datetime], None],
    username: str,
    on: date | None,
    as_json: bool,
) -> dict[str, Any]:
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, needs)
        act(session, deciding.find(session, change_id, by), by, acting.time(here, session, on))
        session.flush()
        found = row(shown.one(session, change_id, by))
    show([found], LISTED, as_json=as_json)
    return found
