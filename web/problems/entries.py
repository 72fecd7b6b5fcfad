"""A line of a problem's ledger in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.ledger import Entry
from engine.words import N_
from states.problems.problem import PROBLEM
from states.problems.rectifying import CLOSING, RECTIFICATION
from web.words import say as _
from web.words import term

PROOFS = {RECTIFICATION: N_("上传整改佐证材料"), CLOSING: N_("上传销号材料")}


def told(entry: Entry) -> str:
    """What happened, in the reader's language; what is not known by name stays as its code."""
    say = SAID.get(entry.kind)
    return say(entry.told) if say else entry.kind


def _moved(facts: dict[str, Any]) -> str:
    move = PROBLEM.by_name.get(facts["act"])
    said = term(move.label) if move else str(facts["act"])
    return said + (f"：{facts['note']}" if facts.get("note") else "")


SAID: dict[str, Callable[[dict[str, Any]], str]] = {
    "opened": lambda _facts: _("问题登记，分到责任单位"),
    "placed": lambda _facts: _("改分到另一个单位"),
    "traced": lambda facts: _("举一反三：查%(n)s户，查出%(m)s户", n=facts["looked_at"], m=facts["found"]),
    "judged": lambda facts: _("判定%(n)s户", n=facts["count"]),
    "rectified-along": lambda facts: _("一并整改%(n)s户", n=facts["count"]),
    "extended": lambda facts: _("延期到%(day)s：%(reason)s", day=facts["until"], reason=facts["reason"]),
    "evidence": lambda facts: term(PROOFS.get(facts["kind"], facts["kind"])),
    "moved": _moved,
}
