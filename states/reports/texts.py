"""What people write into a report beside its figures: kept by kind, place, period and part, each version for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Integer, Select, String, Text, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.reports.period import Period

MOST = 4000


class ReportText(Base):
    """One version of what stands in one part of a report; the one not superseded stands."""

    __tablename__ = "report_text"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(code(14))
    first_on: Mapped[date]
    last_on: Mapped[date]
    part: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    superseded: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (
        Index("uq_report_text_version", "area", "kind", "first_on", "last_on", "part", "version", unique=True),
        Index(
            "uq_report_text_present",
            "area",
            "kind",
            "first_on",
            "last_on",
            "part",
            unique=True,
            sqlite_where=sql("NOT superseded"),
            postgresql_where=sql("NOT superseded"),
        ),
    )


def written(session: Session, kind: str, area: str, period: Period) -> dict[str, ReportText]:
    """What stands in the parts of a report, by part."""
    return {one.part: one for one in session.scalars(_of(kind, area, period).where(ReportText.superseded.is_(False)))}


def past(session: Session, kind: str, area: str, period: Period) -> dict[str, list[ReportText]]:
    """Every version of every part, the newest first, the one that stands among them."""
    found: dict[str, list[ReportText]] = {}
    for one in session.scalars(_of(kind, area, period).order_by(ReportText.version.desc())):
        found.setdefault(one.part, []).append(one)
    return found


def write(
    session: Session, kind: str, area: str, period: Period, texts: Mapping[str, tuple[str, int]], *, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Keep what somebody wrote: for each part the text, and the version that it was written over (0 for none).

    Answers how many parts changed. Raises `NotFound` outside the actor's area, `BadInput` for a text that is too
    long, and `Refused` when somebody else wrote into a part meanwhile.
    """
    if not by.covers(area):
        raise NotFound("region", area)
    standing = written(session, kind, area, period)
    plain = {part: (_plain(said), over) for part, (said, over) in texts.items()}
    changed = {p: one for p, one in plain.items() if one[0] != (standing[p].text if p in standing else "")}
    if problems := [Problem(part, N_("文字太长")) for part, (said, _) in changed.items() if len(said) > MOST]:
        raise BadInput(*problems)
    overtaken = [standing[p] for p, (_, over) in changed.items() if p in standing and standing[p].version != over]
    if overtaken:
        told = N_("%(name)s刚刚改过同一部分，请看过新的内容以后再改")
        raise Refused("write", [Blocker("changed-meanwhile", told, {"name": one.by_name}) for one in overtaken])
    for part in changed.keys() & standing.keys():
        standing[part].superseded = True
    session.flush()
    session.add_all(
        ReportText(
            kind=kind, area=area, first_on=period.first_on, last_on=period.last_on, part=part, text=said, by=by.id,
            version=standing[part].version + 1 if part in standing else 1, by_name=by.name, at=at,
        )
        for part, (said, _over) in changed.items()
    )  # fmt: skip
    session.flush()
    return len(changed)


def begun(session: Session, by: Actor, limit: int = 50) -> list[tuple[str, str, Period, datetime]]:
    """The reports of the actor's area that somebody wrote into: kind, place, period and when, the newest first."""
    query = select(ReportText).where(within(ReportText.area, by.area), ReportText.superseded.is_(False))
    found: dict[tuple[str, str, Period], datetime] = {}
    for one in session.scalars(query.order_by(ReportText.at.desc()).limit(limit * 8)):
        found.setdefault((one.kind, one.area, Period(one.first_on, one.last_on)), one.at)
    return [(*key, at) for key, at in list(found.items())[:limit]]


def _of(kind: str, area: str, period: Period) -> Select[ReportText]:
    return select(ReportText).where(
        ReportText.kind == kind,
        ReportText.area == area,
        ReportText.first_on == period.first_on,
        ReportText.last_on == period.last_on,
    )


def _plain(said: str) -> str:
    """The paragraphs without blank lines and spaces at their ends."""
    return "\n".join(line for line in (one.strip() for one in said.splitlines()) if line)
