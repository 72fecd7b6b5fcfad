"""The pages about work, study and training, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("livelihood", __name__, url_prefix="/livelihood")
