"""Where a page ended, as an opaque text: a place in the order, never a count of rows to skip."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.errors import NotFound


def written(*place: str | int | date) -> str:
    """The text of a place."""
    plain = [one.isoformat() if isinstance(one, date) else one for one in place]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode()


def read(text: str, *kinds: type) -> Sequence[Any] | None:
    """The place in a text, of these kinds; None for the first page.

    Raises `NotFound` for a text that no page ended with.
    """
    if not text:
        return None
    try:
        place = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
        if not isinstance(place, list) or len(place) != len(kinds):
            raise ValueError(text)
        return [_one(value, kind) for value, kind in zip(place, kinds, strict=True)]
    except ValueError as error:
        raise NotFound("page", text) from error


def _one(value: Any, kind: type) -> Any:
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value < 2**53):
        raise ValueError(value)
    return value
