"""Small plans of one village, each with one rule that plans differ in; a scenario names the rule, never the file."""

from __future__ import annotations

from tests.bdd.people import HEPING

HEAD = f"""
[pack]
id = "variant"
title = "和平村试行办法"
document = "《和平村监测帮扶试行办法》"
places = ["{HEPING}"]
valid = {{ from = 2021-01-01 }}
[places]
village-board = "村务公开栏"
township-board = "镇政府公开栏"
county-board = "市政府公开栏"
[income]
line = 6000
[move.clear_out]
started_by = ["village"]
[[move.clear_out.step]]
name = "look_back"
title = "回头看核查"
by = "village"
needs = [{{ evidence = "look_back", conclusion = "clear_out" }}]
"""


def move(*steps: str, name: str = "identify", more: str = "") -> str:
    """A move with these steps, each written as `name|title|by|the rest`."""
    text = f'[move.{name}]\nstarted_by = ["village", "township"]\n{more}\n'
    for one in steps:
        called, title, by, rest = one.split("|", 3)
        text += f'[[move.{name}.step]]\nname = "{called}"\ntitle = "{title}"\nby = "{by}"\n{rest}\n'
    return text


VISIT = 'visit|入户核查|village|needs = [{ evidence = "visit", visitors = 2 }]'
DECISION = 'decision|县级审定|county|needs = [{ evidence = "decision" }]'
PROOF = 'needs = [{ evidence = "proof" }]'
WEIGHED = 'needs = [{ evidence = "proposal", category = true }]'
LIST = f"village_list|村级名单|village|{WEIGHED}"


def notice(level: str, kind: str, period: str, place: str) -> str:
    """The terms of a notice step."""
    return f'notice = {{ level = "{level}", kind = "{kind}", period = "{period}", at = ["{place}"] }}'


def dated(start: str) -> str:
    """A visit that has to be made within 3 days of an event, beside an application."""
    steps = (
        f"proof|提交证明|village|after = []\n{PROOF}",
        f'visit|入户核查|village|after = []\nwithin = "3 days"\nstart = "{start}"\n{PROOF}',
    )
    return move(*steps)


APPRAISED = (
    'appraisal|民主评议|village|needs = [{ title = "民主评议", any_of = ['
    '{ evidence = "minutes", held_as = "representatives", quorum = "2/3", title = "村民代表会议记录" }, '
    '{ evidence = "minutes", held_as = "enlarged_committee", title = "村两委扩大会议记录" }] }]'
)
POSTED = f"village_notice|村级公示|village|{notice('village', 'notice', '5 workdays', 'village-board')}"

CRITERIA = """
[departments]
water-station = "水管站"
[criteria.worries]
title = "两不愁"
by = "village"
basis = "三(一)4(1)"
[criteria.water]
title = "饮水安全保障"
standard = "通自来水或饮水安全有保障，取水半径不超过1公里"
departments = ["water-station"]
basis = "三(一)4(2)"
[criteria.housing]
title = "住房保障"
departments = ["housing"]
asks = ["lived_in"]
basis = "三(一)4(3)"
[criteria.schooling]
title = "就学保障"
departments = ["education"]
asks = ["in_school_or_helped"]
basis = "三(一)4(4)"
[criteria.medical]
title = "医疗保障"
departments = ["medical-insurance", "health"]
asks = ["doctor_serves"]
basis = "三(一)4(5)"
"""
REVIEWED = (
    'review|逐条复核|township|needs = [{ evidence = "criterion_review", '
    'each_of = ["worries", "water", "housing", "schooling", "medical"] }]'
)
JUDGED = 'judge|综合研判|village|needs = [{ guard = "income_weighed" }, { evidence = "proposal", category = true }]'


def waits(needs: str) -> str:
    """A way out whose only step asks these needs."""
    return move(VISIT) + move(f"entry|标注风险消除|township|needs = [{needs}]", name="eliminate")


