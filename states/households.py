"""Households: the subject of every case of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import cases
from engine.actors import Actor
from engine.areas import code
from engine.bulk import insert_rows, reserve
from engine.db import Base, Instant
from engine.definition import Definition
from states.members import spelling
from states.money import Money


class Household(Base):
    """A household with its case; `number` is the 户编号 of the national system or one of ours.

    `category` is fixed at identification by the kind of household and the income of that time; that income, the
    line it was laid beside, the line's metric and the pack that set it stay beside it, empty where nobody wrote them
    down. `details` are further facts of the form, canonical JSON text whose fields `states.quality.details` names.
    """

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    number: Mapped[str] = mapped_column(code(32), unique=True)
    group_code: Mapped[str] = mapped_column(code(14), ForeignKey("region.code"))
    village: Mapped[str] = mapped_column(code(12))
    township: Mapped[str] = mapped_column(code(9))
    head_name: Mapped[str] = mapped_column(code(60))
    kind: Mapped[str] = mapped_column(String(16), default="general")
    category: Mapped[str] = mapped_column(String(16), default="none")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(120), default="")
    identified_on: Mapped[date | None]
    eliminated_on: Mapped[date | None]
    identified_income: Mapped[Decimal | None] = mapped_column(Money)
    identified_line: Mapped[int | None]
    identified_metric: Mapped[str] = mapped_column(String(16), default="", server_default="")
    identified_pack: Mapped[str] = mapped_column(String(48), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    details: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")

    __table_args__ = (Index("ix_household_group", "group_code", "number"),)


HOUSEHOLDS, MEMBERS = Base.metadata.tables["household"], Base.metadata.tables["member"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A household about to be registered: columns of the household, and of each member with the name."""

    group_code: str
    columns: dict[str, Any]
    members: tuple[dict[str, Any], ...]


def register(session: Session, drafts: Sequence[Draft], definition: Definition, by: Actor, at: datetime) -> list[int]:
    """Open a case for each household and store it with its members; answer their ids in the same order."""
    if not drafts:
        return []
    opened = cases.open_many(session, definition, [draft.group_code for draft in drafts], by, at)
    ids = reserve(session, HOUSEHOLDS, len(drafts))
    rows = [
        _placed(draft.group_code) | {"id": household, "case_id": case, "created_at": at} | draft.columns
        for draft, household, case in zip(drafts, ids, opened, strict=True)
    ]
    people = [
        _placed(draft.group_code) | {"household_id": household} | spelling(member["name"]) | member
        for draft, household in zip(drafts, ids, strict=True)
        for member in draft.members
    ]
    for table, news in ((HOUSEHOLDS, rows), (MEMBERS, people)):
        for alike in _alike(news):
            insert_rows(session, table, alike)
    return ids


def _alike(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows in groups that have the same columns, each in its order."""
    groups: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(frozenset(row), []).append(row)
    return list(groups.values())


def _placed(group: str) -> dict[str, str]:
    return {"group_code": group, "village": group[:12], "township": group[:9]}
