"""The sections of the campaign room: what comes next, who is late, and what is missing."""

from __future__ import annotations

from engine.words import N_
from states.roles import Permission
from web.menus.item import Item

ALSO = ("visits",)
"""Further groups of pages that belong to a section."""

SECTIONS: tuple[Item, ...] = (
    Item(
        "deadlines.index",
        N_("时限"),
        Permission.READ_ROOM,
        "alarm",
        N_("定期任务和各项工作的最后一天：谁按时、谁迟报、谁没有报，催办记录"),
    ),
    Item(
        "campaigns.index",
        N_("集中行动"),
        Permission.READ_HOUSEHOLD,
        "flag",
        N_("一次集中行动：名册、阶段和日期、系统开放窗口、工作队，谁晚了、还缺什么"),
    ),
    Item(
        "leads.index",
        N_("线索"),
        Permission.READ_HOUSEHOLD,
        "bell",
        N_("预警线索：登记、派人入户、审核确认进入程序，或写明理由了结"),
    ),
    Item(
        "leads.pushed",
        N_("预警推送"),
        Permission.PUSH_WARNING,
        "send",
        N_("本部门推送的预警线索、按月报送和零报告，推送以后的办理结果"),
    ),
    Item(
        "clerks.index",
        N_("数据管理员"),
        Permission.READ_AREAS,
        "person-vcard",
        N_("每个乡镇明确的一名数据管理员，谁没有明确"),
    ),
    Item(
        "policy_ledgers.index",
        N_("部门台账"),
        Permission.READ_POLICY_LEDGER,
        "journal-check",
        N_("部门每季度推送的政策落实及调整变化台账：谁推送了，各村采用了多少"),
    ),
    Item(
        "department_answers.index",
        N_("部门答复"),
        Permission.READ_HOUSEHOLD,
        "building-check",
        N_("送部门复核的农户：哪些部门答复了，哪些没有答复、等了多久"),
    ),
    Item(
        "sweeps.index",
        N_("排查"),
        Permission.READ_HOUSEHOLD,
        "house-check",
        N_("每季度把全部农户走访一遍：名单、进度、走访计划"),
        also=ALSO,
    ),
    Item(
        "spot_checks.index",
        N_("抽查"),
        Permission.READ_HOUSEHOLD,
        "dice-5",
        N_("线下抽查：公布名单、随机抽取、登记和实际对照"),
    ),
    Item(
        "problems.index",
        N_("问题整改"),
        Permission.READ_HOUSEHOLD,
        "clipboard-check",
        N_("上级反馈的问题：认领、举一反三、整改、核查、销号"),
    ),
    Item(
        "sessions.index",
        N_("培训"),
        Permission.READ_HOUSEHOLD,
        "mortarboard",
        N_("干部业务培训：安排、签到、考核，按季度看哪里还没有"),
    ),
    Item(
        "figures.index",
        N_("调度图表"),
        Permission.READ_HOUSEHOLD,
        "bar-chart-line",
        N_("进度、质量、时限的图和表，排名、趋势、用时和负担，每个数字连着名单"),
    ),
)
"""The sections of the campaign room."""
