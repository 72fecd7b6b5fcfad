"""Keys of programs: the same key at the same address does one thing, whatever else that key was used for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from engine import commands
from web import now, who


def key(given: str) -> str:
    """The key under which an act is remembered: of one address, so that answers of two acts are never mixed up."""
    return hashlib.sha256(f"{request.path} {given}".encode()).hexdigest()


def once(db: Session, given: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Carry out an act that takes no key of its own, inside the caller's transaction; answer what came of it."""
    by, at = who.actor(), now.now()
    if (told := commands.claim(db, key(given), by, at)) is not None:
        return told
    done = act()
    commands.remember(db, key(given), by, done)
    return done
