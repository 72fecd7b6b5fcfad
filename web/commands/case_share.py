"""`shouxian case share`: which share of the monitored households is free of risk (HN11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.clock import office_day
from engine.db import reading
from engine.errors import BadInput, Problem
from states import regions
from states.history.share import COUNTED, Share, share_on
from states.lifecycle import LABELS
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import opened
from web.commands.output import json_option, print_json, show

COLUMNS = {"name": "地区", "area": "编码", "monitored": "监测户数"}
COLUMNS |= {state: LABELS[state] for state in COUNTED} | {"percent": "消除比例（%）"}


@click.command(help="风险消除比例：某一天24时，监测户里风险已消除的占多少，逐级列出。")
@click.option("--on", type=DAY, metavar="DATE", help="截至哪一天；默认今天。")
@click.option("--area", default="", metavar="CODE", help="只看这个地区。")
@acting.seen_by_option
@json_option
def share(on: date | None, area: str, username: str | None, as_json: bool) -> None:
    """Print the share of an area and of its parts."""
    here = opened()
    with reading(here.db) as session:
        by, today = acting.eyes(session, username, Permission.READ_HOUSEHOLD), office_day(here.now(session))
        day = on or today
        if day > today:
            raise BadInput(Problem("--on", "日期不能晚于今天"))
        whole, parts = share_on(session, area or by.area, day, by)
        names = regions.names(session, {whole.code, *(one.code for one in parts)})
    if as_json:
        print_json({"on": day, **_told(whole, names), "parts": [_told(one, names) for one in parts]})
        return
    rows = [_told(one, names) for one in parts] + [_told(whole, names) | {"name": "合计"}]
    show(rows, COLUMNS, as_json=False)


def _told(one: Share, names: dict[str, str]) -> dict[str, Any]:
    counted = {state: one.states[state] for state in COUNTED}
    return {"area": one.code, "name": names.get(one.code, ""), "monitored": one.monitored, **counted} | {
        "percent": one.percent
    }
