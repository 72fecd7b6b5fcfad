"""`shouxian report`: reports drafted from the data, as PDF or as a file to be edited, and those that were issued."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import click

from engine.clock import office_day
from engine.db import reading
from publicity import editable
from publicity.documents.registry import render
from publicity.reporting.draft import Draft, Source
from publicity.reporting.drafting import drafted
from publicity.reporting.issuing import DOCUMENTS
from publicity.reporting.kinds import KINDS, Kind
from publicity.reporting.values import values_of
from states.issued import desk
from states.reports.figure import asking
from states.reports.period import Period
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import Installation, opened
from web.commands.output import json_option, print_json, show

LISTED = {
    "paper": "编号",
    "number": "发文字号",
    "title": "报告",
    "issued_on": "印发日期",
    "by": "印发人",
    "state": "状态",
}
SUFFIXES = (".pdf", ".docx")


@click.group(help="报告：按数据草拟，列出已印发的。")
def report() -> None:
    """Group the commands about reports."""


@report.command(help="草拟一份报告，存成PDF或可以改的docx。KIND 是报告种类。")
@click.argument("kind", metavar="KIND", type=click.Choice(list(KINDS)))
@click.option("--place", required=True, metavar="CODE", help="哪个地区的报告。")
@click.option("--from", "since", type=DAY, metavar="DATE", help="从哪天起；不写按这种报告的惯例。")
@click.option("--until", type=DAY, metavar="DATE", help="到哪天止。")
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="存到哪里。"
)
@click.option("--address", metavar="URL", help="网页的网址，报告里的数字连到那里的名单；默认设置里的本机地址。")
@acting.seen_by_option
@json_option
def draft(
    kind: str, place: str, since: date | None, until: date | None, out: Path, address: str | None,
    username: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Draft a report into a file."""
    if out.suffix not in SUFFIXES:
        raise click.BadParameter("文件名要以 .pdf 或 .docx 结尾", param_hint="--out")
    if (since is None) != (until is None) or (since and until and since > until):
        raise click.BadParameter("起止日期要一起写，起在止之前", param_hint="--from")
    here, of = opened(), KINDS[kind]
    with reading(here.db) as session:
        today = office_day(here.now(session))
        period = Period(since, until) if since and until else of.usual(today)
        by = acting.eyes(session, username, Permission.PRINT)
        made = drafted(of, asking(session, by, place, period, today))
    out.write_bytes(_file(of, made, today, _linking(here, address), out.suffix))
    told = {"kind": kind, "title": "".join(made.title), "file": str(out), "figures": _figures(made)}
    print_json(told) if as_json else click.echo(f"{told['title']}：{out}，{len(made.figures)}个数字连到名单")


def _file(kind: Kind, made: Draft, today: date, link: Callable[[Source], str], suffix: str) -> bytes:
    values = values_of(made, today, link)
    return render(kind.document, values).pdf if suffix == ".pdf" else editable.made(kind.document, values)


def _linking(here: Installation, address: str | None) -> Callable[[Source], str]:
    site = here.settings
    base = (address or f"{'https' if site.https else 'http'}://{site.host}:{site.port}").rstrip("/")
    return lambda source: f"{base}/reports/figure?{urlencode(source.asked)}"


def _figures(made: Draft) -> list[dict[str, object]]:
    return [{**source.asked, "n": n} for source, n in made.figures]


@report.command(name="list", help="列出已印发的报告，新的在前。")
@click.option("--area", default="", metavar="CODE", help="只列这个地区。")
@acting.seen_by_option
@json_option
def list_(area: str, username: str | None, as_json: bool) -> None:
    """List the reports that were issued."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found = [one for name in DOCUMENTS for one in desk.papers(session, by, area=area, document=name)[0]]
        rows = [
            {
                "paper": one.paper.id, "kind": DOCUMENTS[one.paper.document].name, "number": one.paper.number,
                "title": one.paper.title, "area": one.paper.area, "issued_on": one.paper.issued_on,
                "by": one.paper.issued_by_name, "state": one.label,
            }
            for one in sorted(found, key=lambda one: -one.paper.id)
        ]  # fmt: skip
    show(rows, LISTED, as_json=as_json)
