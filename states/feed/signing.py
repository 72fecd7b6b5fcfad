"""Signatures under what goes out: HMAC-SHA256 over id, time and body, as standard webhooks sign."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
TOLERANCE = 300
"""Seconds by which a time may be off before the receiver takes no notice of the message."""


def new_secret() -> str:
    """A secret of 32 random bytes, written as receivers' libraries expect it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a message, with the version of the way it is made."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a signed message."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }


def is_signed(secret: str, told: dict[str, str], body: bytes, now: int) -> bool:
    """Whether a receiver may believe a message: the signature fits, and the time is not off."""
    at = told.get("webhook-timestamp", "")
    if not at.isdecimal() or abs(now - int(at)) > TOLERANCE:
        return False
    wanted = signature(secret, told.get("webhook-id", ""), int(at), body)
    return any(hmac.compare_digest(wanted, one) for one in told.get("webhook-signature", "").split(" "))
