"""Keys that make a form do one thing however often it is sent."""

from __future__ import annotations

import secrets

from flask import Flask, request
from markupsafe import Markup

FIELD, HEADER = "once_key", "Idempotency-Key"


def fresh() -> str:
    """A new key, given out with each form."""
    return secrets.token_urlsafe(16)


def key() -> str:
    """The key that came with this request; a new one when none did."""
    given = request.form.get(FIELD) or request.headers.get(HEADER, "")
    return given[:64] or fresh()


def hidden_field() -> Markup:
    """The field for a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, fresh())


def init_app(app: Flask) -> None:
    """Teach the templates `once()`."""
    app.jinja_env.globals["once"] = hidden_field
