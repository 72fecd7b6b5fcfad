"""What the correction of a notice's period says, read from the notice and from what its ledger tells of the change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.clock import office_day
from engine.errors import NotFound
from engine.ledger import history
from publicity.documents.registry import find
from states.notices import Notice


def _because(reason: str) -> str:
    return reason if reason.startswith(("因", "由于", "为")) else f"因{reason}"


WHY: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "extended": lambda told: _because(str(told["reason"]).rstrip("。")),
    "calendar-amended": lambda told: f"因放假安排调整（{told['document']}）",
    "came-down": lambda told: f"因公示中断（{str(told['reason']).rstrip('。')}）后重新张贴",
    "counting": lambda _told: "因实际张贴日期与计划不同",
}
"""What moved the last day, by the entry of the ledger, the newest first."""


def correction_values(session: Session, notice: Notice, public_url: str) -> tuple[str, dict[str, Any]]:
    """The sheet that corrects the printed last day; raises `NotFound` where the paper on the wall is right."""
    if notice.paper_is_right or "document" not in notice.values:
        raise NotFound("correction", notice.number)
    said, (reason, on) = notice.values, _why(session, notice)
    read: Any = find(said["document"]).read(said["values"])
    return "period_correction", {
        "number": notice.number,
        "edition": notice.edition,
        "corrects": "".join(read.lines),
        "announces": notice.is_announcement,
        "starts_on": notice.first_on.isoformat(),
        "printed_end": notice.printed_last_on.isoformat() if notice.printed_last_on else "",
        "ends_on": notice.last_on.isoformat(),
        "reason": reason,
        "contact": said["values"]["contacts"][0],
        "public_url": public_url,
        "issuer": notice.issuer,
        "issued_on": on.isoformat(),
    }


def _why(session: Session, notice: Notice) -> tuple[str, date]:
    """What moved the last day, in words, and on which day: the sheet bears that day, so that it is always the same."""
    for entry in history(session, notice.case_id):
        if entry.kind in WHY:
            return WHY[entry.kind](entry.told)[:200], office_day(entry.at)
    raise NotFound("correction", notice.number)
