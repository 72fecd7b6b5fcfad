"""The pages about deadlines, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("deadlines", __name__, url_prefix="/deadlines")
