"""The pages about sweeps, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sweeps", __name__, url_prefix="/sweeps")
