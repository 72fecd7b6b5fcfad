"""`shouxian problem`: what is done about one problem, from the claim to the closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.db import work
from engine.evidence import Attachment
from engine.files import FileStore
from states.book import open_book
from states.problems import claiming, desk, queries, rectifying, tracing
from states.problems.desk import Shown
from states.problems.queries import HOWS, Part, Query
from states.problems.rectifying import Done
from states.roles import Permission
from states.uploads import Upload, keep
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option
from web.commands.problem import say, told_of

problem_argument = click.argument("problem_id", metavar="PROBLEM", type=click.IntRange(min=1))
file_option = click.option(
    "--file", "paths", multiple=True, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="佐证材料，照片或PDF，可以写几个。",
)  # fmt: skip


def _act(
    problem_id: int,
    username: str,
    on: date | None,
    as_json: bool,
    needs: Permission,
    act: Callable[[Session, Shown, dict[str, Any]], object],
) -> None:
    """Let an account act on a problem of its area, and say where it stands then."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, needs), acting.time(here, session, on)
        act(session, desk.find(session, problem_id, by), {"by": by, "at": at})
        told = told_of(session, desk.find(session, problem_id, by), office_day(at))
    say(told, as_json)


@click.command(help="认领。")
@problem_argument
@acting.as_option
@acting.on_option
@json_option
def claim(problem_id: int, username: str, on: date | None, as_json: bool) -> None:
    """Take it on."""
    book = open_book()
    _act(
        problem_id,
        username,
        on,
        as_json,
        Permission.ADVANCE,
        lambda db, one, by: claiming.claim(db, book, one.problem, **by),
    )


@click.command(help="不是本单位的，写明理由退回分办单位。")
@problem_argument
@click.option("--reason", required=True, metavar="TEXT", help="理由。")
@acting.as_option
@acting.on_option
@json_option
def disclaim(problem_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Give it back."""
    book = open_book()
    _act(
        problem_id, username, on, as_json, Permission.ADVANCE,
        lambda db, one, by: claiming.disclaim(db, book, one.problem, reason, **by),
    )  # fmt: skip


@click.command(name="hand-out", help="把退回来的问题改分到另一个单位。")
@problem_argument
@click.argument("area", metavar="CODE")
@acting.as_option
@acting.on_option
@json_option
def hand_out(problem_id: int, area: str, username: str, on: date | None, as_json: bool) -> None:
    """Hand it to another unit."""
    book = open_book()
    _act(
        problem_id, username, on, as_json, Permission.IMPORT,
        lambda db, one, by: claiming.hand_out(db, book, one.problem, area, **by),
    )  # fmt: skip


@click.command(help="举一反三：用常用查询、规则或条件在本辖区查同类；都判定以后加 --finish 办结。")
@problem_argument
@click.option("--saved", metavar="NAME", default="", help="常用查询的名称。")
@click.option("--rule", metavar="CODE", default="", help="数据质量规则的编号。")
@click.option("--field", metavar="NAME", default="", help="条件的字段，如 household.kind、member.age。")
@click.option("--how", type=click.Choice(list(HOWS)), default="is", help="怎样比。")
@click.option("--value", metavar="TEXT", default="", help="比什么。")
@click.option("--finish", is_flag=True, help="不再查，办结举一反三。")
@acting.as_option
@acting.on_option
@json_option
def trace(
    problem_id: int,
    saved: str,
    rule: str,
    field: str,
    how: str,
    value: str,
    finish: bool,
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Run a query over the own area, or end the tracing."""
    book = open_book()

    def query() -> Query:
        if saved:
            return queries.of_saved(saved)
        return queries.of_rule(rule) if rule else queries.of_parts([Part(field, how, value)] if field else [])

    def act(db: Session, one: Shown, by: dict[str, Any]) -> None:
        if finish:
            tracing.finish(db, book, one.problem, **by)
        else:
            tracing.trace(db, one.problem, one.state, query(), **by)

    _act(problem_id, username, on, as_json, Permission.ADVANCE, act)


@click.command(help="报整改完成，附佐证材料。")
@problem_argument
@click.argument("measures", metavar="TEXT")
@click.option("--responsible", required=True, metavar="NAME", help="整改责任人。")
@file_option
@acting.as_option
@acting.on_option
@json_option
def rectify(
    problem_id: int,
    measures: str,
    responsible: str,
    paths: Sequence[Path],
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Report it rectified."""
    book, files = open_book(), _kept(paths)

    def act(db: Session, one: Shown, by: dict[str, Any]) -> None:
        done = Done(measures, responsible, office_day(by["at"]))
        rectifying.rectify(db, book, one.problem, done, files, **by)

    _act(problem_id, username, on, as_json, Permission.ADVANCE, act)


@click.command(help="核查通过。")
@problem_argument
@click.argument("found", metavar="TEXT")
@acting.as_option
@acting.on_option
@json_option
def check(problem_id: int, found: str, username: str, on: date | None, as_json: bool) -> None:
    """Find that it is rectified."""
    book = open_book()
    _act(
        problem_id, username, on, as_json, Permission.REVIEW,
        lambda db, one, by: rectifying.check(db, book, one.problem, found, **by),
    )  # fmt: skip


@click.command(name="send-back", help="没有整改到位，退回，另定期限。")
@problem_argument
@click.option("--reason", required=True, metavar="TEXT", help="哪里没有整改到位。")
@click.option("--by-day", "due_on", type=DAY, required=True, metavar="DATE", help="新的整改期限。")
@acting.as_option
@acting.on_option
@json_option
def send_back(problem_id: int, reason: str, due_on: date, username: str, on: date | None, as_json: bool) -> None:
    """Send it back."""
    book = open_book()
    _act(
        problem_id, username, on, as_json, Permission.REVIEW,
        lambda db, one, by: rectifying.send_back(db, book, one.problem, reason, due_on, **by),
    )  # fmt: skip


@click.command(help="销号，附材料。")
@problem_argument
@click.argument("said", metavar="TEXT")
@file_option
@acting.as_option
@acting.on_option
@json_option
def close(problem_id: int, said: str, paths: Sequence[Path], username: str, on: date | None, as_json: bool) -> None:
    """Close it."""
    book, files = open_book(), _kept(paths)
    _act(
        problem_id, username, on, as_json, Permission.REVIEW,
        lambda db, one, by: rectifying.close(db, book, one.problem, said, files, **by),
    )  # fmt: skip


@click.command(help="延期，写明理由。")
@problem_argument
@click.option("--until", type=DAY, required=True, metavar="DATE", help="延期到哪一天。")
@click.option("--reason", required=True, metavar="TEXT", help="延期的理由。")
@acting.as_option
@acting.on_option
@json_option
def extend(problem_id: int, until: date, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Let it have longer."""
    _act(
        problem_id, username, on, as_json, Permission.REVIEW,
        lambda db, one, by: rectifying.extend(db, one.problem, one.state, until, reason, **by),
    )  # fmt: skip


def _kept(paths: Sequence[Path]) -> list[Attachment]:
    store = FileStore(opened().settings.evidence)
    return keep(store, [Upload(path.name, path.read_bytes()) for path in paths])


ACTS: tuple[click.Command, ...] = (
    claim, disclaim, hand_out, trace, rectify, check, send_back, close, extend,
)  # fmt: skip
