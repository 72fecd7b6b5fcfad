"""Accounts for the staff of the made-up township, all with the one password of the practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from states import users
from states.passwords import Secret
from states.practice.staff import STAFF


def open_accounts(session: Session, secret: Secret, at: datetime, staff: Sequence[Actor] = STAFF) -> list[users.User]:
    """Open an account for each of the staff who has none yet; answer those that were opened.

    The secret is made once: making it takes long on purpose, and what it opens is invented.
    """
    return [
        users.add(session, users.Account(a.id, a.name, a.role, a.area, a.department), secret, by=SYSTEM, at=at)
        for a in staff
        if users.named(session, a.id) is None
    ]
