"""`shouxian import income|work|training|help|…`: one command for each kind of list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from engine.db import reading, work
from engine.jobs.job import Sentence
from states.exchange.remarks import hand_back
from states.intake import taking
from states.intake.intakes import Intake
from states.intake.kind import Ask, Asking, Kind
from states.intake.kinds import KINDS
from states.intake.taking import Looked
from web.commands import acting
from web.commands.import_ import TITLES, row_of
from web.commands.installation import Installation, opened
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND


def commands() -> list[click.Command]:
    """A command for each kind of list."""
    return [_command(kind) for kind in KINDS.values()]


def _command(kind: Kind[Any]) -> click.Command:
    def take_in(
        file: Path, username: str, on: date | None, dry_run: bool, accept_good: bool, report: Path | None,
        as_json: bool, **stated: str,
    ) -> None:  # fmt: skip
        told = {name: value for name, value in stated.items() if value}
        _take(kind, opened(), _Order(file, username, on, dry_run, accept_good, report, as_json, told))

    take_in.__doc__ = f"Take a list of the kind `{kind.id}` in."
    out = click.Path(dir_okay=False, path_type=Path)
    options: list[Callable[[Any], Any]] = [
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        acting.as_option,
        acting.on_option,
        *(_option(ask) for ask in kind.asks),
        click.option("--dry-run", is_flag=True, help="只检查，不保存。"),
        click.option("--accept-good", is_flag=True, help="没有问题的先收下，其余留在外面；中断后再运行一次会接着办。"),
        click.option("--report", type=out, metavar="OUT.xlsx", help="把问题标在原表旁边。"),
        json_option,
    ]
    for option in reversed(options):
        take_in = option(take_in)
    told = f"导入{kind.title}（xlsx、xls 或 csv）：{kind.hint}；有一处不对就一条也不收，除非写明只收没有问题的。"
    return click.command(name=kind.id, help=told)(take_in)


def _option(ask: Ask) -> Callable[[Any], Any]:
    """What has to be stated beside the file, as an option."""

    def check(_context: click.Context, _option: click.Parameter, written: str) -> str:
        if written and not ask.fits(written):
            raise click.BadParameter(ask.hint)
        return written

    kind = click.Choice(list(ask.choices)) if ask.choices else None
    name, told = "--" + ask.name.replace("_", "-"), f"{ask.label}：{ask.hint}"
    required = {"required": True} if ask.must else {"default": ""}
    return click.option(name, ask.name, type=kind, callback=check, help=told, **required)


@dataclass(frozen=True, slots=True)
class _Order:
    """What was typed."""

    file: Path
    username: str
    on: date | None
    dry_run: bool
    accept_good: bool
    report: Path | None
    as_json: bool
    stated: dict[str, str]


def _take(kind: Kind[Any], here: Installation, order: _Order) -> None:
    say("正在读取……")
    sheet = taking.read(kind, order.file.read_bytes(), order.file.name)
    say(f"共{len(sheet.rows)}行，正在检查……")
    if order.on is not None:
        with work(here.db) as session:
            acting.time(here, session, order.on)
    with reading(here.db) as session:
        by = acting.actor(session, order.username, kind.needs)
        asking = Asking(by, here.now(session), order.stated)
        looked = taking.preview(session, kind, sheet, asking)
    if order.report is not None:
        with order.report.open("wb") as out:
            hand_back(sheet, looked, out)
    goes = looked.is_acceptable and (order.accept_good or not looked.problems)
    intake = None
    if not order.dry_run and (goes or looked.resumes):
        say("正在保存……")
        intake = _store(kind, here, looked, asking)
    _tell(looked, intake, order)
    if looked.problems:
        raise click.exceptions.Exit(FOUND)


def _store(kind: Kind[Any], here: Installation, looked: Looked, asking: Asking) -> Intake:
    """Store lot by lot, each in its own transaction."""
    with work(here.db) as session:
        intake = taking.begin(session, kind, looked, asking)
    for part in taking.parts(intake, looked):
        with work(here.db) as session:
            taking.store(session, kind, part, asking)
        say(f"{part.upto}/{len(intake.planned)}行")
    with reading(here.db) as session:
        return session.get_one(Intake, intake.id)


def _tell(looked: Looked, intake: Intake | None, order: _Order) -> None:
    problems = [row_of(one) for one in looked.problems]
    taken = intake.taken if intake else 0
    if order.as_json:
        counts = {"lines": taken, "good": len(looked.items), "same": looked.same, "left_out": looked.left_out}
        more = {name: value for one in looked.told for name, value in one.facts.items()}
        print_json({"file": looked.file, "stored": intake is not None} | counts | more | {"problems": problems})
        return
    if problems:
        show(problems, TITLES, as_json=False)
        kept = f"已入库{taken}条，{looked.left_out}行没有收" if intake else "没有保存任何一条"
        click.echo(f"有{len(problems)}处问题，{kept}", err=True)
    else:
        same = f"，{looked.same}行系统里已有" if looked.same else ""
        click.echo(f"可以导入{len(looked.items)}行{same}" if intake is None else f"已入库{taken}条{same}")
    for one in looked.told:
        say(_text(one))


def _text(one: Sentence) -> str:
    return one.text % dict(one.facts)
