"""A job: who asked for what, how far it is, and what came of it.

The row is the queue's record, not only its picture: it is written in the transaction of whoever asks, without the
engine that runs it being loaded; lists and areas are asked of it; it goes with a backup. The engine of background
work (`web.worker.durable`) hands the rows out to workers and knows nothing else of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.actors import Actor
from engine.areas import code
from engine.db import Base, Instant
from engine.ledger import canonical
from engine.words import N_

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
LABELS = {
    QUEUED: N_("等待"),
    RUNNING: N_("进行中"),
    DONE: N_("已完成"),
    FAILED: N_("没有办成"),
    CANCELLED: N_("已取消"),
}
OPEN = (QUEUED, RUNNING)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for people: a marked text with `%(name)s` fields, and what fills them."""

    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a job made, kept in the file store under its digest."""

    digest: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: what to say, what to fetch, and figures for programs."""

    said: tuple[Sentence, ...] = ()
    files: tuple[Made, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The form in which it is kept; raises `TypeError` for what has none."""
        said, files = [[one.text, one.facts] for one in self.said], [list(asdict(one).values()) for one in self.files]
        return canonical({"said": said, "files": files, "figures": dict(self.figures)})


class Job(Base):
    """One job. `attempts` counts how often it was put into the queue; `token` is that of who runs it now.

    `interruptions` counts the workers that died over it since it last got on. `results_cleared_at` is when the files
    that it made were cleared, their term being over.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(code())
    params: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(64))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_by_name: Mapped[str] = mapped_column(String(64))
    asked_role: Mapped[str] = mapped_column(String(32))
    asked_area: Mapped[str] = mapped_column(code())
    asked_department: Mapped[str] = mapped_column(String(32), default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(16), default=QUEUED)
    attempts: Mapped[int] = mapped_column(default=1)
    interruptions: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(120), default="")
    token: Mapped[str] = mapped_column(String(32), default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    checkpoint: Mapped[str] = mapped_column(Text, default="{}")
    result: Mapped[str] = mapped_column(Text, default="{}")
    failure: Mapped[str] = mapped_column(Text, default="[]")
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    progressed_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    results_cleared_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("asked_by", "key"),
        Index("ix_job_state", "state", "id"),
        Index("ix_job_area", "area", "id"),
    )

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in OPEN

    @property
    def asker(self) -> Actor:
        """Who asked, as they were when they asked: the job acts as them."""
        return Actor(self.asked_by, self.asked_by_name, self.asked_role, self.asked_area, self.asked_department)

    @property
    def outcome(self) -> Result:
        """What came of it."""
        told = json.loads(self.result)
        return Result(
            tuple(Sentence(*one) for one in told.get("said", ())),
            tuple(Made(*one) for one in told.get("files", ())),
            told.get("figures", {}),
        )

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why it was not done, in words for the clerk."""
        return tuple(Sentence(*one) for one in json.loads(self.failure))
