"""Letting a notice hang longer, with a reason: never shorter, and never by more than its plan's own period.

No plan says otherwise: whoever closes the notice may extend it, while it hangs, and all extensions together are as
long as the period that the plan asks for at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.guards import Blocker
from engine.words import N_
from states import hanging
from states.closing import against_role
from states.notice_acts import against, in_state, refuse, take, tell
from states.notice_lines import lines_of, tell_households
from states.notices import INTERRUPTED, POSTED, Notice


def room(session: Session, book: Book, notice: Notice) -> int:
    """By how many more days, counted as its period is, the notice may be extended."""
    terms = notice.terms
    period = book.calendar(session, notice.area).period(
        notice.planned_on, terms.duration.n, terms.duration.unit, terms.count, roll_over=False
    )
    return max(0, len(period.days) - notice.extended)


def extend(session: Session, book: Book, notice: Notice, days: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Let it hang so many days longer; its households and the board see the new last day. Raises `MoveBlocked`."""
    case = take(session, notice)
    blockers = [*against(notice, by), *against_role(session, book, notice, by), *in_state(case, POSTED, INTERRUPTED)]
    refuse("extend", [*blockers, *_unfit(session, book, notice, days, reason, at)])
    before = notice.last_on
    notice.extended += days
    notice.runs(hanging.reckon(book.calendar(session, notice.area), notice.terms, notice.told_spans))
    session.flush()
    told = {"days": days, "from": before, "until": notice.last_on, "provisional": notice.provisional}
    tell(session, notice, "extended", told | {"reason": reason.strip()}, by, at)
    kept = {"notice": notice.id, "number": notice.number, "edition": notice.edition, "did": "extended"}
    tell_households(session, lines_of(session, notice), kept | told | {"reason": reason.strip()}, by, at)


def _unfit(session: Session, book: Book, notice: Notice, days: int, reason: str, at: datetime) -> Iterator[Blocker]:
    if not reason.strip():
        yield Blocker("reason-needed", N_("请写明为什么延长"))
    if days < 1:
        yield Blocker("not-longer", N_("公示期只能延长，不能缩短"))
    elif days > (most := room(session, book, notice)):
        text = N_("延长的天数合计不能超过方案规定的公示期，现在最多还能延长%(most)s天")
        yield Blocker("too-long", text, {"most": most})
    if notice.is_over(office_day(at)):
        yield Blocker("period-over", N_("公示期已满，不能再延长；要继续公示的，另起草一份"))
