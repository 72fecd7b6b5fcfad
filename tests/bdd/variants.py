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

VARIANTS: dict[str, str] = {
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
    "告知以后可以申请复核": move(
        'wait|等待申请复核|village|period = "3 days"',
        'recheck|上一级复核|county|needs = [{ evidence = "recheck" }]\nskip_when = "no_recheck_asked"',
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
