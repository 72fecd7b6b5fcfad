"""Running a campaign: drawn up under the plan in force, begun with its roster frozen, closed with a summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import commands, ledger
from engine.actors import Actor
from engine.advance import advance
from engine.areas import within
from engine.book import Book
from engine.cases import Case, hold, open_cases
from engine.clock import office_day
from engine.errors import BadInput, Problem, Refused
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.campaigns import adjustments, desk, phases, roster
from states.campaigns.campaign import BY, CAMPAIGN, KIND, UNDER_WAY, Campaign, Standing
from states.campaigns.lists import WAITING, HandedList
from states.households import Household
from states.packs.store import in_force, of_digest

LONGEST = 4000


def draft(session: Session, area: str, title: str = "", *, by: Actor, at: datetime, key: str | None = None) -> Campaign:
    """Draw a campaign up for a township or county under the plan in force there; its wording is pinned.

    Raises `Refused` where the plan has no phases or the post runs no campaigns, and `NotFound` where none holds.
    """
    if (told := commands.claim(session, key, by, at)) is not None:
        return session.get_one(Campaign, told["campaign"])
    if len(title.strip()) > 60:
        raise BadInput(Problem("title", N_("名称太长，最多60字")))
    blockers = []
    if by.role not in BY or not by.covers(area) or len(area) not in desk.ABOVE:
        blockers.append(
            Blocker("role-required", N_("集中行动由乡镇业务员、县级审核在自己的辖区开展"), {}, "", "township")
        )
    pack = in_force(session, area, office_day(at))
    if not pack.file.phase:
        told_pack = {"pack": pack.file.pack.title}
        blockers.append(
            Blocker("no-phases", N_("“%(pack)s”没有写明阶段和日期，不能据此开展集中行动"), told_pack, "", "admin")
        )
    if blockers:
        raise Refused("draft", blockers)
    [case] = open_cases(session, CAMPAIGN, [area], by, at)
    name = title.strip() or pack.file.pack.title
    one = Campaign(case_id=case.id, area=area, title=name, pack_id=pack.id, digest=pack.digest)
    session.add(one)
    session.flush()
    ledger.append_many(session, [(case, "drafted", {"campaign": one.id, "pack": pack.digest})], by, at)
    commands.remember(session, key, by, {"campaign": one.id})
    return one


def begin(session: Session, book: Book, campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Begin it: the roster is frozen as the households stand now; answer how many there are. Raises `MoveBlocked`."""
    advance(session, book, campaign.case_id, "begin", by=by, at=at)
    campaign.begun_on = office_day(at)
    campaign.households = roster.freeze(session, campaign)
    session.flush()
    [case] = hold(session, [campaign.case_id])
    ledger.append_many(session, [(case, "roster", {"households": campaign.households})], by, at)
    return campaign.households


def close(
    session: Session, book: Book, campaign: Campaign, summary: str, left: str = "", *, by: Actor, at: datetime
) -> None:
    """Close it with the summary, and why what was not reported is left; raises `MoveBlocked` and `BadInput`."""
    if len(summary) > LONGEST or len(left) > LONGEST:
        raise BadInput(Problem("summary", N_("文字太长")))
    campaign.summary, campaign.left_because = summary.strip(), left.strip()
    session.flush()
    told = figures(session, campaign)
    advance(session, book, campaign.case_id, "close", by=by, at=at, note=campaign.left_because)
    campaign.closed_on, campaign.figures = office_day(at), canonical(told)
    session.flush()


def figures(session: Session, campaign: Campaign) -> dict[str, int]:
    """The adjustments of the whole campaign so far."""
    pack = of_digest(session, campaign.digest)
    if campaign.begun_on is None:
        return {}
    rows = adjustments.by_village(session, campaign.area, campaign.begun_on, pack)
    return adjustments.together(rows.values(), pack)


def standings(session: Session, case_ids: Sequence[int], _today: date) -> dict[int, Standing]:
    """The loader of what is particular to campaigns; a few statements for each, of which there are few."""
    session.flush()
    found = session.scalars(select(Campaign).where(Campaign.case_id.in_(list(case_ids)))).all()
    return {one.case_id: _standing(session, one) for one in found}


def _standing(session: Session, one: Campaign) -> Standing:
    count = select(func.count()).select_from(Household).where(within(Household.group_code, one.area))
    places = phases.places(session, one, of_digest(session, one.digest))
    unreported = sum(cell.report is None for place in places for cell in place.cells.values())
    waiting = select(func.count()).select_from(HandedList).join(Case, Case.id == HandedList.case_id)
    waiting = waiting.where(HandedList.campaign_id == one.id, Case.state == WAITING[0])
    others = select(Campaign.title).join(Case, Case.id == Campaign.case_id)
    others = others.where(Case.kind == KIND, Case.state == UNDER_WAY[0], desk.concerns(one.area), Campaign.id != one.id)
    return Standing(
        session.scalar(count) or 0, tuple(session.scalars(others)), unreported, session.scalar(waiting) or 0,
        one.left_because, one.summary,
    )  # fmt: skip
