"""The papers that can be printed for one household, as links of its file."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from publicity.household_papers import PAPERS
from states.exchange.exports import MONITORED_STATES, collects
from states.roles import Permission
from web.access import may
from web.words import term

AT_HAND = ("visit", "application", "consent", "collection", "yearly", "comparison")
"""The papers that stand in the file itself; all of them, with what is due, are on the page of printing."""


def papers_of(case_id: int, kind: str, state: str) -> list[tuple[str, str]]:
    """Each paper with its address: the comparison sheet of who is monitored, the collection form of who is not.

    The yearly form is for both sub-systems: the lifted out, and the monitored.
    """
    others = {"collection" if state in MONITORED_STATES else "comparison"}
    others |= set() if collects(kind, state) else {"yearly"}
    others |= set(PAPERS) - set(AT_HAND)
    names = [name for name in PAPERS if name not in others] if may(Permission.PRINT) else []
    made = {url_for("documents.paper", case_id=case_id, name=name): term(PAPERS[name][0]) for name in names}
    if may(Permission.PRINT):
        made = {url_for("printing.household", case_id=case_id): _("打印文书")} | made
        made[url_for("income.paper", case_id=case_id)] = _("收入纸质台账")
    made[url_for("help.booklet", case_id=case_id)] = _("一户一册")
    return list(made.items())
