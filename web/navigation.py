"""The main menu, and what belongs to the person signed in of it, of a desk's sections and of a household's tabs."""

from __future__ import annotations

from collections.abc import Iterable

from engine.words import N_
from states.roles import Permission
from web.access import may
from web.menus import data_desk, room
from web.menus.item import TABS, Item

ROOM = Item("room.index", N_("调度"), Permission.READ_ROOM, "flag", below=room.SECTIONS, also=room.ALSO)
DATA = Item("data.index", N_("数据"), Permission.READ_HOUSEHOLD, "clipboard-data", below=data_desk.SECTIONS)

ITEMS: tuple[Item, ...] = (
    Item("worklist.index", N_("待办"), Permission.READ_HOUSEHOLD, "list-check"),
    Item("register.index", N_("农户"), Permission.READ_HOUSEHOLD, "house"),
    Item("notices.index", N_("公示"), Permission.READ_HOUSEHOLD, "megaphone"),
    Item("objections.index", N_("异议"), Permission.READ_OBJECTION, "chat-left-text"),
    Item("department.index", N_("部门比对"), Permission.ANSWER_DEPARTMENT, "person-vcard"),
    Item("issued.index", N_("文书"), Permission.READ_PAPERS, "file-earmark-check"),
    ROOM,
    DATA,
    Item("announcements.index", N_("认定公告"), Permission.PRINT, "file-earmark-text"),
    Item("people.index", N_("账号"), Permission.READ_USERS, "people"),
    Item("areas.index", N_("地区"), Permission.READ_AREAS, "geo-alt"),
    Item("exchange.layouts", N_("表样"), Permission.MANAGE_FORMS, "file-earmark-spreadsheet"),
    Item("procedure.index", N_("程序"), Permission.READ_PACKS, "signpost-split"),
    Item("lab.index", N_("方案"), Permission.READ_PACKS, "journal-check", also=("lab_changes",)),
    Item("ledger.index", N_("台账"), Permission.READ_LEDGER, "shield-check"),
    Item("webhooks.index", N_("对外推送"), Permission.READ_WEBHOOKS, "broadcast"),
    Item("jobs.ask_clear", N_("清除过期任务"), Permission.BACKUP, "trash"),
    Item("handbook.index", N_("手册"), Permission.READ_PACKS, "book"),
)


def shown(items: Iterable[Item]) -> list[Item]:
    """Those entries that the person signed in may open."""
    return [item for item in items if may(item.needs)]


def menu() -> list[Item]:
    """The entries for the person signed in; the first is where they begin."""
    return shown(ITEMS)


def sections() -> list[Item]:
    """The sections of the desk that the present page belongs to, for the person signed in."""
    return next((shown(desk.below) for desk in (ROOM, DATA) if desk.is_here), shown(DATA.below))


def tabs() -> list[Item]:
    """The pages of a household for the person signed in."""
    return shown(TABS)
