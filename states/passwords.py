"""Passwords: what a good one is, how it is kept, how it is compared.

Each comparison costs about 0.16 s and 64 MiB on purpose, so only a few run at a time, and
none inside a transaction: callers make or compare first, and write afterwards.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import BadInput, Problem
from engine.words import N_

HASHER = PasswordHasher()
AT_ONCE = BoundedSemaphore(4)  # 4 x 64 MiB: a flood of sign-ins queues instead of eating the memory
LONGEST = 128
REMEMBERED = 5
"""How many former passwords may not come back (domain 7.3)."""

_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
_PLAIN = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no l/1/I/O/0: these get read out on the telephone


@dataclass(frozen=True, slots=True)
class Secret:
    """A password just made: its text, to be shown once, and the digest to be kept."""

    text: str = field(repr=False)
    digest: str = field(repr=False)
    one_time: bool


def matches(digest: str | None, password: str) -> bool:
    """Compare; as slow for an account that does not exist (`None`) as for one that does."""
    with AT_ONCE:
        try:
            HASHER.verify(digest or _nobody(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return digest is not None


def chosen(password: str, username: str, former: Iterable[str] = ()) -> Secret:
    """A password a person chose, checked against the rules and the digests of the former ones.

    Raises:
        BadInput: it is too short or too long, too simple, holds the user name, or was used before.
    """
    reasons = list(_weaknesses(password, username))
    if not reasons and any(matches(old, password) for old in former):
        reasons.append(N_("不能与最近5次用过的密码相同"))
    if reasons:
        raise BadInput(*(Problem("password", reason) for reason in reasons))
    return Secret(password, _digest(password), one_time=False)


def one_time() -> Secret:
    """A password that an administrator hands over and that must be changed at first use."""
    while True:
        text = "-".join("".join(secrets.choice(_PLAIN) for _ in range(4)) for _ in range(3))
        if not list(_weaknesses(text, "")):
            return Secret(text, _digest(text), one_time=True)


def _weaknesses(password: str, username: str) -> Iterable[str]:
    if len(password) < 8:
        yield N_("密码至少8位")
    if len(password) > LONGEST:
        yield N_("密码不能超过128位")
    kinds = sum(any(c in kind for c in password) for kind in _CLASSES)
    kinds += any(c not in "".join(_CLASSES) for c in password)
    if kinds < 3:
        yield N_("密码须含大写字母、小写字母、数字、符号中的三类")
    if username and username.lower() in password.lower():
        yield N_("密码不能包含用户名")


def _digest(password: str) -> str:
    with AT_ONCE:
        return HASHER.hash(password)


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_hex())
