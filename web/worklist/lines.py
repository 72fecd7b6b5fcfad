"""The rows of a worklist as the page shows them: every word looked up once, however many rows say it.

Looking a word up in the catalogue costs more than the row itself; a page of fifty rows says the same dozen words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from engine.guards import Blocker
from states.desk import Row
from web.words import message, short_day, term


class Line(NamedTuple):
    """One row in plain words. `late` is "over", "soon" or ""; `more` are the reasons after the first."""

    case_id: int
    step: str
    head: str
    place: str
    title: str
    under: str
    due: str
    late: str
    can_finish: bool
    returned: bool
    notice: int
    reason: str
    earliest: str
    more: tuple[str, ...]


class _Words:
    """Words already looked up for this page."""

    def __init__(self) -> None:
        self._terms: dict[str, str] = {}
        self._days: dict[date, str] = {}
        self._reasons: dict[tuple[str, str], str] = {}

    def term(self, text: str) -> str:
        if text not in self._terms:
            self._terms[text] = term(text)
        return self._terms[text]

    def day(self, on: date | None) -> str:
        if on is None:
            return ""
        if on not in self._days:
            self._days[on] = short_day(on)
        return self._days[on]

    def reason(self, blocker: Blocker) -> str:
        key = blocker.text, str(blocker.facts)
        if key not in self._reasons:
            self._reasons[key] = message(blocker)
        return self._reasons[key]


def lines(rows: Iterable[Row], places: Mapping[str, str], *, villages: bool, posts: bool) -> list[Line]:
    """The rows in words; `villages` names the village too, `posts` names who is to do it."""
    words = _Words()
    return [_line(row, words, places, villages, posts) for row in rows]


def _line(row: Row, words: _Words, places: Mapping[str, str], villages: bool, posts: bool) -> Line:
    place = places.get(row.group_code, row.group_code)
    reasons = [words.reason(blocker) for blocker in row.blockers]
    move = words.term(row.move)
    return Line(
        row.case_id,
        row.step,
        row.head_name,
        f"{places.get(row.group_code[:12], '')} {place}" if villages else place,
        words.term(row.title),
        f"{move} · {words.term(row.role_title)}" if posts else move,
        words.day(row.last_on),
        "over" if row.is_overdue else "soon" if row.is_soon else "",
        row.can_finish,
        row.returned,
        row.notice if row.is_notice else 0,
        reasons[0] if reasons else "",
        words.day(row.blockers[0].earliest_on) if row.blockers else "",
        tuple(reasons[1:]),
    )
