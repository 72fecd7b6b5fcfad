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
        (small(step("one", 'skip_when = ["no_labour", "rain"]')), "try.toml:12", "没有“rain”这种免办条件"),
        (small(step("one", 'start = "run"')), "try.toml:12", "还要写 period 或 within"),
        (small(step("one", 'period = "5 workdays"\nstart = "moonrise"')), "try.toml:13", "没有“moonrise”这种起算日"),
        (small(step("one", 'within = "3 days"\nstart = "step:two"')), "try.toml:13", "没有名为“two”的步骤"),
        (small(step("one", 'within = "3 days"\nstart = "step:one"')), "try.toml:13", "不能从它自己办完算起"),
        (small(step("one", 'within = "3 days"\nstart = "evidence:rumour"')), "try.toml:13", "没有“rumour”这种材料"),
        (
            small(step("one", 'within = "3 days"\nstart = "step:two"') + step("two")),
            "try.toml:13",
            "“two”排在这一步之后",
        ),
        (
            small('within = "15 days"\nstart = "opening"\n' + step("one")),
            "try.toml:9",
            "整个程序的期限不能从“opening”算起",
        ),
        (small('within = "15 moons"\n' + step("one")), "try.toml:8", "15 moons"),
        (small('way = "fly"\n' + step("one")), "try.toml:8", "没有名为“fly”的变动"),
        (small('way = "eliminate"\n' + step("one")), "try.toml:8", "已有自己的含义"),
        (small('from = ["monitored"]\n' + step("one")), "try.toml:8", "“识别纳入”不能从“monitored”出发"),
        (small(step("one", 'needs = [{ any_of = [{ evidence = "visit" }] }]')), "try.toml:12", "至少两种"),
        (
            small(step("one", 'needs = [{ any_of = [{ evidence = "visit" }, { evidence = "rumour" }] }]')),
            "try.toml:12",
            "没有“rumour”这种材料",
        ),
        (
            small(step("one", 'needs = [{ any_of = [{ evidence = "visit" }, { any_of = [] }] }]')),
            "try.toml:12",
            "any_of 里面不能再写 any_of",
        ),
        (
            small(step("one", 'needs = [{ any_of = [{ evidence = "visit" }, { evidence = "proof" }], colour = 1 }]')),
            "try.toml:12",
            "没有“colour”这个参数",
        ),
        (small(step("one", 'needs = [{ title = "什么" }]')), "try.toml:12", "evidence、guard 或 any_of 之一"),
        (
            small(step("one", 'notice = { level = "village", kind = "rumour", period = "1 days" }')),
            "try.toml:12",
            "不在可选的值里",
        ),
        (
            small(step("one"), top='[[phase]]\nname = "collect"\ntitle = "采集"\nsteps = ["identify.two"]\n'),
            "try.toml:9",
            "没有“identify.two”这个步骤",
        ),
        (
            small(
                step("one"),
                top='[[phase]]\nname = "collect"\ntitle = "采集"\nfrom = 2023-11-10\nuntil = 2023-11-06\n',
            ),
            "try.toml:10",
            "起止日期颠倒",
        ),
        (
            small(step("one"), top='[[phase]]\nname = "aa"\ntitle = "采集"\n[[phase]]\nname = "aa"\ntitle = "审核"\n'),
            "try.toml:10",
            "有两个阶段都叫“aa”",
        ),
        (
            small(
                step("one"),
                top='[[prohibition]]\ntext = "不得标注"\nenforced_by = "move.identify.needs.labour_hold"\n',
            ),
            "try.toml:8",
            "这一条禁令没有落实",
        ),
        (
            small(step("one"), top='[criteria.water]\ntitle = "饮水"\ndepartments = ["water-station"]\n'),
            "try.toml:8",
            "没有“water-station”这个部门",
        ),
        (small(step("one"), top='[criteria.water]\ntitle = "饮水"\n'), "try.toml:6", "由哪些部门复核"),
        (
            small(step("one"), top='[criteria.water]\ntitle = "饮水"\nby = "wizard"\n'),
            "try.toml:8",
            "不能复核退出标准",
        ),
        (small(step("one"), top='[departments]\nWater = "水"\n'), "try.toml:7", "写法不对"),
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


