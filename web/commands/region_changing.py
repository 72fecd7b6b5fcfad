"""`shouxian region merge`, `move`, `split`, `undo`: looked at first, carried out with `--yes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.errors import Refused
from states.places import merging, recoding, relocating, returning, splitting
from states.places.changes import Why
from states.places.plans import Plan
from states.roles import Permission
from web.commands.acting import actor, as_option
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

WAYS = {
    "source": "原编码",
    "source_name": "原名称",
    "target": "新编码",
    "target_name": "新名称",
    "households": "户数",
    "persons": "人数",
}
BACK = {"code": "编码", "other": "退出的编码", "households": "户数"}
ACCOUNTS = {"username": "用户名", "name": "姓名", "area": "地区"}
PREVIEW = "以上只是预览；确认无误后加 --yes 办理。"

reason_option = click.option("--reason", required=True, help="调整的原因")
document_option = click.option("--document", required=True, help="批准调整的文件名称或文号")
yes_option = click.option("--yes", is_flag=True, help="真正办理；不写只看会动到哪些农户和账号。")
part_option = click.option(
    "--part", "parts", multiple=True, required=True, metavar="CODE", help="分出去的村或小组，可重复"
)


def asked(command: Callable[..., None]) -> Callable[..., None]:
    """What every change of a place asks for: the reason, the document, the account, and that it be carried out."""
    for option in (json_option, yes_option, as_option, document_option, reason_option):
        command = option(command)
    return command


@click.command(help="把一个乡镇、村或小组合并到另一个；先看，加 --yes 才办理。")
@click.argument("source")
@click.argument("target")
@asked
def merge(source: str, target: str, **told: Any) -> None:
    """Merge a place into another."""
    _change(lambda session, by: merging.plan_merger(session, source, target, by), **told)


@click.command(help="改一个县、乡镇、村或小组的编码，可以改到别处；先看，加 --yes 才办理。")
@click.argument("source")
@click.argument("target")
@asked
def move(source: str, target: str, **told: Any) -> None:
    """Give a place another code."""
    _change(lambda session, by: recoding.plan_code(session, source, target, by), **told)


@click.command(help="从一个乡镇分出几个村，或从一个村分出几个小组，另设新的；先看，加 --yes 才办理。")
@click.argument("source")
@click.argument("code")
@click.argument("name")
@part_option
@asked
def split(source: str, code: str, name: str, parts: tuple[str, ...], **told: Any) -> None:
    """Make a new place out of parts of one."""
    _change(lambda session, by: splitting.plan_split(session, source, code, name, parts, by), **told)


@click.command(help="撤回一个地区最近一次合并、改编码或分设，之后没有别的变动才行；先看，加 --yes 才办理。")
@click.argument("code")
@asked
def undo(code: str, reason: str, document: str, username: str, yes: bool, as_json: bool) -> None:
    """Take the last change of a place back."""
    here = opened()
    with work(here.db) if yes else reading(here.db) as session:
        by = actor(session, username, Permission.MANAGE_AREAS)
        plan = returning.plan_return(session, code, by)
        if plan.blockers:
            raise Refused("take-back", plan.blockers)
        ways = [{key: getattr(line, key) for key in BACK} for line in (plan.whole, *plan.parts)]
        if yes:
            returning.take_back(session, plan, Why(reason, document), by, here.now(session))
    if as_json:
        print_json([{"done": yes, "code": code, "ways": ways}])
        return
    show(ways, BACK, as_json=False)
    if not yes:
        click.echo(PREVIEW, err=True)


COMMANDS = (merge, move, split, undo)


def _change(
    planner: Callable[[Session, Actor], Plan], reason: str, document: str, username: str, yes: bool, as_json: bool
) -> None:
    here, why = opened(), Why(reason, document)
    with work(here.db) if yes else reading(here.db) as session:
        by = actor(session, username, Permission.MANAGE_AREAS)
        plan = planner(session, by)
        accounts = [{key: getattr(one, key) for key in ACCOUNTS} for one in plan.accounts]
        if plan.blockers:
            raise Refused(plan.act, plan.blockers)
        if yes:
            relocating.carry_out(session, plan, plan.digest, why, by, here.now(session))
    ways = [{key: getattr(way, key) for key in WAYS} for way in plan.ways]
    if as_json:
        told = {"done": yes, "target": plan.target, "ways": ways, "accounts": accounts, "following": plan.following}
        print_json([told])
        return
    show(ways, WAYS, as_json=False)
    if plan.following:
        click.echo(f"随迁账号{plan.following}个")
    if accounts:
        click.echo("还在原地区的账号，请逐个调整：")
        show(accounts, ACCOUNTS, as_json=False)
    if not yes:
        click.echo(PREVIEW, err=True)
