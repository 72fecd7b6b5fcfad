"""The second factor: a code from the person's telephone that changes every 30 seconds (optional)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyotp
import segno
from sqlalchemy.orm import Session

from states.users import AccountChange, User

ISSUER = "守线"
STEP = timedelta(seconds=30)


def new_secret() -> str:
    """A secret to be scanned."""
    return pyotp.random_base32()


def picture(secret: str, username: str) -> str:
    """The secret as a QR code, a `data:` address of an SVG."""
    address = _totp(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step for which `code` is right, one step early or late allowed; `None` when it is wrong."""
    digits = code.replace(" ", "")
    for moment in (at, at - STEP, at + STEP):
        if _totp(secret).verify(digits, for_time=moment):
            return int(moment.timestamp()) // int(STEP.total_seconds())
    return None


def enrol(session: Session, user: User, secret: str, step: int, at: datetime) -> None:
    """Switch the second factor on, after the person proved to have it."""
    user.totp_secret, user.totp_used = secret, step
    session.add(AccountChange(user_id=user.id, what="second-factor-on", by=user.username, at=at))


def remove(session: Session, user: User, at: datetime) -> None:
    """Switch the second factor off."""
    user.totp_secret, user.totp_used = "", 0
    session.add(AccountChange(user_id=user.id, what="second-factor-off", by=user.username, at=at))


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret)
