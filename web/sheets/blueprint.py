"""The pages about yearly sheets, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sheets", __name__, url_prefix="/sheets")
