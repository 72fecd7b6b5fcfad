"""The copies of a notice beside the paper on the wall: the masked one for the web, and the full one for the file.

Both are made from the frozen list: the same households, the same edition, the same check code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.evidence import Exhibit
from publicity.documents.registry import find, mark
from publicity.documents.values import FIELD
from states.households import Household
from states.members import Member
from states.notice_lines import MODES, NoticeLine, lines_of
from states.notices import Notice

Told = tuple[str, dict[str, Any]]
INCOMES = ("assessment", "weighing", "proposal", "visit")
"""The evidence that tells the income per head, the weightiest first."""
FOUR = 4


def web_copy(notice: Notice) -> Told:
    """The masked copy of what was printed; raises `NotFound` for a notice that is not printed."""
    said = _printed(notice)
    return said["document"], said["values"] | {"masked": True}


def file_copy(session: Session, notice: Notice) -> Told:
    """The full list for the file; raises `NotFound` for a notice that is not printed."""
    said = _printed(notice)
    values, lines = said["values"], lines_of(session, notice)
    read: Any = find(said["document"]).read(values)
    homes = {row.id: row for row in session.scalars(select(Household).where(Household.id.in_(_ids(lines))))}
    fours, told = _last_fours(session, lines), _evidence(session, lines)
    return "file_copy", {
        "number": notice.number,
        "edition": notice.edition,
        "title": read.lines,
        "check": mark(said["values_digest"]),
        "basis": values["basis"],
        "rows": [_row(line, homes[line.household_id], fours, told) for line in lines],
        "posting": values["posting"],
        "announces": notice.is_announcement,
        "issuer": values["issuer"],
        "issued_on": values["issued_on"],
    }


def _printed(notice: Notice) -> dict[str, Any]:
    if "document" not in notice.values:
        raise NotFound("paper", notice.number)
    return notice.values


def _ids(lines: Sequence[NoticeLine]) -> list[int]:
    return [line.household_id for line in lines]


def _last_fours(session: Session, lines: Sequence[NoticeLine]) -> dict[int, str]:
    """The last four signs of each head's identity number."""
    heads = select(Member.household_id, Member.id_no).where(Member.household_id.in_(_ids(lines)), Member.is_head)
    rows = session.execute(heads.where(Member.left_on.is_(None)))
    return {row[0]: row[1][-FOUR:] for row in rows if len(row[1]) > FOUR and row[1][-FOUR:-1].isdigit()}


def _evidence(session: Session, lines: Sequence[NoticeLine]) -> dict[tuple[int, str], dict[str, Any]]:
    """What the newest standing evidence of each kind says of each run."""
    runs = [line.run_id for line in lines]
    query = select(Exhibit.run_id, Exhibit.kind, Exhibit.facts).where(Exhibit.run_id.in_(runs))
    rows = session.execute(query.where(Exhibit.superseded.is_(False)).order_by(Exhibit.evidence_id))
    return {(run or 0, kind): json.loads(facts) for run, kind, facts in rows}


def _row(line: NoticeLine, home: Household, fours: dict[int, str], told: Any) -> dict[str, Any]:
    shown = line.shown
    income = next(
        (said for kind in INCOMES if (said := told.get((line.run_id, kind), {}).get("income_per_head"))), None
    )
    return {
        "place": shown["village"] + shown["group"],
        "number": home.number,
        "head": home.head_name if shown["minor"] else shown["head"],
        "identity": fours.get(home.id, "—"),
        "persons": shown["persons"],
        "act": shown["label"],
        "kind": shown["mode"] or shown["category"] or "—",
        "income": str(income or (home.identified_income if home.identified_income is not None else "—")),
        "basis": _basis(told.get((line.run_id, "proposal"), {}), told.get((line.run_id, "minutes"), {})),
    }


def _basis(proposed: dict[str, Any], minutes: dict[str, Any]) -> str:
    """Why the household is on the list: its risks or the way out, the help proposed, and the vote."""
    said = ["、".join(proposed.get("risks") or ()) or MODES.get(proposed.get("mode") or "", "")]
    said.append("、".join(proposed.get("measures") or ()))
    if minutes.get("agree") is not None:
        said.append(f"评议{minutes['agree']}票同意")
    return "；".join(part for part in said if part)[:FIELD] or "见户档案"
