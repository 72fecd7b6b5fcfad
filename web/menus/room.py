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
)
"""The sections of the campaign room."""
