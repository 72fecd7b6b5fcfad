"""The people of a household; whoever leaves stays on record with the day and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.db import Base
from states.codes import codes
from states.pinyin import given_of, readings


def _only(condition: str) -> dict[str, Any]:
    """An index of some rows only, on each database."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Member(Base):
    """A person in a household.

    `person` is the 18-digit number under card or certificate, the same person's in both; it is empty
    for people without papers. A person lives in one household at a time: the database itself refuses a
    second one. Township and village repeat the household's, so that a search reads one index. `details` are further
    facts of the form, canonical JSON text whose fields `states.quality.details` names.
    """

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    township: Mapped[str] = mapped_column(code(9))
    village: Mapped[str] = mapped_column(code(12))
    group_code: Mapped[str] = mapped_column(code(14))
    name: Mapped[str] = mapped_column(code(60))
    given: Mapped[str] = mapped_column(code(60))
    pinyin: Mapped[str] = mapped_column(code(160))
    pinyin_alt: Mapped[str] = mapped_column(code(160), default="")
    initials: Mapped[str] = mapped_column(code(60))
    initials_alt: Mapped[str] = mapped_column(code(60), default="")
    sex: Mapped[str] = mapped_column(String(8), default="")
    id_kind: Mapped[str] = mapped_column(String(16), default="id-card")
    id_no: Mapped[str] = mapped_column(code(24))
    person: Mapped[str] = mapped_column(code(18), default="")
    birth_on: Mapped[date | None]
    relation: Mapped[str] = mapped_column(String(24))
    ethnicity: Mapped[str] = mapped_column(String(4), default="")
    education: Mapped[str] = mapped_column(String(16), default="")
    school: Mapped[str] = mapped_column(String(16), default="")
    health: Mapped[str] = mapped_column(String(48), default="")
    labour: Mapped[str] = mapped_column(String(16), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(String(16), default="")
    is_head: Mapped[bool] = mapped_column(default=False)
    details: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")

    __table_args__ = (
        Index("ix_member_name", "name", "id"),
        Index("ix_member_given", "given", "id"),
        Index("ix_member_pinyin", "pinyin", "id"),
        Index("ix_member_initials", "initials", "id"),
        Index("ix_member_id_no", "id_no", "id"),
        Index("ix_member_township_name", "township", "name", "id"),
        Index("ix_member_township_given", "township", "given", "id"),
        Index("ix_member_township_pinyin", "township", "pinyin", "id"),
        Index("ix_member_township_initials", "township", "initials", "id"),
        Index("ix_member_pinyin_alt", "pinyin_alt", "id", **_only("pinyin_alt <> ''")),
        Index("ix_member_initials_alt", "initials_alt", "id", **_only("initials_alt <> ''")),
        Index("ix_member_phone", "phone", "id", **_only("phone <> ''")),
        Index("uq_member_person_here", "person", unique=True, **_only("left_on IS NULL AND person <> ''")),
    )

    @property
    def is_here(self) -> bool:
        """Whether the person still belongs to the household."""
        return self.left_on is None

    @property
    def labour_label(self) -> str:
        """The labour skill in the words of the form."""
        return codes("labour").label(self.labour)

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None when the birthday is unknown."""
        if self.birth_on is None:
            return None
        return day.year - self.birth_on.year - ((day.month, day.day) < (self.birth_on.month, self.birth_on.day))


def spelling(name: str) -> dict[str, str]:
    """The columns by which a name is found."""
    found = readings(name)
    return {
        "name": name,
        "given": given_of(name),
        "pinyin": found.pinyin,
        "pinyin_alt": found.pinyin_alt,
        "initials": found.initials,
        "initials_alt": found.initials_alt,
    }


def of_households(session: Session, households: Iterable[int]) -> dict[int, Sequence[Member]]:
    """The present members of each household, the head first, in one query."""
    found: dict[int, list[Member]] = {number: [] for number in households}
    here = select(Member).where(Member.household_id.in_(list(found)), Member.left_on.is_(None))
    for member in session.scalars(here.order_by(Member.household_id, Member.is_head.desc(), Member.id)):
        found[member.household_id].append(member)
    return dict(found)


def there_on(day: date | None) -> ColumnElement[bool]:
    """Who belonged to the household on a day, or belongs to it now."""
    if day is None:
        return Member.left_on.is_(None)
    joined = Member.joined_on.is_(None) | (Member.joined_on <= day)
    return joined & (Member.left_on.is_(None) | (Member.left_on > day))


def of_households_on(session: Session, households: Iterable[int], day: date) -> Sequence[Member]:
    """Who belonged to these households on a day, the present head of each first; one query."""
    there = select(Member).where(Member.household_id.in_(list(households)), there_on(day))
    return session.scalars(there.order_by(Member.household_id, Member.is_head.desc(), Member.id)).all()


def has_no_labour(members: Iterable[Member]) -> bool:
    """Whether nobody in the household can work: 整户无劳动力. What is not recorded is not assumed."""
    known = [member.labour for member in members]
    return bool(known) and all(labour in ("lost", "none") for labour in known)
