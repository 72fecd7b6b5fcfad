"""Grids: a part of a village with a named grid worker. A household lies in exactly one; the database holds that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code
from engine.clock import office_day
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_
from states.regions import Region
from states.users import User


class Grid(Base):
    """A grid of a village. `number` is its place among the village's grids."""

    __tablename__ = "grid"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    village: Mapped[str] = mapped_column(code(12), ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(60))
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Instant)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_by: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (Index("ix_grid_village", "village", "id"),)


class GridWorker(Base):
    """Who looks after a grid, from when until when; the one without an end is the present one.

    `username` is the worker's account, empty for one who has none.
    """

    __tablename__ = "grid_worker"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    name: Mapped[str] = mapped_column(String(60))
    username: Mapped[str] = mapped_column(String(32), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index(
            "uq_grid_worker_present",
            "grid_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )


class GridPlace(Base):
    """A household in a grid, since when and until when."""

    __tablename__ = "grid_place"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), index=True)
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index(
            "uq_grid_place_present",
            "household_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )


def make(session: Session, village: str, name: str, worker: str, phone: str, by: Actor, at: datetime) -> Grid:
    """Make a grid with its worker: an account's user name or a person's name.

    Raises `NotFound` for a village outside the area and `BadInput`.
    """
    place = session.get(Region, village)
    if place is None or place.level != "village" or not by.covers(village):
        raise NotFound("region", village)
    problems = [] if name.strip() else [Problem("name", N_("请填写名称"))]
    if place.abolished_on is not None:
        problems.append(Problem("village", N_("这个村已经撤销")))
    same = select(Grid.id).where(Grid.village == village, Grid.name == name.strip(), Grid.closed_on.is_(None))
    if session.scalar(same):
        problems.append(Problem("name", N_("本村已经有这个名称的网格")))
    person, wrong = _worker(session, village, worker)
    if problems := [*problems, *wrong]:
        raise BadInput(*problems)
    grid = Grid(village=village, name=name.strip(), made_by=by.id, made_at=at)
    session.add(grid)
    session.flush()
    _begin(session, grid, person, phone, by, at)
    return grid


def find(session: Session, grid_id: int, by: Actor) -> Grid:
    """A grid of the actor's area; raises `NotFound`."""
    grid = session.get(Grid, grid_id)
    if grid is None or not (by.covers(grid.village) or by.area[:12] == grid.village):
        raise NotFound("grid", grid_id)
    return grid


def hand_over(session: Session, grid: Grid, worker: str, phone: str, reason: str, by: Actor, at: datetime) -> None:
    """Give a grid another worker, with the reason; raises `BadInput`."""
    session.refresh(grid, with_for_update=True)
    person, problems = _worker(session, grid.village, worker)
    if not reason.strip():
        problems.append(Problem("reason", N_("请写明更换网格员的原因")))
    if problems:
        raise BadInput(*problems)
    present = select(GridWorker).where(GridWorker.grid_id == grid.id, GridWorker.until_on.is_(None))
    for one in session.scalars(present):
        one.until_on, one.reason = office_day(at), reason.strip()
    session.flush()
    _begin(session, grid, person, phone, by, at)


def close(session: Session, grid: Grid, by: Actor, at: datetime) -> None:
    """Close a grid in which no household lies any more; raises `BadInput`."""
    count = select(func.count()).select_from(GridPlace).where(GridPlace.grid_id == grid.id, GridPlace.until.is_(None))
    if session.scalar(count):
        raise BadInput(Problem("", N_("网格里还有农户，请先把他们编到别的网格")))
    grid.closed_on, grid.closed_by = office_day(at), by.id
    session.flush()


def workers_on_record(session: Session, grid: Grid) -> Sequence[GridWorker]:
    """Everybody who looked after a grid, the present one first."""
    query = select(GridWorker).where(GridWorker.grid_id == grid.id).order_by(GridWorker.id.desc())
    return session.scalars(query).all()


def _begin(session: Session, grid: Grid, person: tuple[str, str], phone: str, by: Actor, at: datetime) -> None:
    name, username = person
    session.add(
        GridWorker(
            grid_id=grid.id, name=name, username=username, phone=phone.strip()[:40], from_on=office_day(at),
            by=by.id, at=at,
        )
    )  # fmt: skip
    session.flush()


def _worker(session: Session, village: str, worker: str) -> tuple[tuple[str, str], list[Problem]]:
    """The name and account of a worker; what looks like a user name has to be one of a grid worker here."""
    worker = worker.strip()
    if not worker or len(worker) > 60:
        return ("", ""), [Problem("worker", N_("请填写网格员的姓名或用户名"))]
    if not worker.isascii():
        return (worker, ""), []
    user = session.scalar(select(User).where(User.username == worker.lower(), User.active))
    if user is None or user.role != "grid" or user.area[:12] != village:
        return ("", ""), [Problem("worker", N_("本村没有这个网格员账号；没有账号的请填姓名"))]
    return (user.name, user.username), []
