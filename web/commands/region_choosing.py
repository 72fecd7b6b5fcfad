"""`shouxian region regroup`: chosen households go to another group of their village."""

from __future__ import annotations

from pathlib import Path

import click

from engine.db import reading, work
from engine.errors import Refused
from states.places import regrouping
from states.places.changes import Why
from states.roles import Permission
from web.commands.acting import actor, as_option
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show
from web.commands.region_changing import PREVIEW, reason_option, yes_option

WAYS = {"source": "原小组", "target": "调整到", "households": "户数"}


@click.command(help="把选定的农户调整到本村另一个小组；先看，加 --yes 才办理。")
@click.option(
    "--households", required=True, metavar="FILE|NUMBERS", help="户编号，逗号分开；或写有户编号的文件，每行一个"
)
@click.option("--to", "target", required=True, metavar="GROUP", help="调整到的小组编码")
@reason_option
@click.option("--document", default="", help="批准调整的文件名称或文号")
@as_option
@yes_option
@json_option
def regroup(households: str, target: str, reason: str, document: str, username: str, yes: bool, as_json: bool) -> None:
    """Move chosen households to a group."""
    here, numbers = opened(), numbers_in(households)
    with work(here.db) if yes else reading(here.db) as session:
        by = actor(session, username, Permission.MANAGE_GRIDS)
        cases = regrouping.cases_by_number(session, numbers, by)
        plan = regrouping.plan_regrouping(session, cases, target, by)
        if plan.blockers:
            raise Refused("regroup", plan.blockers)
        if yes:
            regrouping.regroup(session, cases, target, Why(reason, document), by, here.now(session))
    ways = [{"source": group, "target": target, "households": n} for group, n in sorted(plan.from_groups.items())]
    if as_json:
        print_json([{"done": yes, "target": target, "persons": plan.persons, "ways": ways}])
        return
    show(ways, WAYS, as_json=False)
    if not yes:
        click.echo(PREVIEW, err=True)


def numbers_in(given: str) -> list[str]:
    """The household numbers of a file, the first word of each line, or those that were typed."""
    if Path(given).is_file():
        lines = Path(given).read_text(encoding="utf-8-sig").splitlines()
        return [line.replace(",", " ").split()[0] for line in lines if line.strip(" ,")]
    return [number for number in given.replace("，", ",").replace(",", " ").split() if number]
