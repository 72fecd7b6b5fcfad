"""Receipt numbers: nobody can guess them, and they can be read over the telephone."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 and O, 1 and I
LENGTH = 8


def draw() -> str:
    """A fresh receipt number."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def understood(written: str) -> str:
    """A receipt number as somebody wrote it: small letters, blanks and dashes are forgiven."""
    return "".join(sign for sign in written.upper() if sign.isalnum())
