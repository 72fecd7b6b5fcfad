"""Doing one thing however often a form is sent: the second time, what came of the first is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from engine import commands
from web import now, once, who


def carry_out(db: Session, act: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
    """Carry out `act` under the form's key, inside the caller's transaction; answer what came of it.

    For acts that take no key of their own. A refusal gives the key back with the transaction.
    """
    key, by, at = once.key(), who.actor(), now.now()
    if (told := commands.claim(db, key, by, at)) is not None:
        return told
    done = act() or {}
    commands.remember(db, key, by, done)
    return done
