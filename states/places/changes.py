"""What was changed about a place: renamed, merged, given another code, split. Nothing is changed without its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import areas
from engine.actors import Actor
from engine.clock import office_day
from engine.db import Base, Instant, once
from engine.errors import BadInput, Problem
from engine.words import N_
from states.regions import LEVELS, Region

ADDED, CORRECTED, RENAMED = "added", "corrected", "renamed"
MERGED, RECODED, SPLIT, REGROUPED = "merged", "recoded", "split", "regrouped"
RETURNED = "returned"
LABELS = {
    ADDED: N_("新增"),
    CORRECTED: N_("更正"),
    RENAMED: N_("更名"),
    MERGED: N_("合并"),
    RECODED: N_("改编码"),
    SPLIT: N_("分出"),
    REGROUPED: N_("调整编组"),
    RETURNED: N_("撤回调整"),
}
ENDS = (MERGED, RECODED, RETURNED)
"""The changes after which the old code is abolished."""


class RegionChange(Base):
    """One change of one place. `other` is the code it went into, or out of which it came; empty when there is none.

    `before` is the name, and with a correction the contact, as it was. Households and persons are those that moved.
    `part_of` is the line of the whole that this one is a part of, as a group's is of its village's.
    """

    __tablename__ = "region_change"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    code: Mapped[str] = mapped_column(areas.code(14), ForeignKey("region.code"))
    kind: Mapped[str] = mapped_column(String(16))
    other: Mapped[str] = mapped_column(areas.code(14), default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(String(120), default="")
    households: Mapped[int] = mapped_column(default=0)
    persons: Mapped[int] = mapped_column(default=0)
    changed_on: Mapped[date] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    part_of: Mapped[int | None] = mapped_column(ForeignKey("region_change.id"), index=True)

    __table_args__ = (Index("ix_region_change_code", "code", "id"), Index("ix_region_change_other", "other", "id"))

    @property
    def label(self) -> str:
        """What was done, in a word."""
        return LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class Why:
    """Why places are changed, and by which document."""

    reason: str
    document: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What the ledger of each household says of it."""
        return {"reason": self.reason.strip()} | ({"document": self.document.strip()} if self.document.strip() else {})

    def check(self, *, with_document: bool = True) -> list[Problem]:
        """What is missing in it."""
        problems = []
        if not self.reason.strip():
            problems.append(Problem("reason", N_("请写明调整的原因")))
        elif len(self.reason.strip()) > 400:
            problems.append(Problem("reason", N_("文字太长")))
        if with_document and not self.document.strip():
            problems.append(Problem("document", N_("请填写批准调整的文件名称或文号")))
        return problems

    def require(self, *more: Problem, with_document: bool = True) -> None:
        """Raise `BadInput` for what is missing in it, and for `more`."""
        if problems := [*self.check(with_document=with_document), *more]:
            raise BadInput(*problems)


def note(
    session: Session,
    place: str,
    kind: str,
    why: Why,
    by: Actor,
    at: datetime,
    *,
    other: str = "",
    before: str = "",
    after: str = "",
    moved: tuple[int, int] = (0, 0),
    part_of: int | None = None,
) -> RegionChange:
    """Write the line of a change; `moved` are the households and persons that went along."""
    change = RegionChange(
        code=place, kind=kind, other=other, before=before, after=after, reason=why.reason.strip(),
        document=why.document.strip(), households=moved[0], persons=moved[1], changed_on=office_day(at),
        by=by.id, by_name=by.name, at=at, part_of=part_of,
    )  # fmt: skip
    session.add(change)
    if part_of is None:
        session.flush()  # the lines of the parts, which may be many, go out together
    return change


def history(session: Session, place: str) -> Sequence[RegionChange]:
    """What was changed about a place, newest first."""
    query = select(RegionChange).where(RegionChange.code == place).order_by(RegionChange.id.desc())
    return session.scalars(query).all()


def former(session: Session, place: str) -> Sequence[tuple[str, str, date]]:
    """The code and name under which a place, or what was merged into it, was known before, and until when."""
    query = select(RegionChange).where(RegionChange.other == place, RegionChange.kind.in_(ENDS))
    return [(one.code, one.before, one.changed_on) for one in session.scalars(query.order_by(RegionChange.id.desc()))]


def recoded(session: Session) -> list[tuple[str, str]]:
    """Every code that was given up for another one, with that one, in the order in which it happened."""
    query = select(RegionChange.code, RegionChange.other).where(RegionChange.kind == RECODED).order_by(RegionChange.id)
    return once(session, "recoded", lambda: [(row[0], row[1]) for row in session.execute(query)])


def same_places(session: Session, area: str) -> list[str]:
    """The codes that an area had before it, or a place around it, was given another code; the newest first."""
    if not recoded(session):
        return []
    found, fresh = list[str](), [area]
    while fresh:
        above = {one[:length] for one in fresh for length in (*LEVELS, len(one)) if length <= len(one)}
        query = select(RegionChange.other, RegionChange.code).where(RegionChange.other.in_(above))
        rows = session.execute(query.where(RegionChange.kind == RECODED).order_by(RegionChange.id.desc())).all()
        older = [code + one[len(other) :] for other, code in rows for one in fresh if one.startswith(other)]
        fresh = [one for one in dict.fromkeys(older) if one not in found and one != area]
        found += fresh
    return found


def successors(session: Session, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The code and name that took the place of each abolished one; those that have none are left out."""
    query = (
        select(RegionChange.code, RegionChange.other, Region.name)
        .join(Region, Region.code == RegionChange.other)
        .where(RegionChange.code.in_(set(codes)), RegionChange.kind.in_(ENDS))
        .order_by(RegionChange.id)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
