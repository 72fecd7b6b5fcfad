"""Public lists: drawn up, printed, hung, objected to, closed on the first day on which it may be done."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading
from engine.start import break_off
from publicity.notice_papers import note_printed
from publicity.notices import notice_values
from states import closing, drafting, objecting, objection_desk, posting
from states.desk import Row
from states.notice_lines import lines_of
from states.notice_places import up
from states.notices import Notice
from states.objections import RECEIVED, Objection
from tests.year.office import Office
from tests.year.people import Person

OBJECTED, UPHELD, TRIED = 0.12, 0.15, 0.2
UPHELD_REASON = "公示期间的异议查实成立，终止办理"
ADDRESS = "http://127.0.0.1:8000/board/notice/"
ELSEWHERE = {"notice-missing", "notice-running", "notice-not-posted", "notice-interrupted"}
"""Reasons that lie in the list itself; whatever else holds a household keeps it off the list."""


def see_to(office: Office, person: Person, step: str, rows: Sequence[Row]) -> None:
    """Hang a list for those who stand on none, and close those whose period is over."""
    fresh = [row.case_id for row in rows if {one.code for one in row.blockers} == {"notice-missing"}]
    if fresh:
        office.do(f"list hung: {step}", lambda session: _hang(session, office, person.actor, fresh, step))
    ended = [row for row in rows if any(one.code == "objection-upheld" for one in row.blockers)]
    for row in ended:
        office.do("broken off", lambda session, row=row: break_off(
            session, [row.case_id], by=person.actor, at=office.now, reason=UPHELD_REASON
        ))  # fmt: skip
    hanging = {row.notice: row for row in rows if row.notice and row.case_id not in fresh and row not in ended}
    for notice_id, row in hanging.items():
        running = [one for one in row.blockers if one.code == "notice-running"]
        if running:
            _try_early(office, person.actor, notice_id)
        else:
            office.do(f"list closed: {step}", lambda session, one=notice_id: _close(session, office, person.actor, one))


def _hang(session: Session, office: Office, by: Actor, ids: list[int], step: str) -> None:
    notice = drafting.draft(session, office.book, ids, step, by=by, at=office.now, planned_on=office.today)
    address = ADDRESS + notice.number
    name, values = notice_values(session, office.book, notice, address)
    printed = office.press.paper(name, values)
    note_printed(session, office.book, notice, address, values, printed, by=by, at=office.now)
    for place in notice.places:
        posting.post(session, office.book, notice, place, office.today, by=by, at=office.now)
    if not notice.is_announcement and office.random.random() < OBJECTED:
        line = lines_of(session, notice)[0]
        text = "这一户今年在县城买了房，请再核实。"
        told = {"channel": "online", "text": text, "by": objecting.PUBLIC, "at": office.now}
        objecting.file(session, notice, line.case_id, **told)
        office.done["objection filed"] += 1


def _try_early(office: Office, by: Actor, notice_id: int) -> None:
    """On the last day of the period the list cannot be closed yet; the answer names the day on which it can."""
    if office.random.random() >= TRIED:
        return

    def act(session: Session) -> None:
        closing.close(session, office.book, session.get_one(Notice, notice_id), by=by, at=office.now)

    office.must_refuse("closing a list that hangs", "notice-running", act)


def _close(session: Session, office: Office, by: Actor, notice_id: int) -> None:
    notice = session.get_one(Notice, notice_id)
    assert office.today > notice.last_on, f"{notice.number} was to be closed on {office.today}"
    outcome = closing.close(session, office.book, notice, by=by, at=office.now)
    office.held("list closed", outcome.held)
    office.done.update(f"moved {one.move}" for one in outcome.moved if one.move)
    for place in up(session, notice):
        posting.take_down(session, notice, place, office.today, by=by, at=office.now)


def answer_voices(office: Office, person: Person) -> None:
    """Look into what was said against households, and answer it a day later."""
    with reading(office.db) as session:
        voices, _ = objection_desk.listed(session, person.actor, only_open=True)
    for voice in voices:
        act = _investigate if voice.state == RECEIVED[0] else _settle
        what = "objection looked into" if act is _investigate else "objection answered"
        office.do(what, lambda session, one=voice, act=act: act(session, office, person.actor, one.objection.id))


def _investigate(session: Session, office: Office, by: Actor, number: int) -> None:
    objecting.investigate(session, office.book, session.get_one(Objection, number), by=by, at=office.now)


def _settle(session: Session, office: Office, by: Actor, number: int) -> None:
    outcome = "uphold" if office.random.random() < UPHELD else "dismiss"
    finding, answer = "入户并走访邻居，查阅不动产登记，情况已经查清。", "您反映的情况已经核实，结果请看村务公开栏。"
    one = session.get_one(Objection, number)
    objecting.settle(session, office.book, one, outcome, finding, answer, by=by, at=office.now)
