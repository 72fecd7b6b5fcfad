"""What this installation is: a real one, or one for practice that may set its own date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.clock import office_day
from engine.db import Base
from engine.errors import Refused
from engine.guards import Blocker
from engine.words import N_

KIND, AHEAD = "kind", "days_ahead"
TRAINING, REAL = "training", "real"


class Setting(Base):
    """One fact about the installation, by name."""

    __tablename__ = "instance"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def found(session: Session) -> bool:
    """Whether the installation was given its kind."""
    return session.get(Setting, KIND) is not None


def create(session: Session, *, training: bool) -> None:
    """Say once, at creation, what this installation is; it cannot be changed afterwards."""
    if not found(session):
        session.add(Setting(name=KIND, value=TRAINING if training else REAL))
        session.flush()


def is_training(session: Session) -> bool:
    """Whether this is an installation for practice."""
    kind = session.get(Setting, KIND)
    return kind is not None and kind.value == TRAINING


def days_ahead(session: Session) -> int:
    """By how many days the practice date is ahead of the real one (or behind, when negative)."""
    row = session.get(Setting, AHEAD)
    return int(row.value) if row and is_training(session) else 0


def now(session: Session, at: datetime) -> datetime:
    """The installation's own time at the real instant `at`.

    The date is kept as a distance: the practice clock goes on like the real one, never back at midnight.
    """
    return at + timedelta(days=days_ahead(session))


def set_practice_date(session: Session, day: date, at: datetime) -> None:
    """Move the practice clock to `day`, at the real instant `at`; once it was set, it only goes forward.

    Raises:
        Refused: a real installation, or a day before the present practice date.
    """
    if not is_training(session):
        raise Refused("practice-date", [Blocker("real-instance", N_("正式系统的日期不能更改，只有练习系统可以"))])
    row = session.get(Setting, AHEAD)
    present = office_day(now(session, at))
    if row is not None and day < present:
        text = N_("练习日期只能往后调，现在是%(present)s")
        raise Refused("practice-date", [Blocker("date-goes-back", text, {"present": present})])
    ahead = str((day - office_day(at)).days)
    if row is None:
        session.add(Setting(name=AHEAD, value=ahead))
    else:
        row.value = ahead
    session.flush()
