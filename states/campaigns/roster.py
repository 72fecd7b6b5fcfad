"""The roster of a campaign: which households there were when it began, and where each stood. It never changes."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, func, insert, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.cases import Case
from engine.db import Base
from states.campaigns.campaign import Campaign
from states.households import Household

PAGE = 100


class RosterLine(Base):
    """One household of a roster: its place, state, kind and category on the day on which it was frozen."""

    __tablename__ = "campaign_household"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    state: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16))

    __table_args__ = (
        Index("ix_campaign_household_household_id", "household_id"),
        Index("ix_campaign_household_area", "campaign_id", "area"),
    )


def freeze(session: Session, campaign: Campaign) -> int:
    """Write the households of the place down as they stand, in one statement; answer how many there are."""
    standing = (
        select(literal(campaign.id), Household.id, Household.group_code, Case.state, Household.kind, Household.category)
        .join(Case, Case.id == Household.case_id)
        .where(within(Household.group_code, campaign.area))
    )
    names = ["campaign_id", "household_id", "area", "state", "kind", "category"]
    session.execute(insert(RosterLine).from_select(names, standing))
    mine = select(func.count()).select_from(RosterLine).where(RosterLine.campaign_id == campaign.id)
    return session.scalar(mine) or 0


def counts(session: Session, campaign: Campaign, by: Actor) -> dict[str, tuple[int, int]]:
    """For each state: how many of the roster stood there when it began, and how many of them stand there now."""
    mine = (RosterLine.campaign_id == campaign.id, within(RosterLine.area, by.area))
    then = dict(session.execute(select(RosterLine.state, func.count()).where(*mine).group_by(RosterLine.state)).all())
    joined = select(Case.state, func.count()).join(Household, Household.case_id == Case.id)
    joined = joined.join(RosterLine, RosterLine.household_id == Household.id).where(*mine).group_by(Case.state)
    now = dict(session.execute(joined).all())
    return {state: (then.get(state, 0), now.get(state, 0)) for state in sorted(then.keys() | now.keys())}


def lines(
    session: Session, campaign: Campaign, by: Actor, *, area: str = "", state: str = "", after: int = 0
) -> tuple[list[tuple[RosterLine, Household, str]], int]:
    """A page of the roster with each household and its state now, and the id to go on from (0 at the end)."""
    query = (
        select(RosterLine, Household, Case.state)
        .join(Household, Household.id == RosterLine.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(RosterLine.campaign_id == campaign.id, RosterLine.household_id > after)
        .where(within(RosterLine.area, by.area), within(RosterLine.area, area))
    )
    if state:
        query = query.where(RosterLine.state == state)
    rows = [(row[0], row[1], row[2]) for row in session.execute(query.order_by(Household.id).limit(PAGE + 1))]
    return rows[:PAGE], rows[PAGE - 1][1].id if len(rows) > PAGE else 0
