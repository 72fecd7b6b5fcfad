"""Papers that are over or void and hang still: where, since when they should be gone, and whose notice it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from states.notice_places import NoticePlace
from states.notices import CANCELLED, CLOSED, REPLACED, Notice

ONLINE = "online"
MOST = 50


@dataclass(frozen=True, slots=True)
class StillUp:
    """A notice that should be taken down, in what state, and in how many places it hangs."""

    notice: Notice
    state: str
    places: int

    @property
    def due_on(self) -> date | None:
        """The day after its last one; None when it is void and should be gone already."""
        return self.notice.last_on + timedelta(days=1) if self.state == CLOSED[0] else None


def still_up(session: Session, by: Actor) -> list[StillUp]:
    """The actor's papers that are to be taken down, those that wait longest first; the online one goes by itself."""
    query = (
        select(Notice, Case.state, func.count(NoticePlace.id))
        .join(Case, Case.id == Notice.case_id)
        .join(NoticePlace, NoticePlace.notice_id == Notice.id)
        .where(
            within(Notice.area, by.area),
            Case.state.in_([CLOSED[0], CANCELLED[0], REPLACED[0]]),
            NoticePlace.taken_down_on.is_(None),
            NoticePlace.place != ONLINE,
        )
        .group_by(Notice.id, Case.state)
        .order_by(Notice.last_on, Notice.id)
        .limit(MOST)
    )
    return [StillUp(notice, state, places) for notice, state, places in session.execute(query)]
