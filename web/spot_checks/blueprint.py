"""The pages about spot checks, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("spot_checks", __name__, url_prefix="/spot-checks")
