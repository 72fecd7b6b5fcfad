"""The groups of pages about places; what changes a region stands with the regions."""

from __future__ import annotations

from flask import Blueprint

grids = Blueprint("grids", __name__, url_prefix="/grids")
totals = Blueprint("totals", __name__, url_prefix="/totals")
clerks = Blueprint("clerks", __name__, url_prefix="/clerks")
homes = Blueprint("homes", __name__, url_prefix="/homes")
