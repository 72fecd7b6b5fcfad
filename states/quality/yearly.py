"""The tables of closed years (HT08): what was true of a household and of a member when the year was closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Base, Instant


class HouseholdYear(Base):
    """A household as the closed year left it: canonical JSON text, written once."""

    __tablename__ = "household_year"

    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    facts: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime] = mapped_column(Instant)
    closed_by: Mapped[str] = mapped_column(String(64))


class MemberYear(Base):
    """A member as the closed year left them."""

    __tablename__ = "member_year"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    facts: Mapped[str] = mapped_column(Text)
