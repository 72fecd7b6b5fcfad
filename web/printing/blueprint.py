"""The pages of printing, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("printing", __name__, url_prefix="/print")
