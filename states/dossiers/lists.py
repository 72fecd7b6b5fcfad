"""The notices on which households stood: the period, each place with its days and photos, the line as it was shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases import Case
from states.dossiers.plain import fields
from states.notice_lines import NoticeLine
from states.notice_places import NoticePlace
from states.notices import NOTICE, PLACES, Notice

OF_NOTICE = (
    "number", "edition", "supersedes", "title", "issuer", "level", "kind", "step", "length_n", "length_unit", "count",
    "posted_on", "first_on", "last_on", "provisional", "printed_on", "printed_digest", "drafted_at", "closed_at",
)  # fmt: skip
OF_PLACE = ("place", "posted_on", "posted_by_name", "recorded_at", "photo", "taken_down_on", "taken_down_photo")


def notices_of(session: Session, case_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The notices by the case of the household, in the order in which they were drawn up; two statements."""
    query = (
        select(NoticeLine, Notice, Case.state)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .join(Case, Case.id == Notice.case_id)
        .where(NoticeLine.case_id.in_(list(case_ids)))
        .order_by(NoticeLine.id)
    )
    rows = session.execute(query).all()
    hung = select(NoticePlace).where(NoticePlace.notice_id.in_({notice.id for _line, notice, _state in rows}))
    places: dict[int, list[NoticePlace]] = {}
    for place in session.scalars(hung.order_by(NoticePlace.id)):
        places.setdefault(place.notice_id, []).append(place)
    found: dict[int, list[dict[str, Any]]] = {}
    for line, notice, state in rows:
        found.setdefault(line.case_id, []).append(_notice(line, notice, state, places.get(notice.id, [])))
    return found


def _notice(line: NoticeLine, notice: Notice, state: str, places: Sequence[NoticePlace]) -> dict[str, Any]:
    return {
        "notice": notice.id,
        "case": notice.case_id,
        "state": state,
        "state_label": NOTICE.labels[state],
        **fields(notice, OF_NOTICE),
        "spans": json.loads(notice.spans),
        "places": [{"place_label": PLACES.get(one.place, one.place), **fields(one, OF_PLACE)} for one in places],
        "run_id": line.run_id,
        "shown": line.shown,
        **fields(line, ("removed_at", "removed_by", "reason")),
    }
