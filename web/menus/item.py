"""One entry of a menu, and whether the present page belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from engine.words import N_
from states.roles import Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `icon` is the name of a Bootstrap icon, `lead` what a section is for.

    `below` are the sections of a desk, `also` further groups of pages that belong to the entry.
    """

    endpoint: str
    label: str
    needs: Permission
    icon: str
    lead: str = ""
    below: tuple[Item, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def blueprint(self) -> str:
        """The group of pages that it leads into."""
        return self.endpoint.partition(".")[0]

    @property
    def blueprints(self) -> set[str]:
        """All groups of pages that belong to it."""
        return {self.blueprint, *self.also, *(one.blueprint for one in self.below)}

    @property
    def is_here(self) -> bool:
        """Whether the present page belongs to this entry; a desk gives the pages of a household to the register."""
        if is_household():
            return self.blueprint in {"register", request.blueprint} and not self.below
        return request.blueprint in self.blueprints


TABS: tuple[Item, ...] = (
    Item("cases.show", N_("办理"), Permission.READ_HOUSEHOLD, "signpost-split"),
    Item("homes.location", N_("位置"), Permission.READ_HOUSEHOLD, "geo-alt"),
    Item("homes.facts", N_("户情"), Permission.READ_HOUSEHOLD, "people"),
    Item("livelihood.household", N_("务工就学"), Permission.READ_HOUSEHOLD, "briefcase"),
    Item("help.household", N_("帮扶"), Permission.READ_HOUSEHOLD, "heart-pulse"),
    Item("changes.household", N_("成员变动"), Permission.READ_HOUSEHOLD, "people"),
    Item("income.show", N_("收入"), Permission.READ_HOUSEHOLD, "cash-coin"),
    Item("cases.on_day", N_("某日情况"), Permission.READ_HOUSEHOLD, "clock-history"),
    Item("look_back.way", N_("程序标准"), Permission.READ_HOUSEHOLD, "list-ol"),
    Item("quality.household", N_("疑点"), Permission.READ_HOUSEHOLD, "question-octagon"),
)
"""The pages of one household, all of which take its `case_id`; the first is its file."""


def is_household() -> bool:
    """Whether the present page is about one household: the group of one of its tabs, and a case."""
    return request.blueprint in {tab.blueprint for tab in TABS} and "case_id" in (request.view_args or {})
