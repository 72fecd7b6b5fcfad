"""`shouxian paper`: official papers listed, shown, issued and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.files import FileStore
from publicity.documents.registry import Printed, render
from publicity.letters import issuing
from publicity.letters.catalogue import LETTERS
from publicity.letters.issuing import Ready
from publicity.letters.letter import Asking
from states.book import open_book
from states.issued import desk, vouching
from states.issued import issuing as ending
from states.issued.covering import DOCUMENT as COMMITMENT
from states.issued.paper import LABELS, Paper
from states.roles import Permission
from web.commands import acting
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

LISTED = {"paper": "序号", "number": "文号", "edition": "版次", "title": "标题", "issued_on": "印发", "label": "状态"}
paper_argument = click.argument("paper_id", metavar="PAPER", type=click.IntRange(min=1))


@click.group(help="文书：列出、查看、印发、作废。PAPER 是文书的序号，见 paper list。")
def paper() -> None:
    """Group the commands about papers."""


@paper.command(name="list", help="列出印发的文书，新的在前。")
@click.option("--document", default="", metavar="NAME", help="只列这一种，如 permission_request。")
@click.option("--state", type=click.Choice(list(LABELS)), help="只列这个状态。")
@click.option("--year", type=click.IntRange(min=0), default=0, help="只列这一年的。")
@click.option("--before", type=click.IntRange(min=0), default=0, metavar="PAPER", help="从这一份之前列起。")
@acting.seen_by_option
@json_option
def list_(document: str, state: str | None, year: int, before: int, username: str | None, as_json: bool) -> None:
    """List papers."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_PAPERS)
        found, _more = desk.papers(session, by, document=document, state=state or "", year=year, before=before)
    show([_told(one) for one in found], LISTED, as_json=as_json)


@paper.command(name="show", help="查看一份文书；承诺书同时核对数据有没有变动，有变动的退出码为1。")
@paper_argument
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="把 PDF 写到这里。")
@acting.seen_by_option
@json_option
def show_(paper_id: int, out: Path | None, username: str | None, as_json: bool) -> None:
    """Show a paper."""
    here = opened()
    with reading(here.db) as session:
        one = desk.find(session, paper_id, acting.eyes(session, username, Permission.READ_PAPERS))
        told, changed = _told(one), 0
        if one.paper.document == COMMITMENT and one.stands:
            changed = vouching.differences(session, one.paper).count
            told["changed"] = changed
        digest = one.paper.pdf_digest
    if out:
        out.write_bytes(FileStore(here.settings.evidence).get(digest))
    show([told], {**LISTED, **({"changed": "变动户数"} if "changed" in told else {})}, as_json=as_json)
    if changed:
        raise SystemExit(1)


@paper.command(help="印发一份文书。NAME 是文书种类；--set 填表单里的各项，如 --set platform=省收入监测平台。")
@click.argument("name", metavar="NAME", type=click.Choice(list(LETTERS)))
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="表单的一项，可写多次；换行写作 \\n。")
@click.option("--edition-of", type=click.IntRange(min=1), metavar="PAPER", help="作为这份文书的新版。")
@click.option("--reason", default="", metavar="TEXT", help="为什么换新版。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="把 PDF 写到这里。")
@acting.as_option
@acting.on_option
@json_option
def issue(
    name: str,
    given: tuple[str, ...],
    edition_of: int | None,
    reason: str,
    out: Path | None,
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Issue a paper."""
    here, book = opened(), open_book()
    values = _filled(name, given)
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.ISSUE), acting.time(here, session, on)

    def look() -> Ready:
        with reading(here.db) as session:
            return issuing.ready(name, Asking(session, book, values, by, at), _old(session, edition_of, by))

    def write(wanted: Ready, printed: Printed) -> tuple[dict[str, Any], bytes]:
        with work(here.db) as session:
            asking = Asking(session, book, values, by, at)
            made = issuing.issue(wanted, printed, asking, _old(session, edition_of, by), reason)
            return _told(desk.find(session, made.id, by)), printed.pdf

    told, pdf = issuing.press(look, render, FileStore(here.settings.evidence), write)
    if out:
        out.write_bytes(pdf)
    show([told], LISTED, as_json=as_json)


@paper.command(help="作废一份文书；文号保留，不再使用。")
@paper_argument
@click.option("--reason", required=True, metavar="TEXT", help="作废的理由。")
@acting.as_option
@acting.on_option
@json_option
def withdraw(paper_id: int, reason: str, username: str, on: date | None, as_json: bool) -> None:
    """Withdraw a paper."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.ISSUE), acting.time(here, session, on)
        ending.withdraw(session, book, desk.find(session, paper_id, by).paper, reason, by=by, at=at)
        told = _told(desk.find(session, paper_id, by))
    if as_json:
        print_json(told)
        return
    click.echo(f"{told['number']}：{told['label']}")


def _filled(name: str, given: tuple[str, ...]) -> Mapping[str, str]:
    known = {one.name for one in LETTERS[name].fields}
    pairs = {field: said.replace("\\n", "\n") for field, _mark, said in (one.partition("=") for one in given)}
    if unknown := sorted(pairs.keys() - known):
        raise click.BadParameter(f"没有这些项：{'、'.join(unknown)}；可填的有：{'、'.join(sorted(known))}")
    return pairs


def _old(session: Session, paper_id: int | None, by: Actor) -> Paper | None:
    return desk.find(session, paper_id, by).paper if paper_id else None


def _told(one: desk.Shown) -> dict[str, Any]:
    paper = one.paper
    return {
        "paper": paper.id,
        "document": paper.document,
        "number": paper.number,
        "edition": paper.edition,
        "title": paper.title,
        "area": paper.area,
        "issued_on": paper.issued_on,
        "by": paper.issued_by_name,
        "pages": paper.pages,
        "digest": paper.pdf_digest,
        "state": one.state,
        "label": one.label,
    }
