"""`shouxian campaign`: windows that open on request, teams of villages, lists that places hand in."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.db import reading, work
from states import regions
from states.book import open_book
from states.campaigns import desk, handing_in, openings, teams
from states.campaigns.openings import Answer
from states.campaigns.teams import Person, TeamMember
from states.roles import Permission
from web.commands import acting
from web.commands.campaign import campaign_argument
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import done, json_option, show

ASKED = {"opening": "编号", "title": "窗口", "area": "地区", "document": "申请", "asked_on": "申请日期"}
ASKED |= {"answer": "批复", "answered_on": "批复日期", "since": "从", "until": "到"}
TEAM = {"member": "编号", "area": "村", "post": "职务", "name": "姓名", "unit": "单位", "since": "从"}
LISTS = {"list": "编号", "number": "顺序", "area": "地方", "title": "名单", "households": "户数", "label": "状态"}
unit_option = click.option("--unit", default="", metavar="TEXT", help="工作单位。")
phone_option = click.option("--phone", default="", metavar="TEXT", help="电话。")
document_option = click.option("--document", required=True, metavar="TEXT", help="文号，或者没有文号的文件叫什么。")


@click.command(name="windows", help="列出经申请开放的窗口：哪天申请的，批复没有，开放哪几天。")
@campaign_argument
@acting.seen_by_option
@json_option
def windows(campaign_id: int, username: str | None, as_json: bool) -> None:
    """List what was asked for."""
    with reading(opened().db) as session:
        one = desk.find(session, campaign_id, acting.eyes(session, username, Permission.READ_HOUSEHOLD))
        told = openings.answers(session, one.campaign, one.pack)
        titles = {window.name: window.title for window in one.pack.file.window}
        rows = [_asked(answer, name, titles[name]) for name, some in told.items() for answer in some]
    show(rows, ASKED, as_json=as_json)


@click.command(name="ask", help="登记一份开放窗口的申请。WINDOW 是窗口的名字，见 campaign show。")
@campaign_argument
@click.argument("window", metavar="WINDOW")
@document_option
@click.option("--asked-on", type=DAY, required=True, metavar="DATE", help="申请日期。")
@acting.as_option
@acting.on_option
@json_option
def ask(
    campaign_id: int, window: str, document: str, asked_on: date, username: str, on: date | None, as_json: bool
) -> None:
    """Put a request on record."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.RUN_CAMPAIGN), acting.time(here, session, on)
        one = desk.find(session, campaign_id, by).campaign
        made = openings.ask(session, one, window, document, asked_on, by=by, at=at)
        told = {"opening": made.id, "window": window, "area": made.area, "asked_on": made.asked_on}
    done(told, f"申请{told['opening']}已登记，等批复", as_json=as_json)


@click.command(name="answer", help="登记批复：同意的从那几天开放。OPENING 是申请的编号，见 campaign windows。")
@campaign_argument
@click.argument("opening_id", metavar="OPENING", type=click.IntRange(min=1))
@document_option
@click.option("--answered-on", type=DAY, required=True, metavar="DATE", help="批复日期。")
@click.option("--granted/--declined", required=True, help="同意，还是不同意。")
@click.option("--since", type=DAY, metavar="DATE", help="从哪天开放。")
@click.option("--until", type=DAY, metavar="DATE", help="开放到哪天。")
@acting.as_option
@acting.on_option
@json_option
def answer(
    campaign_id: int, opening_id: int, document: str, answered_on: date, granted: bool, since: date | None,
    until: date | None, username: str, on: date | None, as_json: bool,
) -> None:  # fmt: skip
    """Put the answer on record, which opens the window for its days."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.RUN_CAMPAIGN), acting.time(here, session, on)
        one = desk.find(session, campaign_id, by).campaign
        days = {"since": since, "until": until}
        openings.answer(session, one, opening_id, document, answered_on, granted=granted, **days, by=by, at=at)
        told = {"opening": opening_id, "granted": granted, "answered_on": answered_on, **days}
    done(told, f"申请{opening_id}的批复已登记", as_json=as_json)


@click.command(name="team", help="列出各村工作队的人和还缺的职务。")
@campaign_argument
@click.option("--missing", is_flag=True, help="只列还缺人的职务。")
@acting.seen_by_option
@json_option
def team(campaign_id: int, missing: bool, username: str | None, as_json: bool) -> None:
    """List the teams."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        one = desk.find(session, campaign_id, by)
        rows = []
        for place in teams.teams(session, one.campaign, one.pack, by.area):
            for filled in place.posts:
                rows += [] if missing else [_member(person, filled.post.title) for person in filled.holders]
                if filled.missing:
                    lacking = {"member": None, "area": place.area, "post": filled.post.title, "since": None}
                    rows.append(lacking | {"name": f"缺{filled.missing}人", "unit": "", "missing": filled.missing})
    show(rows, TEAM, as_json=as_json)


