"""Signing in: what an attempt leads to, the lock after five failures, and the log of all attempts.

An attempt has two halves, because comparing a password is slow and must not hold the
database: the caller reads the account, compares (`states.passwords.matches`), then settles.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base, Instant
from states.users import User

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class Result(StrEnum):
    """How an attempt ended; the person is told of all failures in the same words."""

    WELCOME = "welcome"
    SECOND_STEP = "second-step"
    WRONG = "wrong"
    WRONG_CODE = "wrong-code"
    LOCKED = "locked"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"

    @property
    def failed(self) -> bool:
        """Whether the person stays outside."""
        return self not in (Result.WELCOME, Result.SECOND_STEP)


class SignIn(Base):
    """One attempt to sign in. The typed name of nobody is not kept: it may be a password in the wrong field."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    address: Mapped[str] = mapped_column(String(45))
    result: Mapped[str] = mapped_column(String(20))


def settle(session: Session, user_id: int | None, matched: bool, address: str, at: datetime) -> Result:
    """Settle a password attempt: count it, lock when there were too many, and log it."""
    user = _held(session, user_id)
    result = _verdict(user, matched, at)
    if result is Result.WELCOME and user is not None and user.totp_secret:
        result = Result.SECOND_STEP
    return _log(session, user, result, address, at)


def settle_code(session: Session, user_id: int, step: int | None, address: str, at: datetime) -> Result:
    """Settle the second factor: `step` is the time step of the code given, `None` when it was wrong."""
    user = _held(session, user_id)
    fresh = user is not None and step is not None and step > user.totp_used  # a code serves once
    result = _verdict(user, fresh, at)
    if user is not None and step is not None and result is Result.WELCOME:
        user.totp_used = step
    return _log(session, user, Result.WRONG_CODE if result is Result.WRONG else result, address, at)


def _held(session: Session, user_id: int | None) -> User | None:
    """The account, held until the transaction ends, so that guesses side by side are all counted."""
    if user_id is None:
        return None
    return session.scalar(select(User).where(User.id == user_id).with_for_update())


def _verdict(user: User | None, right: bool, at: datetime) -> Result:
    if user is None:
        return Result.UNKNOWN
    if not user.active:
        return Result.INACTIVE
    if user.is_locked(at):
        return Result.LOCKED
    return Result.WELCOME if right else Result.WRONG


def _log(session: Session, user: User | None, result: Result, address: str, at: datetime) -> Result:
    if user is not None and result in (Result.WRONG, Result.WRONG_CODE):
        user.failed += 1
        if user.failed >= FAILURES:
            user.failed, user.locked_until = 0, at + LOCKED_FOR
    if user is not None and result is Result.WELCOME:
        user.failed, user.locked_until, user.last_login_at = 0, None, at
    session.add(SignIn(user_id=user.id if user else None, at=at, address=address[:45], result=result.value))
    return result
