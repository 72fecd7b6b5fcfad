"""`shouxian quality`: looking an area through by the rules, and the list of what was found."""

from __future__ import annotations

from typing import Any

import click

from engine.db import reading, work
from states.book import open_book
from states.quality import desk
from states.quality.desk import Asked, Doubt
from states.quality.findings import FINDING
from states.quality.round import COUNTS
from states.quality.rounds import run as run_round
from states.quality.rulebook import SEVERITIES
from states.roles import Permission
from web.commands import acting, quality_parameter
from web.commands.installation import opened
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND

LISTED = {"finding": "疑点", "rule": "规则", "severity": "程度", "number": "户编号", "state": "状态", "says": "说明"}
SUMS = {
    "households": "户",
    "members": "人",
    "villages": "村",
    "found": "查到",
    "opened": "新增",
    "reopened": "再次查到",
}
SUMS |= {"reopened": "再次查到", "closed": "销号", "unproved": "没有凭据", "waived": "豁免"}


@click.group(help="数据质量：按规则筛查，列出疑点。")
def quality() -> None:
    """Group the commands about data quality."""


quality.add_command(quality_parameter.parameter)


@quality.command(help="筛查一个地区的全部户；中断了再运行就接着筛。查到疑点时退出码为1。")
@click.option("--area", default="", metavar="CODE", help="只筛查这个地区；不写筛查全部。")
@acting.seen_by_option
@json_option
def run(area: str, username: str | None, as_json: bool) -> None:
    """Run a round."""
    here = opened()
    with reading(here.db) as session:
        by, at = acting.eyes(session, username, Permission.RUN_QUALITY), here.now(session)

    def progress(done: int, total: int) -> None:
        say(f"已筛查{done}户，共{total}户")

    done = run_round(lambda: work(here.db), open_book(), area or by.area, by=by, at=at, progress=progress)
    told: dict[str, Any] = {"round": done.id, "area": done.area, "as_of": done.as_of.isoformat()}
    told |= {name: getattr(done, name) for name in COUNTS}
    if as_json:
        print_json(told)
    else:
        show([told], SUMS, as_json=False)
    if done.found:
        raise click.exceptions.Exit(FOUND)


@quality.command(name="list", help="列出疑点；有疑点时退出码为1。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@click.option("--rule", default="", metavar="RULE", help="只列这条规则。")
@click.option("--state", type=click.Choice([*FINDING.labels, "all"]), help="只列这个状态；不写列未销号的。")
@acting.seen_by_option
@json_option
def list_(area: str, rule: str, state: str | None, username: str | None, as_json: bool) -> None:
    """List findings."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found, _more = desk.listed(session, by, Asked(area, rule, state or ""), limit=None)
    show([_row(one) for one in found], LISTED, as_json=as_json)
    if found:
        raise click.exceptions.Exit(FOUND)


def _row(one: Doubt) -> dict[str, Any]:
    return {
        "finding": one.finding.id,
        "rule": one.finding.rule,
        "severity": SEVERITIES[one.finding.severity],
        "number": one.number or one.finding.area,
        "case": one.case_id,
        "state": one.label,
        "says": one.sentence,
        "found_on": one.finding.found_on.isoformat(),
    }
