"""The main menu, the sections of the data desk, and the tabs of a household: what stands where, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from engine.words import N_
from states.roles import Permission
from web.access import may


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `icon` is the name of a Bootstrap icon, `lead` what a section is for."""

    endpoint: str
    label: str
    needs: Permission
    icon: str
    lead: str = ""

    @property
    def blueprint(self) -> str:
        """The group of pages that it leads into."""
        return self.endpoint.partition(".")[0]

    @property
    def is_here(self) -> bool:
        """Whether the present page belongs to this entry."""
        return request.blueprint in ({one.blueprint for one in (self, *SECTIONS)} if self is DATA else {self.blueprint})


DATA = Item("data.index", N_("数据"), Permission.READ_HOUSEHOLD, "clipboard-data")

SECTIONS: tuple[Item, ...] = (
    Item(
        "reconciliation.index",
        N_("比对核账"),
        Permission.UPLOAD_LEDGER,
        "arrow-left-right",
        N_("台账送部门比对，差异逐条核定，直到账账相符"),
    ),
)
"""The sections of the data desk, in the order in which a year's round goes through them."""

TABS: tuple[Item, ...] = (Item("cases.show", N_("办理"), Permission.READ_HOUSEHOLD, "signpost-split"),)
"""The pages of one household, all of which take its `case_id`; the first is its file."""

ITEMS: tuple[Item, ...] = (
    Item("worklist.index", N_("待办"), Permission.READ_HOUSEHOLD, "list-check"),
    Item("register.index", N_("农户"), Permission.READ_HOUSEHOLD, "house"),
    Item("notices.index", N_("公示"), Permission.READ_HOUSEHOLD, "megaphone"),
    Item("objections.index", N_("异议"), Permission.READ_OBJECTION, "chat-left-text"),
    DATA,
    Item("department.index", N_("部门比对"), Permission.ANSWER_DEPARTMENT, "person-vcard"),
    Item("announcements.index", N_("认定公告"), Permission.PRINT, "file-earmark-text"),
    Item("people.index", N_("账号"), Permission.READ_USERS, "people"),
    Item("areas.index", N_("地区"), Permission.READ_AREAS, "geo-alt"),
    Item("procedure.index", N_("程序"), Permission.READ_PACKS, "signpost-split"),
    Item("ledger.index", N_("台账"), Permission.READ_LEDGER, "shield-check"),
    Item("handbook.index", N_("手册"), Permission.READ_PACKS, "book"),
)


def menu() -> list[Item]:
    """The entries for the person signed in; the first is where they begin."""
    return [item for item in ITEMS if may(item.needs)]


def sections() -> list[Item]:
    """The sections of the data desk for the person signed in."""
    return [item for item in SECTIONS if may(item.needs)]


def tabs() -> list[Item]:
    """The pages of a household for the person signed in."""
    return [item for item in TABS if may(item.needs)]
