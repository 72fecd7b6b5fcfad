"""What an edition changes against the one that holds now: said column by column, code by code, before it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from engine.words import N_
from states.code_editions import CodeEdition
from states.exchange.layouts import Column, Layout

NEW = N_("新增")
GONE = N_("去掉")
RENAMED = N_("原名“%(before)s”")
MOVED = N_("原在第%(place)s栏")
REWORDED = N_("代码的说法改了")
NEEDED = N_("改为必填")
RETIRED = N_("停用")


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing that differs: which column or code, under which name, and in which way."""

    key: str
    name: str
    text: str
    facts: dict[str, object]


def of_layouts(before: Layout | None, after: Layout) -> list[Differing]:
    """What a layout changes against the one that it takes the place of; nothing when it takes none."""
    if before is None:
        return []
    found = []
    moved = _moved(list(before.by_field), list(after.by_field))
    for column in after.columns:
        old = before.by_field.get(column.field)
        if old is None:
            found.append(_said(column, NEW))
            continue
        if old.heading != column.heading:
            found.append(_said(column, RENAMED, before=old.heading))
        if column.field in moved:
            found.append(_said(column, MOVED, place=before.columns.index(old) + 1))
        if dict(old.words) != dict(column.words):
            found.append(_said(column, REWORDED))
        if column.needed and not old.needed:
            found.append(_said(column, NEEDED))
    return found + [_said(column, GONE) for column in before.columns if column.field not in after.by_field]


def of_codes(before: CodeEdition | None, after: CodeEdition, day: date) -> list[Differing]:
    """What an edition of a code list changes on a day against the one from which is chosen now."""
    old, new = (before.labels_on(day) if before else {}), after.labels_on(day)
    found = []
    for code, label in new.items():
        if code not in old:
            found.append(Differing(code, label, NEW, {}))
        elif old[code] != label:
            found.append(Differing(code, label, RENAMED, {"before": old[code]}))
    return found + [Differing(code, label, RETIRED, {}) for code, label in old.items() if code not in new]


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest fields that stand elsewhere, so that the others keep their order."""
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {field for block in same for field in before[block.a : block.a + block.size]}
    return (set(before) & set(after)) - kept


def _said(column: Column, text: str, **facts: object) -> Differing:
    return Differing(column.field, column.heading, text, facts)