VARIANTS: dict[str, str] = {
    "收入要经过综合研判": move(VISIT, JUDGED)
    + move(VISIT, 'judge|综合研判|village|needs = [{ guard = "income_weighed" }]', name="eliminate"),
    "研判要逐户写明有返贫致贫风险": move(
        VISIT, 'judge|综合研判|village|needs = [{ evidence = "weighing", conclusion = "risk", explained = true }]'
    ),
    "退出标准由部门逐条复核": CRITERIA + move(VISIT) + move(REVIEWED, name="eliminate"),
    "返贫要写明原因并有证明": move(VISIT)
    + move(
        'cause|写明返贫原因|village|needs = [{ evidence = "return_cause" }]',
        'entry|系统录入|township|needs = [{ evidence = "entry" }]',
        name="return_to_poverty",
        more='title = "返贫纳入"\nirreversible = true\nneeds = [{ guard = "once_registered" }]',
    ),
    "三级联动解除风险": move(VISIT)
    + move(
        'judge|村级研判|village|needs = [{ evidence = "response", level = "village" }]',
        'evaluate|镇级评估|township|needs = [{ evidence = "response", level = "township" }]',
        'adjust|县级调整|county|needs = [{ evidence = "response", level = "county" }]',
        name="eliminate",
    ),
    "家里有人无劳动能力的不消除": waits('{ guard = "labour_hold", hold = "any" }'),
    "整户无劳动能力的不消除": waits('{ guard = "labour_hold", hold = "whole" }'),
    "识别满6个月才能消除": waits('{ guard = "identified_for", months = 6 }'),
    "收入稳定满6个月才能消除": waits('{ guard = "income_lasting", months = 6 }, { evidence = "assessment" }'),
    "入户之后满5个工作日才能定": move(VISIT, 'wait|等候反映|village|period = "5 workdays"\nstart = "step:visit"'),
    "接到任务满3天才能定": move('wait|等候反映|village|period = "3 days"'),
    "入户要在启动后3天内": dated("run"),
    "入户要在线索来后3天内": dated("lead"),
    "入户要在季度结束后3天内": dated("quarter-end"),
    "入户要在月末后3天内": dated("month-end"),
    "入户要在交到手里后3天内": dated("opening"),
    "入户要在证明办结后3天内": dated("step:proof"),
    "入户要在突发事件后3天内": dated("evidence:emergency"),
    "从线索来起15天内办完": move(VISIT, DECISION, more='within = "15 days"\nstart = "lead"'),
    "突发的先帮扶后补程序": move(VISIT, LIST, DECISION)
    + move(
        'relief|先行帮扶|village|within = "3 days"\nstart = "evidence:emergency"\n'
        'needs = [{ evidence = "emergency" }, { evidence = "relief" }]',
        VISIT,
        LIST,
        DECISION,
        name="identify_urgent",
        more='way = "identify"\ntitle = "紧急识别"\nwithin = "10 days"\nstart = "evidence:emergency"',
    ),
    "评议可以开代表会议或扩大会议": move(APPRAISED),
    "一年内比对过的不再比对": move(
        'joint_review|部门比对|county|needs = [{ evidence = "department_answer", each_of = ["police", "housing"] }]\n'
        'skip_when = ["lifted_out", "already_compared"]',
        VISIT,
    ),
    "一年内签过授权的不再签": move(
        'authorisation|签署授权|village|needs = [{ evidence = "authorisation", signed_by = ["every-member"] }]\n'
        'skip_when = "already_authorised"',
        VISIT,
    ),
    "县里备案，不再审批": move(VISIT, 'filing|县级备案|county|needs = [{ evidence = "filing" }]'),
    "州市确定": move(VISIT, 'decision|州市确定|city|needs = [{ evidence = "decision" }]'),
    "换人二次入户": move(
        VISIT,
        'again|二次入户|township|needs = [{ evidence = "second_visit", visitors = 2, signed_by = ["household"] }]',
    ),
    "乡镇公告结果": move(
        DECISION, f"told|结果公告|township|{notice('township', 'announcement', '3 days', 'township-board')}"
    ),
    "县里公告结果": move(
        DECISION, f"told|结果公告|county|{notice('county', 'announcement', '3 days', 'county-board')}"
    ),
    "授权由户主签": move(
        'authorisation|签署授权|village|needs = [{ evidence = "authorisation", signed_by = ["head"] }]'
    ),
    "授权由全体成员签": move(
        'authorisation|签署授权|village|needs = [{ evidence = "authorisation", signed_by = ["every-member"] }]'
    ),
    "进出一张公示": move(LIST, POSTED, DECISION)
    + move(
        'village_list|村级名单|village|needs = [{ evidence = "proposal", mode = true }]',
        POSTED,
        DECISION,
        name="eliminate",
    ),
    "进出一次会议": move('appraisal|民主评议|village|needs = [{ evidence = "minutes" }]', DECISION)
    + move('appraisal|民主评议|village|needs = [{ evidence = "minutes" }]', DECISION, name="eliminate"),
}
"""The rule in words, and the moves of the plan that lays it down."""


def text_of(rule: str) -> str:
    """The whole plan with this rule."""
    return HEAD + VARIANTS[rule]
