"""`shouxian pack timetable`: earliest and latest days of every step, and the days on which one may begin."""

from __future__ import annotations

from datetime import date

import click

from engine.arrangements import calendar_for
from engine.clock import office_day
from engine.db import reading
from engine.workdays import Calendar
from states.packs.backward import latest_start
from states.packs.keeping import COUNTS, Kept, first_day, kept, start_days, ways_of_counting
from states.packs.timetable import timetable
from web.commands.days import DAY
from web.commands.installation import installed, wall
from web.commands.output import json_option, show
from web.commands.pack_named import move_named, move_option, pack_named
from web.commands.refusals import FOUND

ROWS = {
    "step": "步骤", "title": "名称", "begins_on": "最早开始", "done_on": "最早办完", "last_on": "不得晚于",
    "due_on": "时限到", "latest_begin": "最迟开始", "latest_done": "最迟办完", "slack": "余量（工作日）",
}  # fmt: skip
STARTS = {
    "day": "开始日", "own": "余量（按方案）", "posting_day": "余量（张贴当天计入）", "next_day": "余量（张贴次日起算）",
    "provisional": "暂定",
}  # fmt: skip


@click.command(name="timetable", help="排日程：每一步最早、最迟哪天，余量多少；排不开的，退出码为1。")
@click.argument("pack_id", metavar="ID")
@move_option
@click.option("--start", type=DAY, metavar="DATE", help="从哪天开始；默认方案自己的第一天，没有则今天。")
@click.option("--deadline", type=DAY, metavar="DATE", help="哪天以前要全部办完：由此倒推最迟哪天开始。")
@click.option("--place", default="", metavar="CODE", help="地区编码：连同当地自定的休息日一起算。")
@click.option("--starts", is_flag=True, help="改为列出哪些工作日开始还排得开，各剩多少余量。")
@json_option
def timetable_(
    pack_id: str, move_name: str, start: date | None, deadline: date | None, place: str, starts: bool, as_json: bool
) -> None:
    """Print the earliest and latest day of every step."""
    here, found, calendar = installed(), pack_named(pack_id), Calendar()
    if here is not None:
        with reading(here.db) as session:
            calendar = calendar_for(session, place)
    move = move_named(found, move_name)
    backward = latest_start(move, found.digest, calendar, deadline)
    planned = first_day(found, move, office_day(wall()))
    start = start or (min(planned, backward) if deadline and backward else planned)
    if starts:
        days = list(start_days(found, move, calendar, start, deadline))
        show([{name: getattr(day, name) for name in STARTS} for day in days], STARTS, as_json=as_json)
        raise click.exceptions.Exit(0 if days else FOUND)
    rows = timetable(move, found.digest, calendar, start, deadline)
    told = [
        {"step": row.step, "title": row.title, "begins_on": row.begins_on, "done_on": row.done_on}
        | {"last_on": row.last_on, "provisional": row.provisional, "fits": row.fits}
        | {"latest_begin": row.latest_begin, "latest_done": row.latest_done, "slack": row.slack}
        | {"late": row.late, "late_days": row.late_days, "due_on": row.due_on}
        for row in rows
    ]
    show(told, ROWS, as_json=as_json)
    for row in rows:
        if not row.fits:
            late = f"晚{row.late_days}天，其中{row.late}个工作日"
            click.echo(f"排不开：“{row.title}”最早{row.done_on}才能办完，不得晚于{row.last_on}（{late}）", err=True)
    if not as_json:
        for count in ways_of_counting(found, move):
            click.echo(said(kept(found, move, calendar, start, deadline, count)))
    if not all(row.fits for row in rows):
        raise click.exceptions.Exit(FOUND)


def said(one: Kept) -> str:
    """In a sentence whether the dates can be kept, and how much slack there is."""
    unsure = "（暂定：有的年份还没有公布放假安排）" if one.provisional else ""
    head = f"{COUNTS[one.count]}：{one.first}开始，"
    if not one.bound:
        return f"{head}没有日期限制{unsure}"
    if one.possible:
        return f"{head}排得开；最迟{one.last_start}开始，余量{one.slack}个工作日{unsure}"
    late = "、".join(f"“{row.title}”晚{row.late}个工作日" for row in one.late)
    last = f"；最迟要在{one.last_start}开始" if one.last_start else "；哪天开始都排不开"
    return f"{head}排不开：{late or '有的步骤开放时已经过了期限'}{last}{unsure}"
