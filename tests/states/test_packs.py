"""Packs: what ships is sound and says what the plans say; what is malformed is refused with its line."""

from datetime import date

import pytest

from engine.errors import InvalidDefinition
from engine.workdays import Calendar
from states.packs.loader import load, overlaps, shipped
from states.packs.timetable import timetable

PLAN = "xiaozhongdian-2021"
TEXTS = shipped()


@pytest.fixture(scope="module")
def plan():
    return load(PLAN, TEXTS)


def refusals(text, name="try"):
    with pytest.raises(InvalidDefinition) as refused:
        load(name, {**TEXTS, name: text})
    return [str(problem) for problem in refused.value.problems]


def small(steps, **more):
    """A pack with one move of these steps, so that a test shows only what is wrong with it."""
    text = '[pack]\nid = "try"\ntitle = "试"\n[income]\nline = 1\n' + more.get("top", "")
    for way in ("identify", "clear_out"):
        text += f'[move.{way}]\nstarted_by = ["village"]\n' + (steps if way == "identify" else STEP)
    return text


STEP = '[[move.clear_out.step]]\nname = "look"\ntitle = "查"\nby = "village"\n'


def step(name, more="", by="village"):
    return f'[[move.identify.step]]\nname = "{name}"\ntitle = "{name}"\nby = "{by}"\n{more}\n'


def test_the_shipped_packs_are_sound():
    packs = {name: load(name, TEXTS) for name in TEXTS}
    assert overlaps(packs) == []


def test_the_plans_own_dates_come_out_of_the_pack(plan):
    rows = {
        row.step: (row.begins_on, row.done_on)
        for row in timetable(plan.definition.by_name["identify"], plan.digest, Calendar(), date(2021, 10, 18))
    }
    assert rows["village_notice"] == (date(2021, 10, 25), date(2021, 10, 29))
    assert rows["township_notice"] == (date(2021, 11, 1), date(2021, 11, 3))
    assert rows["entry"][0] == date(2021, 11, 13)


def test_a_step_without_after_follows_the_one_above(plan):
    steps = plan.definition.by_name["identify"].procedure.by_name
    assert steps["village_notice"].after == ("village_list",)
    assert steps["appraisal"].after == ("visit",)


def test_an_unchanged_pack_keeps_its_digest_and_a_changed_word_changes_it(plan):
    assert load(PLAN, TEXTS).digest == plan.digest
    other = {**TEXTS, PLAN: TEXTS[PLAN].replace("村级公示", "村内公示")}
    assert load(PLAN, other).digest != plan.digest


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ('[pack]\nid = "try"\ntitle = ', "try.toml", "不是合格的TOML文件"),
        (small(step("one", 'needs = [{ guard = "moon" }]')), "try.toml:12", "没有“moon”这种条件"),
        (small(step("one", 'needs = [{ evidence = "rumour" }]')), "try.toml:12", "没有“rumour”这种材料"),
        (small(step("one", 'needs = [{ evidence = "visit", people = 2 }]')), "try.toml:12", "没有“people”这个参数"),
        (small(step("one", by="wizard")), "try.toml:11", "没有“wizard”这个岗位"),
        (small(step("one", 'after = ["none"]')), "try.toml:12", "没有名为“none”的步骤"),
        (small(step("one") + step("one")), "try.toml:14", "有两个步骤都叫“one”"),
        (small(step("one", 'after = ["two"]') + step("two")), "try.toml:6", "步骤首尾相接成环"),
        (small(step("one", "colour = 1")), "try.toml:12", "没有这个键"),
        (small(step("one", 'within = "5 moons"')), "try.toml:12", "5 moons"),
        (small(step("one", 'skip_when = "rain"')), "try.toml:12", "没有“rain”这种免办条件"),
        (small(step("one"), top='[words]\nlost = "失联"\n'), "try.toml:7", "没有名为“lost”的状态"),
        (small(step("one")).replace("move.clear_out", "move.fly"), "try.toml:13", "没有名为“fly”的变动"),
        (
            small(step("one", by="county") + step("two", 'needs = [{ evidence = "decision" }]', by="county")),
            "try.toml:16",
            "审到自己办的",
        ),
        (
            small(step("one", 'needs = [{ evidence = "department_answer", each_of = ["navy"] }]', by="county")),
            "try.toml:12",
            "没有“navy”这个部门",
        ),
        (
            small(step("one", "planned = { from = 2021-10-30, until = 2021-10-29 }")),
            "try.toml:12",
            "起不晚于止",
        ),
        (
            small(
                step(
                    "one",
                    "planned = { from = 2021-10-25, until = 2021-10-28 }\n"
                    'notice = { level = "village", period = "5 workdays", count = "posting-day" }',
                )
            ),
            "try.toml:12",
            "日程排不开",
        ),
    ],
)
def test_a_malformed_pack_is_refused_with_its_line(text, where, reason):
    found = refusals(text)
    assert any(line.startswith(where) and reason in line for line in found), found


def test_a_dead_end_is_refused():
    text = small(step("one")).replace("clear_out", "decline")
    assert any("状态“监测对象”只进不出" in line for line in refusals(text))


def test_a_move_that_can_never_begin_is_refused():
    text = small(step("one")).replace("clear_out", "roll_back")
    assert any("“风险消除回退”永远用不上" in line for line in refusals(text))


def test_what_the_parent_demands_cannot_be_loosened():
    visits = TEXTS[PLAN].replace("visitors = 2, ", "")
    days = TEXTS[PLAN].replace('period = "5 workdays"', 'period = "3 days"')
    consent = TEXTS[PLAN].replace('needs = [{ evidence = "consent", signed_by = ["head"] }]', "needs = []")
    assert any("入户至少2人" in line for line in refusals(visits, PLAN))
    assert any("公示至少5天" in line for line in refusals(days, PLAN))
    assert any("必须有“知情同意书”" in line for line in refusals(consent, PLAN))


def test_two_packs_for_one_place_and_day_are_refused():
    twin = TEXTS[PLAN].replace(f'id = "{PLAN}"', 'id = "twin-2021"')
    packs = {PLAN: load(PLAN, TEXTS), "twin-2021": load("twin-2021", {**TEXTS, "twin-2021": twin})}
    assert [str(problem) for problem in overlaps(packs)] == [
        f"{PLAN}.toml: 与“twin-2021”在同一地方（533401102）的有效期重叠"
    ]
