"""The sections of the campaign room: what comes next, who is late, and what is missing."""

from __future__ import annotations

from engine.words import N_
from states.roles import Permission
from web.menus.item import Item

SECTIONS: tuple[Item, ...] = (
    Item(
        "deadlines.index",
        N_("时限"),
        Permission.READ_ROOM,
        "alarm",
        N_("定期任务和各项工作的最后一天：谁按时、谁迟报、谁没有报，催办记录"),
    ),
    Item(
        "leads.index",
        N_("线索"),
        Permission.READ_HOUSEHOLD,
        "bell",
        N_("预警线索：登记、分析研判、审核确认进入程序，或写明理由了结"),
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
)
"""The sections of the campaign room."""
