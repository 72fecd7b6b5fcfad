"""The ledger's file handed back: the same rows, beside each cell what cannot be read or what ours says instead."""

from __future__ import annotations

from typing import IO

from states.exchange.remarks import hand_back as mark
from states.import_columns import CellProblem, Normalised
from states.imports import Preview
from states.reconciliation.comparing import DIFFERS, MISSING_HERE, Found
from states.reconciliation.looking import Looked
from states.workbooks import Sheet

DIFFERENCES = "差异（对方 → 我方）"
NOT_OURS, NOT_THERE = "我方没有这个人或这一户", "我方有、这份台账里没有"


def hand_back(sheet: Sheet, looked: Looked, out: IO[bytes]) -> None:
    """Write the sheet with remarks; whom it leaves out stands on the second sheet, by number only."""
    found = sorted(looked.comparison.found.values(), key=lambda one: (looked.lines.numbers.get(one.key, 0), one.field))
    changes = tuple(_remark(looked, one) for one in found if one.kind in (DIFFERS, MISSING_HERE))
    absent = sum(one.kind not in (DIFFERS, MISSING_HERE) for one in found)
    problems = list(looked.told)
    if absent:
        problems.append(CellProblem(0, "", "", "absent", f"{NOT_THERE}：%(n)s", {"n": absent}))
    marked = Preview(sheet.file, sheet.digest, (), tuple(problems), changes=changes, hidden=sheet.hidden)
    mark(sheet, marked, out, changes=DIFFERENCES)


def _remark(looked: Looked, one: Found) -> Normalised:
    row = looked.lines.numbers[one.key]
    if one.kind == MISSING_HERE:
        return Normalised(row, "", "有", NOT_OURS)
    ledger, heading = looked.ledger, looked.lines.headings.get(one.field, "")
    return Normalised(
        row, heading, ledger.shown(one.field, one.theirs) or "空白", ledger.shown(one.field, one.ours) or "空白"
    )
