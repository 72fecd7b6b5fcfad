"""The tabs of the lab: what there is to do with all packs, and what there is to see of one."""

from __future__ import annotations

from engine.words import N_
from states.roles import Permission
from web.menus.item import Item
from web.navigation import shown

TABS: tuple[Item, ...] = (
    Item("lab.index", N_("方案"), Permission.READ_PACKS, "journal-text"),
    Item("lab.compare", N_("比较"), Permission.READ_PACKS, "files"),
    Item("lab.check", N_("检查"), Permission.READ_PACKS, "check2-square"),
    Item("lab.begin", N_("起草"), Permission.READ_PACKS, "pencil-square"),
    Item("lab.reference", N_("参考"), Permission.READ_PACKS, "book"),
    Item("lab_changes.index", N_("提出和启用"), Permission.READ_PACKS, "check2-circle"),
    Item("lab_changes.try_out", N_("试运行"), Permission.READ_PACKS, "clipboard-check"),
    Item("lab_changes.choose", N_("迁移在办户"), Permission.MANAGE_PACKS, "arrow-left-right"),
    Item("lab_changes.stuck", N_("办不下去的户"), Permission.READ_PACKS, "exclamation-circle"),
)
"""The pages about all packs."""

OF_ONE: tuple[Item, ...] = (
    Item("lab.show", N_("规定"), Permission.READ_PACKS, "journal-text"),
    Item("lab.diagram", N_("流程图"), Permission.READ_PACKS, "diagram-3"),
    Item("lab.timetable_page", N_("日程"), Permission.READ_PACKS, "calendar3"),
)
"""The pages of one pack, all of which take its `pack_id`."""


def lab_tabs() -> list[Item]:
    """The pages about all packs for the person signed in."""
    return shown(TABS)


def pack_tabs() -> list[Item]:
    """The pages of one pack for the person signed in."""
    return shown(OF_ONE)
