"""The sections of the campaign room: what comes next, who is late, and what is missing."""

from __future__ import annotations

from engine.words import N_
from states.roles import Permission
from web.menus.item import Item

SECTIONS: tuple[Item, ...] = (
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
)
"""The sections of the campaign room."""
