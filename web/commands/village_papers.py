"""`shouxian print`: the papers of a village's households, or of the village itself, as files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.db import work
from engine.errors import NotFound, Refused
from publicity.batches import why
from publicity.documents.registry import render
from publicity.due_papers import ALL, DUE, GROUPS, Choice, chosen
from publicity.errors import PublicityError
from publicity.household_papers import OF_A_VILLAGE, PAPERS
from publicity.village_papers import VILLAGE_PAPERS
from states import openings, users
from states.changes.ledgers import Period
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened, wall
from web.commands.output import json_option, show
from web.commands.refusals import FOUND

OF_THE_WHOLE = {f"village-{name}": name for name in VILLAGE_PAPERS}
COLUMNS = {"household": "农户", "file": "文件", "pages": "页数", "reason": "没有打印的原因"}
Told = tuple[str, dict[str, Any]]


@click.command(
    name="print",
    help="打印一个村的文书：一户一份的每户一个文件，village- 开头的全村一份。印不出的逐户写明原因，退出码是1。",
)
@click.argument("paper", metavar="PAPER", type=click.Choice([*OF_A_VILLAGE, *OF_THE_WHOLE]))
@click.option("--village", required=True, metavar="CODE", help="行政村（或村民小组）的区划代码。")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="DIR", help="放在哪里。"
)
@click.option("--due", is_flag=True, help="只印现在要印的户。")
@click.option("--group", "groups", multiple=True, metavar="CODE", help="只印这个村民小组，可写多次。")
@click.option("--since", type=DAY, metavar="DATE", help="自然增减表从哪天起；不写是今年1月1日。")
@click.option("--until", type=DAY, metavar="DATE", help="自然增减表到哪天止；不写是今天。")
@acting.as_option
@json_option
def print_(
    paper: str,
    village: str,
    out: Path,
    due: bool,
    groups: tuple[str, ...],
    since: date | None,
    until: date | None,
    username: str,
    as_json: bool,
) -> None:
    """Write the papers into a folder."""
    here = opened()
    with work(here.db) as session:
        person = acting.account(session, username, Permission.PRINT)
        by, today = users.actor(person), office_day(here.now(session))
        period = Period(since or date(today.year, 1, 1), until or today)
        if paper in OF_THE_WHOLE:
            told = [(village, *VILLAGE_PAPERS[OF_THE_WHOLE[paper]][1](session, village, today, by, period))]
        else:
            whom = GROUPS if groups else DUE if due else ALL
            told = list(_of_households(session, Choice(paper, village, whom, groups), by, today))
        openings.note(session, person.id, f"print:{paper}:{village}", wall())
    out.mkdir(parents=True, exist_ok=True)
    rows = [_written(out, *one) for one in told]
    show(rows, COLUMNS, as_json=as_json)
    if any(row["reason"] for row in rows):
        raise click.exceptions.Exit(FOUND)


def _of_households(session: Session, choice: Choice, by: Actor, today: date) -> Iterator[tuple[str, str, Any]]:
    """Who it is, the document and its values; no document and the reason where it cannot be made out."""
    for home in chosen(session, choice, by, today):
        who = f"{home.head_name}（{home.number}）"
        try:
            yield who, *PAPERS[choice.paper][1](session, home.case_id, today, by)
        except (Refused, NotFound) as fault:
            yield who, "", why(fault)


def _written(out: Path, who: str, document: str, values: Any) -> dict[str, Any]:
    """Print and write one paper; what came of it."""
    if not document:
        return {"household": who, "file": "", "pages": 0, "reason": values}
    try:
        made = render(document, values)
    except PublicityError as fault:
        return {"household": who, "file": "", "pages": 0, "reason": str(fault)}
    file = out / f"{values['number']}.pdf"
    file.write_bytes(made.pdf)
    return {"household": who, "file": str(file), "pages": made.pages, "reason": ""}
