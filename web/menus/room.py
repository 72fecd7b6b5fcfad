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
        N_("预警线索：登记、分析研判、审核确认进入程序，或写明理由了结"),
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
