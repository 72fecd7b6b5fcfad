"""Tokens for programs: handed out once for a password, kept as a digest, over with a day or a new password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.areas import code
from engine.db import Base, Instant
from states.users import User

GOOD_FOR = timedelta(hours=12)


class ApiToken(Base):
    """A token as it is kept.

    `stands_on` is the digest of the account's session token at the time: whatever ends the sessions of a person
    (a new password, a closed account) ends the tokens with them.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    digest: Mapped[str] = mapped_column(code(64), unique=True)
    stands_on: Mapped[str] = mapped_column(code(64))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


def issue(session: Session, user: User, at: datetime) -> tuple[str, ApiToken]:
    """Hand out a token; its text is not kept and cannot be shown again."""
    text = secrets.token_urlsafe(32)
    kept = ApiToken(
        user_id=user.id, digest=_digest(text), stands_on=_digest(user.token), issued_at=at, expires_at=at + GOOD_FOR
    )
    session.add(kept)
    session.flush()
    return text, kept


def holder(session: Session, text: str, at: datetime) -> User | None:
    """The account behind a token; None when it is unknown, revoked, over, or older than the present password."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id).where(ApiToken.digest == _digest(text))
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    kept, user = row
    good = kept.revoked_at is None and at < kept.expires_at and user.active
    return user if good and secrets.compare_digest(kept.stands_on, _digest(user.token)) else None


def revoke(session: Session, text: str, at: datetime) -> None:
    """End a token before its time."""
    kept = session.scalar(select(ApiToken).where(ApiToken.digest == _digest(text)))
    if kept is not None and kept.revoked_at is None:
        kept.revoked_at = at


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
