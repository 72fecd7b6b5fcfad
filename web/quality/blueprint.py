"""The pages about data quality, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("quality", __name__, url_prefix="/quality")

AT_ONCE = 5000
"""So many households are looked through while somebody waits for the page; more are a job in the background."""
