"""A line of a check list (XZ21): a household, the way proposed for it, the grounds, and what the village said of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.ledger import canonical
from engine.words import N_

PROPOSED, CONFIRMED, STRUCK, BEGUN, LAPSED = "proposed", "confirmed", "struck", "begun", "lapsed"
STANDINGS = {
    PROPOSED: N_("待村级核查"),
    CONFIRMED: N_("村级确认"),
    STRUCK: N_("村级划去"),
    BEGUN: N_("已启动程序"),
    LAPSED: N_("情况已变，不再列入"),
}
ADJUSTMENT, LOOK_BACK = "adjustment", "look-back"
LISTS = {ADJUSTMENT: N_("动态核查名单"), LOOK_BACK: N_("“回头看”核查名单")}
WAYS_OF = {
    ADJUSTMENT: ("identify", "re_flag", "eliminate"),
    LOOK_BACK: ("clear_out", "roll_back", "re_flag", "eliminate"),
}


class Ground(NamedTuple):
    """Why a household stands on the list: what kind of reason, and the sentence."""

    code: str
    said: str


class CheckLine(Base):
    """A household on a check list for one way; the same line is proposed again when there is a new ground."""

    __tablename__ = "check_line"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    area: Mapped[str] = mapped_column(code())
    way: Mapped[str] = mapped_column(String(32))
    grounds: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(String(16), default=PROPOSED)
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    settled_by: Mapped[str] = mapped_column(String(64), default="")
    settled_by_name: Mapped[str] = mapped_column(String(64), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("household_id", "way"),
        Index("ix_check_line_area", "area", "standing", "way", "id"),
    )

    @property
    def told(self) -> list[Ground]:
        """The grounds in their order."""
        return [Ground(*one) for one in json.loads(self.grounds)]


def written(grounds: Sequence[Ground]) -> str:
    """Grounds as they are stored."""
    return canonical([list(one) for one in grounds])
