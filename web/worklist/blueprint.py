"""The pages of the worklist, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("worklist", __name__, url_prefix="/worklist")
