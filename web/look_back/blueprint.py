"""The pages of the look-back, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("look_back", __name__, url_prefix="/look-back")
