"""`shouxian notice`: from the eligible households to the closed list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from engine.clock import office_day
from engine.db import reading, work
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from states import closing, drafting, notice_desk, posting, waiting_list
from states.book import open_book
from states.notice_places import up
from states.notices import NOTICE, PLACES
from states.roles import Permission
from states.uploads import Upload, keep
from web.commands import acting, printing
from web.commands.case_words import blocked
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.notice_words import LISTED, listed
from web.commands.output import json_option, print_json, say, show
from web.commands.refusals import FOUND

notice_argument = click.argument("notice_id", metavar="NOTICE", type=click.IntRange(min=1))


@click.group(help="公示：列出、起草、印制、张贴、办结。NOTICE 是公示的序号，见 notice list。")
def notice() -> None:
    """Group the commands about notices."""


@notice.command(name="list", help="列出公示，新的在前。")
@click.option("--state", type=click.Choice([state.name for state in NOTICE.states]), help="只列这个状态。")
@click.option("--before", type=click.IntRange(min=1), metavar="NOTICE", help="从这份之前的列起。")
@acting.seen_by_option
@json_option
def list_(state: str | None, before: int | None, username: str | None, as_json: bool) -> None:
    """List notices."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found, _next = notice_desk.listed(session, by, state or "", before or 0)
        rows = [listed(one.notice, one.state, one.households) for one in found]
    show(rows, LISTED, as_json=as_json)


@notice.command(help="起草公示：不写 CASE 时，列入这一步所有够条件的户。STEP 如 village_notice。")
@click.argument("step", metavar="STEP")
@click.argument("case_ids", metavar="[CASE]...", type=click.IntRange(min=1), nargs=-1)
@click.option("--area", default="", metavar="CODE", help="只从这个地区挑选；默认账号的管辖范围。")
@click.option("--planned-on", type=DAY, metavar="DATE", help="计划张贴日；默认按方案，方案没有则今天。")
@acting.as_option
@acting.on_option
@json_option
def draft(
    step: str,
    case_ids: tuple[int, ...],
    area: str,
    planned_on: date | None,
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Draw up a notice."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.NOTICE), acting.time(here, session, on)
        if not case_ids:
            waiting = waiting_list.eligible(session, book, area or by.area, step, by, at)
            case_ids = tuple(one.case_id for one in waiting if not one.blockers)
        made = drafting.draft(session, book, case_ids, step, by=by, at=at, planned_on=planned_on)
        row = listed(made, "drafted", len(case_ids))
    show([row], LISTED, as_json=as_json)


@notice.command(name="print", help="印制：生成 PDF 并记下它的摘要。")
@notice_argument
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="PDF 写到这里。")
@click.option("--address", metavar="URL", help="群众打开公示网页的网址，印成二维码；默认设置里的本机地址。")
@acting.as_option
@acting.on_option
@json_option
def print_(notice_id: int, out: Path, address: str | None, username: str, on: date | None, as_json: bool) -> None:
    """Print a notice."""
    here, book = opened(), open_book()
    say("正在排版……")
    site = here.settings
    address = address or f"{'https' if site.https else 'http'}://{site.host}:{site.port}"
    made = printing.print_notice(here, book, notice_id, address, username, on)
    out.write_bytes(made.pdf)
    row = {"notice": notice_id, "file": str(out), "pages": made.pages, "digest": made.digest}
    show([row], {"notice": "序号", "file": "文件", "pages": "页数", "digest": "摘要"}, as_json=as_json)


@notice.command(help="登记张贴：不写 --place 时，登记所有还没张贴的规定地点。")
@notice_argument
@click.option("--place", "places", multiple=True, type=click.Choice(list(PLACES)), help="张贴地点，可写多次。")
@click.option("--since", type=DAY, metavar="DATE", help="张贴日，默认今天。")
@click.option("--photo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="张贴照片。")
@acting.as_option
@acting.on_option
@json_option
def post(
    notice_id: int,
    places: tuple[str, ...],
    since: date | None,
    photo: Path | None,
    username: str,
    on: date | None,
    as_json: bool,
) -> None:
    """Note that a notice hangs."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.NOTICE), acting.time(here, session, on)
        found, _state = notice_desk.find(session, notice_id, by)
        kept = ""
        if photo is not None:
            kept = keep(FileStore(here.settings.evidence), [Upload(photo.name, photo.read_bytes())])[0].digest
        there = up(session, found)
        wanted = places or tuple(place for place in found.places if place not in there)
        if not wanted:
            raise Refused("post", [Blocker("place-up", "规定的地点都已经张贴")])
        for place in wanted:
            posting.post(session, book, found, place, since or office_day(at), by=by, at=at, photo=kept)
        _notice, state = notice_desk.find(session, notice_id, by)
        row = listed(found, state, None)
    show([row], LISTED, as_json=as_json)


@notice.command(help="期满办结：没有异议的户进入下一步；留下的逐户写明原因，退出码为1。")
@notice_argument
@click.option("--key", metavar="KEY", help="同一个 KEY 只办一次。")
@acting.as_option
@acting.on_option
@json_option
def close(notice_id: int, key: str | None, username: str, on: date | None, as_json: bool) -> None:
    """Close a notice whose period is over."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.NOTICE), acting.time(here, session, on)
        found, _state = notice_desk.find(session, notice_id, by)
        outcome = closing.close(session, book, found, by=by, at=at, key=key)
    if as_json:
        held = {str(n): [blocked("", "", one) for one in blockers] for n, blockers in outcome.held.items()}
        print_json({"notice": notice_id, "moved": [one.case_id for one in outcome.moved], "held": held})
    else:
        click.echo(f"{len(outcome.moved)}户进入下一步" + (f"，{len(outcome.held)}户留下：" if outcome.held else ""))
        for case_id, blockers in outcome.held.items():
            click.echo(f"  案卷{case_id}：{'；'.join(one.message for one in blockers)}")
    if outcome.held:
        raise click.exceptions.Exit(FOUND)
