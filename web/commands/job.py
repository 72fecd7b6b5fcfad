"""`shouxian job`: what was asked for in the background, how far it is, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from engine.actors import SYSTEM
from engine.clock import OFFICE
from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import clearing, desk
from engine.jobs.clearing import Terms
from engine.jobs.job import LABELS, Job, Sentence
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAYS
from web.commands.installation import opened, wall
from web.commands.output import json_option, print_json, show
from web.commands.refusals import FOUND
from web.worker.kinds import kind_title

TITLES = {"job": "编号", "title": "任务", "label": "状态", "progress": "进度", "by": "谁要的", "asked_at": "时间"}


@click.group(help="后台任务：列出、查看、清除过期的。")
def job() -> None:
    """Group the commands about background jobs."""


@job.command(name="list", help="列出后台任务，新的在前。")
@click.option("--open", "only_open", is_flag=True, help="只列等待和进行中的。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="JOB", help="从这个任务之前列起。")
@json_option
def list_(only_open: bool, before: int, as_json: bool) -> None:
    """List jobs."""
    with reading(opened().db) as session:
        found, _more = desk.listed(session, SYSTEM, wide=True, only_open=only_open, before=before)
        rows = [_row(one) for one in found]
    show(rows, TITLES, as_json=as_json)


@job.command(name="show", help="查看一个任务：进度、结果、没有办成的原因；没有办成退出码为1。")
@click.argument("job_id", metavar="JOB", type=click.IntRange(min=1))
@json_option
def show_(job_id: int, as_json: bool) -> None:
    """Show a job."""
    with reading(opened().db) as session:
        one = desk.find(session, job_id, SYSTEM, wide=True)
        told = _row(one) | _outcome(one)
    if as_json:
        print_json(told)
    else:
        show([told], TITLES, as_json=False)
        for line in (*told["said"], *told["reasons"], *(file["name"] for file in told["files"])):
            click.echo(line)
    if told["reasons"]:
        raise click.exceptions.Exit(FOUND)


@job.command(help="清除过期的任务、结果文件和没有任何记录引用的上传文件，并留下记录；附在材料上的文件从不清除。")
@click.option("--older-than", type=DAYS, metavar="180d", help="办完多少天的任务算过期；不写按设置。")
@click.option("--results-older-than", type=DAYS, metavar="30d", help="结果文件满多少天算过期；不写按设置。")
@click.option("--as", "username", metavar="USERNAME", help="以哪个管理员账号办理；不写记为系统。")
@click.option("--dry-run", is_flag=True, help="只列出要清除什么。")
@json_option
def clear(
    older_than: int | None, results_older_than: int | None, username: str | None, dry_run: bool, as_json: bool
) -> None:
    """Clear what is past its term."""
    here = opened()
    store = FileStore(here.settings.evidence)
    days, results = older_than or here.settings.job_days, results_older_than or here.settings.result_days
    terms = Terms(timedelta(days=days), timedelta(days=results))
    with (reading if dry_run else work)(here.db) as session:
        by = acting.eyes(session, username, Permission.BACKUP)
        planned = clearing.plan(session, store, terms, by, here.now(session), wall())
        if not dry_run and not planned.is_empty:
            clearing.clear(session, planned, by, here.now(session))
    if not dry_run:
        clearing.remove(store, planned, wall())
    told = {"jobs": len(planned.jobs), "results": len(planned.expired), "files": len(planned.files)}
    if as_json:
        print_json(told | {"bytes": planned.bytes, "cleared": not dry_run})
    else:
        act = "可以清除" if dry_run else "已清除"
        counts = f"任务{told['jobs']}个、过期结果{told['results']}份、文件{told['files']}个"
        click.echo(f"{act}{counts}，共{planned.bytes / 1024 / 1024:.1f} MB")


def _row(one: Job) -> dict[str, Any]:
    return {
        "job": one.id,
        "kind": one.kind,
        "title": kind_title(one.kind) + (f"：{one.title}" if one.title else ""),
        "area": one.area,
        "state": one.state,
        "label": LABELS[one.state],
        "done": one.done,
        "total": one.total,
        "progress": f"{one.done}/{one.total}" if one.total else "",
        "by": one.asked_by_name,
        "asked_at": f"{one.asked_at.astimezone(OFFICE):%Y-%m-%d %H:%M}",
        "attempts": one.attempts,
        "worker": one.worker,
    }


def _outcome(one: Job) -> dict[str, Any]:
    result = one.outcome
    return {
        "said": [_text(sentence) for sentence in result.said],
        "files": [{"name": file.name, "digest": file.digest, "bytes": file.size} for file in result.files],
        "figures": dict(result.figures),
        "reasons": [_text(sentence) for sentence in one.reasons],
    }


def _text(sentence: Sentence) -> str:
    return sentence.text % dict(sentence.facts)
