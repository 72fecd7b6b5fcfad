"""`shouxian scan`: signed papers that come back scanned, handed in and listed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from engine.clock import OFFICE
from engine.db import reading, work
from engine.files import FileStore
from states.roles import Permission
from states.scans import desk, receiving
from states.scans.page import LABELS, ScanBatch
from states.uploads import Upload
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

TITLES = {"batch": "编号", "name": "文件", "by": "谁传的", "at": "时间"} | LABELS


@click.group(help="扫描归档：把签好的表的扫描件交给系统，按二维码归到各户；列出每一批的结果。")
def scan() -> None:
    """Group the commands about scanned papers."""


@scan.command(help="交一份或几份扫描件（PDF、JPG、PNG），在后台逐页归档；进度见 job show。")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@acting.as_option
@acting.on_option
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@json_option
def add(files: tuple[Path, ...], username: str, on: date | None, key: str | None, as_json: bool) -> None:
    """Hand scanned papers in."""
    here = opened()
    with reading(here.db) as session:
        acting.actor(session, username, Permission.EDIT_HOUSEHOLD)
    store = FileStore(here.settings.evidence)
    sources = receiving.keep(store, [Upload(file.name, file.read_bytes()) for file in files])
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.EDIT_HOUSEHOLD), acting.time(here, session, on)
        batch = receiving.receive(session, sources, by=by, at=at, key=key or uuid4().hex)
        told = {"batch": batch.id, "job": batch.job_id, "files": len(sources)}
    if as_json:
        print_json(told)
    else:
        click.echo(f"已收{told['files']}份文件，第{told['batch']}批；后台任务{told['job']}正在归档")


@scan.command(name="list", help="列出各批扫描件和归档结果，新的在前。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="BATCH", help="从这一批之前列起。")
@acting.seen_by_option
@json_option
def list_(before: int, username: str | None, as_json: bool) -> None:
    """List the batches with what became of their pages."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found, _more = desk.batches(session, by, before)
        counts = desk.counts(session, [one.id for one in found])
    show([_row(one, counts[one.id]) for one in found], TITLES, as_json=as_json)


def _row(one: ScanBatch, counts: dict[str, int]) -> dict[str, Any]:
    told = {"batch": one.id, "name": one.name, "by": one.by_name, "area": one.area, "job": one.job_id}
    return told | {"at": f"{one.at.astimezone(OFFICE):%Y-%m-%d %H:%M}"} | counts
