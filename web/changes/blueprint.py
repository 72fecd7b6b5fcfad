"""The pages of changes, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("changes", __name__, url_prefix="/changes")
