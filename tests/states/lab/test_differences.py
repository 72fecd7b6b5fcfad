"""Differences in words: what an official reads, and that no change of a plan stays unsaid."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from states.packs.differences import differences
from states.packs.loader import load
from states.packs.schema import ChangePart, Heading, Income, MovePart, PackFile, StepPart
from tests.states.lab.plans import SHIPPED, TEXTS, leaves

PLAN = "xiaozhongdian-2021"


def said(*changes: tuple[str, str], name: str = "national-2021", tail: str = "") -> list[str]:
    """The sentences when these words of a plan are written otherwise, and the tail is added."""
    text = TEXTS[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    other = load(name, {**TEXTS, name: text + tail})
    return [str(one) for one in differences(load(name, TEXTS), other)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("line = 6000", "line = 8500", "收入：监测底线由6000元改为8500元"),
        ('metric = "net"', 'metric = "disposable"', "收入：收入口径由纯收入改为可支配收入"),
        ('exited = "已退出"', 'exited = "已清退"', "状态叫法：“已退出”由已退出改为已清退"),
        (
            'period = "5 workdays", at',
            'period = "5 days", count = "posting-day", at',
            "识别纳入：“村内公示”由公示5个工作日（张贴次日起算）改为公示5天（张贴当天计入）",
        ),
        ('at = ["village-board"]', 'at = ["village-board", "online"]', "识别纳入：“村内公示”公示地点增加online"),
        ('title = "县级审定"\nby = "county"', 'title = "县级审定"\nby = "township_leader"',
         "识别纳入：“县级审定”由县级审核改为乡镇负责人办理"),
        ('within = "5 workdays"', 'within = "15 days"', "识别纳入：“入户核实”办理时限由5个工作日改为15天"),
        ('quorum = "2/3"', 'quorum = "1/2"', "识别纳入：“村级民主评议”“评议会议记录”的到会比例由2/3改为1/2"),
        ('signed_by = ["head"]', 'signed_by = ["every-member"]',
         "识别纳入：“申请和承诺授权”“承诺授权书”的签字增加全体成员，去掉户主"),
        ('hold = "whole"', 'hold = "any"',
         "风险消除：启动时“不是整户无劳动能力”的暂不消除的情形由整户无劳动能力改为有一人无劳动能力"),
        ('started_by = ["village", "grid", "township"]', 'started_by = ["village"]',
         "识别纳入：启动岗位去掉网格员、乡镇业务员"),
        ("visitors = 2\n", "visitors = 1\n", "对继承方案的要求：入户人数由2人改为1人"),
    ],
)  # fmt: skip
def test_a_change_is_said_as_an_official_says_it(old: str, new: str, sentence: str) -> None:
    assert sentence in said((old, new))


def test_a_new_step_is_said_with_who_does_it_and_what_follows_now() -> None:
    step = '[[move.decline.step]]\nname = "notice"\ntitle = "乡镇公示"\nby = "township"\nafter = ["township_check"]\n'
    step += 'notice = { level = "township", period = "3 days" }\n'
    found = said(('[[move.decline.step]]\nname = "tell"', step + '\n[[move.decline.step]]\nname = "tell"'))

    assert found == [
        "不予纳入：新增步骤“乡镇公示”，由乡镇业务员办理，要有公示3天（张贴次日起算）",
        "不予纳入：“告知结果和复核途径”由在“乡镇复核”之后改为在“乡镇公示”之后",
    ]


def test_filing_in_place_of_a_decision_is_said() -> None:
    found = said(
        ('title = "县级审定"\nby = "county"\nneeds = [{ evidence = "decision" }]',
         'title = "县级审定"\nby = "county"\nneeds = [{ evidence = "told" }]'),
    )  # fmt: skip

    assert "风险消除回退：“县级审定”所要的“审定意见”改为“结果告知记录”" in found


def test_alternatives_and_dropped_moves_are_said() -> None:
    one = '{ evidence = "minutes", capacities = ["representative"], quorum = "2/3" },\n  { evidence = "proposal", mode'
    minutes = one.partition(",\n")[0]
    two = one.replace(minutes, f'{{ any_of = [{{ evidence = "minutes" }}, {minutes}] }}')
    found = said((one, two), ("[move.decline]", "[move.decline]\noff = true"))

    alternatives = "“评议会议记录或评议会议记录（参会身份：村民代表，到会比例：2/3）”"
    assert f"风险消除：“村级民主评议”所要的“评议会议记录”改为{alternatives}" in found
    assert "不予纳入：停用由否改为是" in found


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_does_not_differ_from_itself(name: str) -> None:
    assert differences(load(name, TEXTS), load(name, TEXTS)) == []


def test_between_any_two_shipped_plans_there_is_something_to_say() -> None:
    packs = [load(name, TEXTS) for name in SHIPPED]

    for one in packs:
        for other in packs:
            assert bool(differences(one, other)) == (one is not other)


OTHER_WORDS = ("net", "disposable", "village", "township", "county", "next-day", "posting-day", "restart", "go-on",
               "notice", "announcement", "month", "quarter", "9 workdays", "533409999",
               "another-2099", "2099", "2099-01")  # fmt: skip
"""What may stand where a plan knows only certain words."""


def others(value: Any) -> list[Any]:
    """Other values of the same kind."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, date):
        return [value + timedelta(days=1), value - timedelta(days=1)]
    try:  # days are texts in a stored plan
        return [(date.fromisoformat(value) + timedelta(days=1)).isoformat()]
    except ValueError:
        pass
    return [value + "甲", *(word for word in OTHER_WORDS if word != value)]


