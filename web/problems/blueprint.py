"""The pages about problem lists, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("problems", __name__, url_prefix="/problems")
