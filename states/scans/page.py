"""What was scanned: a batch as it was handed in, its pages, and the evidence to which a page was put."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from engine.words import N_

FILED, QUEUED, REJECTED, DUPLICATE = "filed", "queued", "rejected", "duplicate"
LABELS = {
    FILED: N_("已归档"),
    QUEUED: N_("待人工归档"),
    DUPLICATE: N_("重复"),
    REJECTED: N_("不归档"),
}
OPEN = (QUEUED, DUPLICATE, REJECTED)
"""What a person may still file."""

REASONS = {
    "unreadable": N_("没有读到二维码：可能折了、脏了、没拍全，或者不是本系统打印的表"),
    "several": N_("一页上读到了几张表的二维码，请只放一张表重新扫描"),
    "foreign": N_("二维码不是本系统的表上的，或者印坏了"),
    "unknown-form": N_("这种表已经不用了，或者是别处打印的"),
    "not-here": N_("您的辖区里没有表上的户编号"),
    "not-yet": N_("表上的打印日期在今天以后"),
    "old": N_("表是一年以前打印的，请核对还有没有用"),
    "no-step": N_("这一户现在办理的程序不要这份材料；要存进户档案，请核对后归档"),
    "again": N_("同一页已经扫描过"),
    "blank": N_("空白页"),
    "broken": N_("这一页损坏，打不开"),
    "undone": N_("归档后又撤销了"),
    "discarded": N_("人工确认不归档"),
    "by-hand": N_("人工归档"),
}
"""Why a page stands where it stands."""


class ScanBatch(Base):
    """Files handed in at once; `sources` is JSON of (digest, name, media type), `job_id` the job that splits them."""

    __tablename__ = "scan_batch"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    area: Mapped[str] = mapped_column(code(14))
    name: Mapped[str] = mapped_column(String(200))
    sources: Mapped[str] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (Index("ix_scan_batch_area", "area", "id"),)


class ScanPage(Base):
    """One page as a picture; `kinds` are the kinds of evidence that it is proof of, with spaces between.

    `told` is what was read, `sheet` the beginning of the digest of what the paper says. `page` is 0 where nobody knows
    which page of a paper it is. `area` is the household's group once that is known, else the batch's.
    """

    __tablename__ = "scan_page"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("scan_batch.id"))
    position: Mapped[int]
    area: Mapped[str] = mapped_column(code(14))
    image: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16))
    told: Mapped[str] = mapped_column(Text, default="")
    form: Mapped[str] = mapped_column(String(60), default="")
    kinds: Mapped[str] = mapped_column(String(120), default="")
    subject: Mapped[str] = mapped_column(String(40), default="")
    edition: Mapped[int] = mapped_column(default=0)
    made_on: Mapped[date | None]
    sheet: Mapped[str] = mapped_column(String(8), default="")
    page: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    step: Mapped[str] = mapped_column(String(32), default="")
    same_as: Mapped[int | None] = mapped_column(ForeignKey("scan_page.id"))
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_by_name: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("batch_id", "position"), Index("ix_scan_page_area", "status", "area", "id"))

    @property
    def proves(self) -> tuple[str, ...]:
        """The kinds of evidence that it is proof of."""
        return tuple(self.kinds.split())


class ScanUse(Base):
    """A page put to evidence of a kind: among its files, or as `supplement` to what was recorded without the paper."""

    __tablename__ = "scan_use"

    page_id: Mapped[int] = mapped_column(ForeignKey("scan_page.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    supplement: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Instant)