@click.command(name="join", help="把一个人列入村工作队。POST 是方案里职务的名字。")
@campaign_argument
@click.argument("area", metavar="VILLAGE")
@click.argument("post", metavar="POST")
@click.argument("name", metavar="NAME")
@unit_option
@phone_option
@acting.as_option
@acting.on_option
@json_option
def join(
    campaign_id: int, area: str, post: str, name: str, unit: str, phone: str, username: str, on: date | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Put somebody into a team."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REPORT_PHASE), acting.time(here, session, on)
        one = desk.find(session, campaign_id, by).campaign
        told = _member(teams.join(session, one, area, Person(post, name, unit, phone), by=by, at=at), post)
    done(told, f"{name}已列入工作队，编号{told['member']}", as_json=as_json)


@click.command(name="replace", help="换人：原来的人和理由留在记录里。MEMBER 是人的编号，见 campaign team。")
@campaign_argument
@click.argument("member_id", metavar="MEMBER", type=click.IntRange(min=1))
@click.argument("name", metavar="NAME")
@click.option("--reason", required=True, metavar="TEXT", help="换人的理由。")
@unit_option
@phone_option
@acting.as_option
@acting.on_option
@json_option
def replace(
    campaign_id: int, member_id: int, name: str, reason: str, unit: str, phone: str, username: str, on: date | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Let somebody else take over from today on."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REPORT_PHASE), acting.time(here, session, on)
        one = desk.find(session, campaign_id, by).campaign
        made = teams.replace(session, one, member_id, Person("", name, unit, phone), reason, by=by, at=at)
        told = _member(made, made.post) | {"follows": made.follows}
    done(told, f"已由{name}接替，编号{told['member']}", as_json=as_json)


@click.command(name="lists", help="列出各地上报的名单，先到的在前。")
@campaign_argument
@acting.seen_by_option
@json_option
def lists(campaign_id: int, username: str | None, as_json: bool) -> None:
    """List what was handed in, in line."""
    with reading(opened().db) as session:
        by = acting.eyes(session, username, Permission.READ_HOUSEHOLD)
        found = handing_in.handed(session, desk.find(session, campaign_id, by).campaign, by)
        names = regions.names(session, {one.list.area for one in found})
        rows = [
            {
                "list": one.list.id, "number": one.number or None, "code": one.list.area,
                "area": names.get(one.list.area, one.list.area), "title": one.list.title, "state": one.state,
                "households": one.list.households, "label": one.label, "result": one.list.result,
            }
            for one in found
        ]  # fmt: skip
    show(rows, LISTS, as_json=as_json)


@click.command(name="hand-in", help="上报本地的名单，按先后排队复核。")
@campaign_argument
@click.argument("title", metavar="TITLE")
@click.option("--households", type=click.IntRange(min=0), required=True, metavar="N", help="名单上有多少户。")
@acting.as_option
@acting.on_option
@json_option
def hand_in(campaign_id: int, title: str, households: int, username: str, on: date | None, as_json: bool) -> None:
    """Hand a list in for one's own place."""
    here = opened()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.REPORT_PHASE), acting.time(here, session, on)
        one = desk.find(session, campaign_id, by).campaign
        made = handing_in.hand_in(session, one, by.area, title, households, by=by, at=at)
        told = {"list": made.id, "area": made.area, "title": made.title, "households": made.households}
    done(told, f"名单{told['list']}已上报", as_json=as_json)


@click.command(name="review", help="登记一份名单的复核结果：只能办排在最前的那份。LIST 是名单编号。")
@campaign_argument
@click.argument("list_id", metavar="LIST", type=click.IntRange(min=1))
@click.option("--good/--return", required=True, help="复核无误，还是退回。")
@click.option("--result", required=True, metavar="TEXT", help="复核情况；退回的写明理由。")
@acting.as_option
@acting.on_option
@json_option
def review(
    campaign_id: int, list_id: int, good: bool, result: str, username: str, on: date | None, as_json: bool
) -> None:
    """Say what the review found."""
    here, book = opened(), open_book()
    with work(here.db) as session:
        by, at = acting.actor(session, username, Permission.RUN_CAMPAIGN), acting.time(here, session, on)
        campaign = desk.find(session, campaign_id, by).campaign
        one = handing_in.find(session, campaign, list_id, by)
        handing_in.review(session, book, one, result, good=good, by=by, at=at)
        told = {"list": list_id, "good": good, "result": one.result}
    done(told, f"名单{list_id}：" + ("复核无误" if good else "已退回"), as_json=as_json)


ACTS = (windows, ask, answer, team, join, replace, lists, hand_in, review)


def _asked(one: Answer, window: str, title: str) -> dict[str, Any]:
    return {
        "opening": one.opening, "paper": one.paper, "window": window, "title": title, "area": one.area,
        "document": one.document, "asked_on": one.asked_on, "answer": one.answer, "answered_on": one.answered_on,
        "granted": one.granted, "since": one.since, "until": one.until,
    }  # fmt: skip


def _member(one: TeamMember, post: str) -> dict[str, Any]:
    return {
        "member": one.id, "area": one.area, "post": post, "name": one.name, "unit": one.unit, "since": one.since,
        "missing": 0,
    }  # fmt: skip
