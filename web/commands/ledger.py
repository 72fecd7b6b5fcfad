"""`shouxian ledger`: proving that what happened still stands as it was written."""

from __future__ import annotations

from dataclasses import asdict

import click
from sqlalchemy import select

from engine.db import reading, work
from engine.seals import Seal
from engine.seals import seal as seal_heads
from engine.verify import Fault
from engine.verify import verify as verify_all
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say
from web.commands.refusals import FOUND


@click.group(help="台账：核对、封印。")
def ledger() -> None:
    """Group the commands about the ledger."""


@ledger.command(help="核对每一户的台账和每日总封印；有问题的逐户列出，退出码为1。")
@json_option
def verify(as_json: bool) -> None:
    """Verify every chain and every seal."""
    here = opened()
    say("正在核对……")
    with reading(here.db) as session:
        found = verify_all(session)
    if as_json:
        print_json(asdict(found))
    else:
        for fault in found.faults:
            click.echo(_line(fault))
        words = f"有{len(found.faults)}处问题" if found.faults else "没有发现问题"
        click.echo(f"核对了{found.cases}个案卷、{found.entries}条台账、{found.seals}次总封印：{words}")
    if found.faults:
        raise click.exceptions.Exit(FOUND)


@ledger.command(help="做一次总封印：把各户台账的末端封在一起。每天一次，没有变动则不做。")
@json_option
def seal(as_json: bool) -> None:
    """Seal all chain heads that changed since the last seal."""
    here = opened()
    with work(here.db) as session:
        made = seal_heads(session, here.now(session))
    if as_json:
        print_json({"sealed": made is not None} | ({"day": made.day, "root": made.root} if made else {}))
    else:
        click.echo(f"{made.day}总封印：{made.root}" if made else "上次封印以来没有变动")


@ledger.command(help="列出全部总封印，每行一个日期和封印；请定期另存在别处，核对档案时用它查出整个另造的档案。")
@json_option
def seals(as_json: bool) -> None:
    """List every daily seal, oldest first."""
    with reading(opened().db) as session:
        found = session.execute(select(Seal.day, Seal.root).order_by(Seal.id)).all()
    if as_json:
        print_json([{"day": day, "root": root} for day, root in found])
    else:
        for day, root in found:
            click.echo(f"{day} {root}")


def _line(fault: Fault) -> str:
    if fault.case_id is None:
        return fault.reason
    place = f"案卷{fault.case_id}" + (f"第{fault.sequence}条" if fault.sequence is not None else "")
    return f"{place}：{fault.reason}"