HANG_TOGETHER = {("income", "quarters"), ("income", "window"), ("income", "review")}
"""Values of which one cannot be written otherwise alone: the period with its quarters, who reviews with who commits."""


def put(plan: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The plan with another value at a path; without it for None."""
    made = copy.deepcopy(plan)
    here: Any = made
    for key in path[:-1]:
        here = here[key]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return made


def file_of(plan: dict[str, Any]) -> PackFile | None:
    """The plan's file where its format allows what is written."""
    try:
        return PackFile.model_validate(plan)
    except ValidationError:
        return None


@pytest.mark.parametrize("name", SHIPPED)
def test_no_single_change_of_a_plan_stays_unsaid(name: str) -> None:
    """Every value of the file is written otherwise, and left out: where the format allows it, it is said.

    A value that stands at the same key of several moves and steps is tried at the first of them.
    """
    one = load(name, TEXTS)
    plan = json.loads(one.merged)
    silent, fixed, seen = [], [], set()
    for path in leaves(plan):
        value = plan
        for key in path:
            value = value[key]
        kind = (
            tuple(key for at, key in enumerate(path) if isinstance(key, str) and (path[0], at) != ("move", 1)),
            value,
        )
        if kind in seen:
            continue
        seen.add(kind)
        files = (file_of(put(plan, path, other)) for other in others(value))
        without = file_of(put(plan, path, None))
        made = [next((file for file in files if file and file != one.file), None)]
        made = [file for file in (*made, without) if file and file != one.file]
        silent += [(path, file) for file in made if not differences(one, replace(one, file=file))]
        fixed += [] if made else [path]

    assert silent == []
    assert {path[:2] for path in fixed} <= HANG_TOGETHER


def test_every_key_of_the_format_is_said_when_it_is_written_for_the_first_time() -> None:
    one = load("national-2021", TEXTS)
    plan = json.loads(one.merged) | {"change": {}}
    unsaid = []
    for path, value in NEW:
        file = PackFile.model_validate(put(plan, path, value))
        assert file != one.file, path
        if not differences(one, replace(one, file=file)):
            unsaid.append(path)

    assert unsaid == []
    written = {_place(path) for path, _ in NEW}
    assert {(model, field) for model in MODELS for field in model.model_fields} - written == ALREADY_WRITTEN


STEP = ("move", "identify", "step", 0)
DAYS = {"from": "2021-11-01", "until": "2021-11-02"}
PHASE = {"name": "collect", "title": "信息采集", "from": "2021-11-01", "steps": ["identify.visit"]}
NEW: list[tuple[tuple[str | int, ...], Any]] = [
    (("pack", "extends"), "another-2021"),
    (("departments",), {"water-station": "水管站"}),
    (("criteria",), {"water": {"title": "饮水安全", "by": "village"}}),
    (("phase",), [PHASE]),
    (("prohibition",), [{"text": "不得代签", "enforced_by": "floor.notice"}]),
    (("income", "window"), DAYS),
    (("income", "status_on"), "2021-09-30"),
    (("income", "edition"), "2021"),
    (("income", "entry"), DAYS),
    (("income", "review"), ["village"]),
    (("income", "commitment"), ["village"]),
    (("income", "quarters"), [{"from": f"2021-{3 * q + 1:02}-01", "until": until} for q, until in enumerate(
        ("2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"))]),
    (("change", "closed"), [DAYS]),
    (("change", "cutoff"), "2021-09-30"),
    (("change", "double_keyed"), ["phone"]),
    (("change", "visit_within"), 60),
    (("move", "identify", "way"), "re_flag"),
    (("move", "identify", "from"), ["candidate"]),
    (("move", "identify", "within"), "15 days"),
    (("move", "identify", "start"), "lead"),
    (("move", "identify", "basis"), "三"),
    (("move", "identify", "off"), True),
    (("move", "identify", "irreversible"), True),
    ((*STEP, "skip_when"), "lifted_out"),
    ((*STEP, "period"), "3 days"),
    ((*STEP, "start"), "run"),
    ((*STEP, "planned"), DAYS),
    ((*STEP, "window"), DAYS),
    ((*STEP, "notice"), {"level": "village", "period": "3 days"}),
    ((*STEP, "apart_from"), ["entry"]),
    ((*STEP, "forms"), ["采集表"]),
    ((*STEP, "basis"), "三"),
]  # fmt: skip
"""What the general plan does not write, written for the first time."""
MODELS = (Heading, Income, ChangePart, MovePart, StepPart)
ALREADY_WRITTEN = {
    *((Heading, name) for name in ("id", "title", "document", "source", "places", "valid")),
    *((Income, name) for name in ("line", "metric")),
    *((MovePart, name) for name in ("title", "started_by", "needs", "step")),
    *((StepPart, name) for name in ("name", "title", "by", "after", "needs", "within")),
}
"""What it does write: changed in the test above."""


def _place(path: tuple[str | int, ...]) -> tuple[type[Any], str]:
    """The table that a path leads into, and the field."""
    models: dict[str, type[Any]] = {"pack": Heading, "income": Income, "change": ChangePart}
    model = StepPart if "step" in path else MovePart if path[0] == "move" else models.get(str(path[0]), object)
    named = {field.alias or name: name for name, field in getattr(model, "model_fields", {}).items()}
    return model, named.get(str(path[-1]), str(path[-1]))