def ways(more):
    """A pack in which two moves identify: one by the ordinary procedure, one by an urgent one."""
    urgent = '[move.identify_urgent]\nway = "identify"\ntitle = "紧急识别"\nstarted_by = ["village"]\n' + more
    return (
        small(step("one")) + urgent + '[[move.identify_urgent.step]]\nname = "help"\ntitle = "先帮"\nby = "village"\n'
    )


def test_several_moves_may_go_one_way_by_different_procedures():
    pack = load("try", {**TEXTS, "try": ways('within = "15 days"\nstart = "lead"\n')})
    urgent = pack.definition.by_name["identify_urgent"]
    assert (urgent.way, urgent.label, urgent.target) == ("identify", "紧急识别", "monitored")
    assert (str(urgent.within), urgent.start, urgent.asks_for_lead) == ("15 days", "lead", True)
    assert pack.definition.by_name["identify"].way == "identify"


def test_a_move_may_leave_only_some_of_the_states_of_its_way():
    text = small(step("one")).replace("[move.clear_out]\n", '[move.clear_out]\nfrom = ["monitored"]\n')
    assert load("try", {**TEXTS, "try": text}).definition.by_name["clear_out"].sources == ("monitored",)


def test_a_step_takes_the_days_of_the_phase_it_lies_in_unless_it_has_its_own():
    phase = (
        '[[phase]]\nname = "collect"\ntitle = "采集"\nfrom = 2023-11-06\nuntil = 2023-11-10\n'
        'steps = ["identify.one", "identify.two"]\n'
    )
    own = step("two", "planned = { from = 2023-11-08, until = 2023-11-09 }")
    pack = load("try", {**TEXTS, "try": small(step("one") + own, top=phase)})
    steps = pack.definition.by_name["identify"].procedure.by_name
    assert steps["one"].clock.planned == (date(2023, 11, 6), date(2023, 11, 10))
    assert steps["two"].clock.planned == (date(2023, 11, 8), date(2023, 11, 9))


@pytest.mark.parametrize(
    "where",
    [
        "move.identify.step.one.needs.no_open_objection",
        "move.identify.step.one.needs.visit",
        "move.identify.step.one.notice.period",
        "move.identify.started_by",
        "move.strike_off.off",
        "change.closed",
        "floor.visitors",
    ],
)
def test_a_prohibition_names_what_enforces_it(where):
    notice = 'notice = { level = "village", period = "5 workdays" }\n'
    needs = 'needs = [{ guard = "no_open_objection" }, { any_of = [{ evidence = "visit" }, { evidence = "proof" }] }]'
    top = (
        f'[[prohibition]]\ntext = "不得"\nenforced_by = "{where}"\n[floor]\nvisitors = 2\n'
        "[change]\nclosed = [{ from = 2023-12-10, until = 2023-12-20 }]\n[move.strike_off]\noff = true\n"
    )
    text = small(step("one", notice + needs.replace('evidence = "visit"', 'evidence = "visit", visitors = 2')), top=top)
    assert load("try", {**TEXTS, "try": text}).file.prohibition[0].enforced_by == where


def test_local_departments_may_answer_and_their_names_stand_in_the_pack():
    asked = step("one", 'needs = [{ evidence = "department_answer", each_of = ["water-station"] }]', by="county")
    pack = load("try", {**TEXTS, "try": small(asked, top='[departments]\nwater-station = "水管站"\n')})
    assert pack.file.departments == {"water-station": "水管站"}


def test_what_the_parent_demands_holds_for_every_move_of_that_way():
    urgent = '[move.identify_urgent]\nway = "identify"\n' + step("help").replace("identify", "identify_urgent")
    found = refusals(TEXTS[PLAN] + urgent, PLAN)
    assert any("必须有“入户核查记录”" in line for line in found), found
