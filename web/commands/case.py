"""`shouxian case`: the households' cases, what is missing, and moving them on."""

from __future__ import annotations

from datetime import date

import click
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.advance import Advanced, advance_many
from engine.advance import advance as advance_one
from engine.cases import hold
from engine.db import reading, work
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from engine.outlook import Outlook
from engine.outlook import one as outlook_of
from states import case_list, openings
from states.book import open_book
from states.lifecycle import LABELS
from states.roles import Permission
from web.commands import acting, case_share
from web.commands.case_words import BLOCKERS, HISTORY, LISTED, STEPS, advanced, blocked, entry, listed, stepped
from web.commands.installation import opened, wall
from web.commands.output import json_option, print_json, show
from web.commands.refusals import FOUND

case_argument = click.argument("case_id", metavar="CASE", type=click.IntRange(min=1))


@click.group(help="案卷：列出、查看、还差什么、办理。CASE 是案卷编号，见 case list。")
def case() -> None:
    """Group the commands about cases."""


case.add_command(case_share.share)


@case.command(name="list", help="列出各户的案卷。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@click.option("--after", type=click.IntRange(min=0), default=0, metavar="CASE", help="从这个案卷之后列起。")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="最多列几户，默认50。")
@acting.seen_by_option
@json_option
def list_(area: str, state: str | None, after: int, limit: int, username: str | None, as_json: bool) -> None:
    """List cases."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found = case_list.listed(session, by, area=area, state=state or "", after=after, limit=limit)
    show([listed(one) for one in found], LISTED, as_json=as_json)


@case.command(name="show", help="查看一户：状态、各步骤、最近的台账。会记入查阅日志。")
@case_argument
@acting.as_option
@json_option
def show_(case_id: int, username: str, as_json: bool) -> None:
    """Show a case; the opening is logged under the account."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        person = acting.account(session, username, Permission.READ_HOUSEHOLD)
        by, at = acting.actor(session, username, Permission.READ_HOUSEHOLD), here.now(session)
        found = case_list.find(session, case_id, by)
        openings.note(session, person.id, f"household:{found.household_id}", wall())
        seen = outlook_of(session, book, case_id, by, at)
        entries = ledger.history(session, case_id, limit=20)
    told = listed(found) | {"steps": [stepped(view) for view in seen.steps], "history": [entry(one) for one in entries]}
    if as_json:
        print_json(told)
        return
    click.echo(f"案卷{found.case_id}  {found.number}  {found.head_name}  {LABELS.get(found.state, found.state)}")
    for title, rows, columns in (("步骤", told["steps"], STEPS), ("台账（最近20条）", told["history"], HISTORY)):
        click.echo(f"\n{title}")
        show(rows, columns, as_json=False)


@case.command(help="还差什么：每一条原因、依据、由谁处理、最早哪天。都齐了退出码为0，否则为1。")
@case_argument
@acting.seen_by_option
@json_option
def why(case_id: int, username: str | None, as_json: bool) -> None:
    """Print every blocker of the open steps, or of the moves that could begin."""
    here, book = opened(), open_book()
    with reading(here.db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        case_list.find(session, case_id, by)
        rows = _reasons(outlook_of(session, book, case_id, by, here.now(session)), anybody=username is None)
    show(rows, BLOCKERS, as_json=as_json)
    if rows:
        raise click.exceptions.Exit(FOUND)


def _reasons(seen: Outlook, *, anybody: bool) -> list[dict[str, object]]:
    """The reasons; for nobody in particular, those that lie in who asks are left out."""
    own = {"role-required", "outside-area", "same-person"} if anybody else set()
    told = [(view.spec.name, view.spec.title, view.blockers) for view in seen.steps]
    told += [(move.name, move.label, blockers) for move, blockers in seen.moves]
    return [blocked(name, title, one) for name, title, blockers in told for one in blockers if one.code not in own]


@case.command(help="办完一步或做一个变动；可以一次多户，办不了的逐户写明原因，退出码为1。")
@click.argument("act", metavar="STEP")
@click.argument("case_ids", metavar="CASE...", type=click.IntRange(min=1), nargs=-1, required=True)
@acting.as_option
@acting.on_option
@click.option("--version", "seen_version", type=click.IntRange(min=0), help="看到的版本；被别人改过则不办。")
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@click.option("--note", default="", help="备注，记入台账。")
@json_option
def advance(
    act: str,
    case_ids: tuple[int, ...],
    username: str,
    on: date | None,
    seen_version: int | None,
    key: str | None,
    note: str,
    as_json: bool,
) -> None:
    """Finish a step, or make a move that needs no procedure."""
    if seen_version is not None and len(case_ids) > 1:
        raise click.BadOptionUsage("--version", "--version 只用于一户")
    here, book = opened(), open_book()
    held: dict[int, tuple[Blocker, ...]] = {}
    moved: list[Advanced] = []
    try:
        with work(here.db) as session:
            by = acting.actor(session, username, Permission.ADVANCE)
            at = acting.time(here, session, on)
            _inside(session, case_ids, by)
            if len(case_ids) == 1:
                told = {"by": by, "at": at, "key": key, "note": note}
                moved = [advance_one(session, book, case_ids[0], act, version=seen_version, **told)]  # type: ignore[arg-type]
            else:
                outcome = advance_many(session, book, case_ids, act, by=by, at=at, key=key, note=note)
                moved, held = outcome.moved, outcome.held
    except Refused as refused:  # outside the transaction: a refusal gives the key back with it
        if not as_json:
            raise
        held = {case_ids[0]: refused.blockers}
    _tell(moved, held, as_json)
    if held:
        raise click.exceptions.Exit(FOUND)


def _inside(session: Session, case_ids: tuple[int, ...], by: Actor) -> None:
    there = {case.id for case in hold(session, case_ids) if by.covers(case.area)}
    if missing := sorted(set(case_ids) - there):
        raise NotFound("case", "、".join(map(str, missing)))


def _tell(moved: list[Advanced], held: dict[int, tuple[Blocker, ...]], as_json: bool) -> None:
    reasons = [blocked(str(case_id), "", one) for case_id, blockers in held.items() for one in blockers]
    if as_json:
        told = {str(number): [blocked("", "", one) for one in blockers] for number, blockers in held.items()}
        print_json({"moved": [advanced(one) for one in moved], "held": told})
        return
    click.echo(f"办了{len(moved)}户" + (f"，{len(held)}户没有办：" if held else ""))
    for row in reasons:
        earliest = f"（最早{row['earliest_on']}）" if row["earliest_on"] else ""
        click.echo(f"  案卷{row['step']}：{row['message']}{earliest}")
