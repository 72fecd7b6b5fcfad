"""The pages about papers, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("issued", __name__, url_prefix="/papers")
"""Papers that offices issued."""
