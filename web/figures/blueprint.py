"""The pages of figures, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("figures", __name__, url_prefix="/figures")
"""All of them begin at a place: `area` in the address, the actor's own without one."""
