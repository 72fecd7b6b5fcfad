"""The sections of the campaign room: what comes next, who is late, and what is missing."""

from __future__ import annotations

from engine.words import N_
from states.roles import Permission
from web.menus.item import Item

ALSO = ("visits",)
"""Further groups of pages that belong to a section."""

SECTIONS: tuple[Item, ...] = (
    Item(
        "leads.index",
        N_("线索"),
        Permission.READ_HOUSEHOLD,
        "bell",
        N_("预警线索：登记、分析研判、审核确认进入程序，或写明理由了结"),
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
)
"""The sections of the campaign room."""
