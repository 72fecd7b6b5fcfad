"""What a site keeps as data of its own: editions of layouts and of code lists, each whole and unchanged for ever.

The newest edition of a name that was not withdrawn holds instead of what comes with the program. Nothing is
deleted: withdrawing one is noted, and what held before holds again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, Integer, String, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem
from engine.words import N_

Kind = Literal["layout", "codes"]
LAYOUT: Kind = "layout"
CODES: Kind = "codes"
LONGEST = 200
USED = N_("这个版号已经用过，入库的版不能改；请换一个版号")


class SiteEdition(Base):
    """One edition of a layout or a code list that the site took into use; `withdrawn_at` once it was taken back."""

    __tablename__ = "site_edition"
    __table_args__ = (UniqueConstraint("kind", "name", "edition"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(code(64), index=True)
    source: Mapped[str] = mapped_column(Text, deferred=True)
    added_by: Mapped[str] = mapped_column(String(64))
    added_by_name: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_by: Mapped[str] = mapped_column(String(64), default="")
    withdrawn_by_name: Mapped[str] = mapped_column(String(64), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition as it stands: `row` is the site's record, None for what comes with the program; whether it holds."""

    name: str
    edition: str
    title: str
    digest: str
    row: SiteEdition | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Named:
    """An edition by its name: what is handed in when it is added."""

    kind: Kind
    name: str
    edition: str
    title: str


def known(session: Session, kind: Kind) -> Sequence[SiteEdition]:
    """The editions of a kind in the order in which they were added, without their texts: one statement."""
    return session.scalars(select(SiteEdition).where(SiteEdition.kind == kind).order_by(SiteEdition.id)).all()


def texts(session: Session, digests: Sequence[str]) -> dict[str, str]:
    """The texts of editions by their digests, withdrawn ones among them: one statement."""
    query = select(SiteEdition.digest, SiteEdition.source).where(SiteEdition.digest.in_(digests))
    return {row.digest: row.source for row in session.execute(query)} if digests else {}


def add(session: Session, named: Named, text: str, *, by: Actor, at: datetime) -> SiteEdition:
    """Keep an edition; raises `BadInput` where its number was given before, as an edition is never changed."""
    here = (SiteEdition.kind == named.kind, SiteEdition.name == named.name, SiteEdition.edition == named.edition)
    if session.scalar(select(SiteEdition.id).where(*here)):
        raise BadInput(Problem("edition", USED))
    row = SiteEdition(
        kind=named.kind,
        name=named.name,
        edition=named.edition,
        title=named.title,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=text,
        added_by=by.id,
        added_by_name=by.name,
        added_at=at,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:  # somebody else added it between the question and the answer: the database decides
        raise BadInput(Problem("edition", USED)) from None
    return row


def withdraw(
    session: Session, kind: Kind, name: str, edition: str, reason: str, *, by: Actor, at: datetime
) -> SiteEdition:
    """Note that an edition holds no longer; raises `NotFound`, and `BadInput` without a reason or a second time."""
    here = (SiteEdition.kind == kind, SiteEdition.name == name, SiteEdition.edition == edition)
    row = session.scalar(select(SiteEdition).where(*here).with_for_update())
    if row is None:
        raise NotFound("edition", f"{name} {edition}")
    if row.withdrawn_at is not None:
        raise BadInput(Problem("edition", N_("这一版已经撤回了")))
    if not reason.strip() or len(reason) > LONGEST:
        raise BadInput(Problem("reason", N_("请写明撤回的原因，最多200个字")))
    row.withdrawn_by, row.withdrawn_by_name, row.withdrawn_at, row.reason = by.id, by.name, at, reason.strip()
    session.flush()
    return row
