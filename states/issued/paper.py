"""An official paper: what an office issued under a number, a case with a lifecycle of its own (TZ19, TZ26)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.definition import Definition, Move, State
from engine.words import N_

KIND = "paper"
ISSUED = "issued", N_("已印发")
SIGNED = "signed", N_("签章件已收回")
WITHDRAWN = "withdrawn", N_("已作废")
REPLACED = "replaced", N_("已换新版")
STANDING = (ISSUED[0], SIGNED[0])
LABELS = dict((ISSUED, SIGNED, WITHDRAWN, REPLACED))

BY = ("village", "township", "township_leader", "county", "department")
"""Whose posts issue papers, each for its own place; a department for itself."""

PAPER = Definition(
    KIND,
    "paper-1",
    N_("文书"),
    (State(*ISSUED), State(*SIGNED), State(*WITHDRAWN, final=True), State(*REPLACED, final=True)),
    (
        Move("sign", N_("登记签章件"), (ISSUED[0],), SIGNED[0], by=BY),
        Move("withdraw", N_("作废"), STANDING, WITHDRAWN[0], by=BY),
        Move("replace", N_("换新版"), STANDING, REPLACED[0], by=BY),
    ),
)


class Paper(Base):
    """A paper issued by the office of `area`; its number is `stem`〔`year`〕`serial`号, which no other paper ever has.

    `document` names what was printed, `frozen` holds its values as canonical JSON and `vouches` the data that it
    stands for, `{}` for none. `about` is the case of the household that it speaks of, `department` the one that
    issued it or that it goes to, `answers` the paper that it replies to. A new edition has the number of the one it
    supersedes, under which both stay. `signed_digest` is the file of the signed copy, once it is back.
    """

    __tablename__ = "issued_paper"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    document: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(code(14))
    stem: Mapped[str] = mapped_column(String(24))
    year: Mapped[int]
    serial: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    supersedes: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"))
    answers: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"), index=True)
    about: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    department: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200))
    frozen: Mapped[str] = mapped_column(Text)
    values_digest: Mapped[str] = mapped_column(String(64))
    pdf_digest: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int]
    vouches: Mapped[str] = mapped_column(Text, default="{}")
    issued_on: Mapped[date]
    issued_by: Mapped[str] = mapped_column(String(64))
    issued_by_name: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    ended_because: Mapped[str] = mapped_column(String(400), default="")
    signed_digest: Mapped[str] = mapped_column(String(64), default="")
    signed_type: Mapped[str] = mapped_column(String(40), default="")
    signed_on: Mapped[date | None]
    signed_by_name: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (
        UniqueConstraint("area", "stem", "year", "serial", "edition"),
        Index("ix_issued_paper_area", "area", "id"),
        Index("ix_issued_paper_document", "document", "area", "id"),
    )

    @property
    def number(self) -> str:
        """The number as it is printed: 云岭镇请〔2023〕3号."""
        return f"{self.stem}〔{self.year}〕{self.serial}号"

    @property
    def values(self) -> dict[str, Any]:
        """The values from which it was printed."""
        return dict(json.loads(self.frozen))

    @property
    def stands_for(self) -> dict[str, Any]:
        """The data that it vouches for, and what the clerk filled in: kind, params, digest, counts."""
        return dict(json.loads(self.vouches))


class VouchedLine(Base):
    """The digest of one household's data at the time of the paper that vouches for it."""

    __tablename__ = "vouched_line"

    paper_id: Mapped[int] = mapped_column(ForeignKey("issued_paper.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_vouched_line_household_id", "household_id"),)
