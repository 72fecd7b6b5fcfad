"""Windows that open on request: what was asked for in writing and what was answered (TZ19, XZ17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.cases import Case, hold
from engine.clock import office_day
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.campaigns.campaign import UNDER_WAY, Campaign
from states.campaigns.records import Opening
from states.issued.paper import STANDING, Paper
from states.packs.campaign_parts import Window
from states.packs.loader import Pack
from states.packs.store import of_digest

REQUEST, REPLY = "permission_request", "permission_reply"
ASKING = {"township": ("township", "township_leader"), "county": ("county",)}


@dataclass(frozen=True, slots=True)
class Answer:
    """How it stands with a request: its document and day, and the answer with the days for which it opens."""

    area: str
    document: str
    asked_on: date
    answer: str = ""
    answered_on: date | None = None
    granted: bool = False
    since: date | None = None
    until: date | None = None
    paper: int | None = None
    opening: int | None = None

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.answered_on is not None


def answers(session: Session, campaign: Campaign, pack: Pack) -> dict[str, list[Answer]]:
    """For each window all that was asked for, the newest last; two statements."""
    by_phase = {window.phase: window.name for window in pack.file.window if window.opened_by == "request"}
    found: dict[str, list[Answer]] = {name: [] for name in by_phase.values()}
    rows = session.scalars(select(Opening).where(Opening.campaign_id == campaign.id).order_by(Opening.id))
    for one in rows:
        if one.window in found:
            found[one.window].append(_recorded(one))
    for phase, told in _letters(session, campaign):
        if phase in by_phase:
            found[by_phase[phase]].append(told)
    return {
        name: sorted(some, key=lambda one: (one.asked_on, one.answered_on or date.max)) for name, some in found.items()
    }


def _recorded(one: Opening) -> Answer:
    return Answer(
        one.area, one.document, one.asked_on, one.answer, one.answered_on, one.granted, one.since, one.until,
        opening=one.id,
    )  # fmt: skip


def _letters(session: Session, campaign: Campaign) -> Iterable[tuple[str, Answer]]:
    """The standing requests of the places of a campaign since it began, each with its standing answer."""
    reply, held = aliased(Paper), aliased(Case)
    stands = select(reply.id, reply.answers).join(held, held.id == reply.case_id)
    standing = stands.where(held.state.in_(STANDING), reply.document == REPLY).subquery()
    query = (
        select(Paper, reply)
        .join(Case, Case.id == Paper.case_id)
        .outerjoin(standing, standing.c.answers == Paper.id)
        .outerjoin(reply, reply.id == standing.c.id)
        .where(Paper.document == REQUEST, Case.state.in_(STANDING), within(Paper.area, campaign.area))
        .where(Paper.issued_on >= (campaign.begun_on or date.max))
        .order_by(Paper.id)
    )
    for asked, answered in session.execute(query):
        yield str(asked.stands_for.get("params", {}).get("phase", "")), _told(asked, answered)


def _told(asked: Paper, answered: Paper | None) -> Answer:
    if answered is None:
        return Answer(asked.area, asked.number, asked.issued_on, paper=asked.id)
    said = answered.values
    days = [date.fromisoformat(said[name]) if said.get(name) else None for name in ("since", "until")]
    return Answer(
        asked.area, asked.number, asked.issued_on, answered.number, answered.issued_on, bool(said.get("granted")),
        days[0], days[1], paper=asked.id,
    )  # fmt: skip


def ask(
    session: Session, campaign: Campaign, name: str, document: str, asked_on: date, *, by: Actor, at: datetime
) -> Opening:
    """Put a written request on record that went to an office outside the program; raises `Refused` and `BadInput`."""
    window = window_of(of_digest(session, campaign.digest), name)
    problems = _written("document", document)
    problems += _on_a_day("asked_on", asked_on, at)
    if problems:
        raise BadInput(*problems)
    [case] = hold(session, [campaign.case_id])
    blockers = _against(window, case, by)
    if blockers:
        raise Refused("ask", blockers)
    one = Opening(
        campaign_id=campaign.id, window=name, area=by.area, document=document.strip(), asked_on=asked_on,
        asked_by_name=by.name,
    )  # fmt: skip
    session.add(one)
    session.flush()
    told = {"window": name, "area": by.area, "document": one.document, "asked_on": asked_on}
    ledger.append_many(session, [(case, "window-asked", told)], by, at)
    return one


def answer(
    session: Session, campaign: Campaign, opening_id: int, document: str, answered_on: date, *,
    granted: bool, since: date | None = None, until: date | None = None, by: Actor, at: datetime,
) -> Opening:  # fmt: skip
    """Put the answer on record, which opens the window for its days; raises `NotFound`, `Refused` and `BadInput`."""
    mine = Opening.id == opening_id, Opening.campaign_id == campaign.id
    one = session.scalars(select(Opening).where(*mine).with_for_update()).one_or_none()
    if one is None or not by.covers(one.area) or one.answered_on:
        raise NotFound("opening", opening_id)
    problems = _written("document", document) + _on_a_day("answered_on", answered_on, at)
    if answered_on < one.asked_on:
        problems.append(Problem("answered_on", N_("批复日期早于申请日期")))
    if granted and (since is None or until is None or until < since):
        problems.append(Problem("until", N_("同意开放的，请写明开放、关闭两天，关闭不早于开放")))
    if problems:
        raise BadInput(*problems)
    [case] = hold(session, [campaign.case_id])
    window = window_of(of_digest(session, campaign.digest), one.window)
    if blockers := _against(window, case, by):
        raise Refused("answer", blockers)
    one.answer, one.answered_on, one.answered_by_name, one.granted = document.strip(), answered_on, by.name, granted
    one.since, one.until = (since, until) if granted else (None, None)
    session.flush()
    told = {"window": one.window, "area": one.area, "document": one.answer, "granted": granted}
    ledger.append_many(session, [(case, "window-answered", told | {"since": one.since, "until": one.until})], by, at)
    return one


def window_of(pack: Pack, name: str) -> Window:
    """A window of a plan; raises `NotFound`."""
    for window in pack.file.window:
        if window.name == name:
            return window
    raise NotFound("window", name)


def opened(window: Window, told: Mapping[str, list[Answer]], area: str) -> Answer | None:
    """What stands for a place: the newest grant that reaches it, else the newest request; None when nobody asked."""
    mine = [one for one in told.get(window.name, ()) if area.startswith(one.area)]
    granted = [one for one in mine if one.granted]
    return [None, *mine, *granted][-1]


def _against(window: Window, case: Case, by: Actor) -> list[Blocker]:
    found = []
    if case.state != UNDER_WAY[0]:
        found.append(Blocker("campaign-state", N_("集中行动不在进行中"), {}, window.basis))
    if window.opened_by != "request":
        text = N_("“%(window)s”到日期就开放，不用申请")
        found.append(Blocker("not-asked-for", text, {"window": window.title}, window.basis))
    if by.role not in ASKING[window.asked_by]:
        text = N_("开放权限由申请的一级登记")
        found.append(Blocker("role-required", text, {}, window.basis, window.asked_by))
    return found


def _written(where: str, text: str) -> list[Problem]:
    return [] if 2 <= len(text.strip()) <= 60 else [Problem(where, N_("请写明文号，不超过60字"))]


def _on_a_day(where: str, day: date, at: datetime) -> list[Problem]:
    return [Problem(where, N_("日期还没有到"))] if day > office_day(at) else []
