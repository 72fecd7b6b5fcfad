"""The main menu: what stands in it, in order, and who sees it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from engine.words import N_
from states.roles import Permission
from web.access import may


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `icon` is the name of a Bootstrap icon."""

    endpoint: str
    label: str
    needs: Permission
    icon: str

    @property
    def is_here(self) -> bool:
        """Whether the present page belongs to this entry."""
        return request.blueprint == self.endpoint.partition(".")[0]


ITEMS: tuple[Item, ...] = (
    Item("people.index", N_("账号"), Permission.READ_USERS, "people"),
    Item("areas.index", N_("地区"), Permission.READ_AREAS, "geo-alt"),
)


def menu() -> list[Item]:
    """The entries for the person signed in; the first is where they begin."""
    return [item for item in ITEMS if may(item.needs)]
