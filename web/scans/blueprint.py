"""The pages of scanned papers, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("scans", __name__, url_prefix="/scans")
