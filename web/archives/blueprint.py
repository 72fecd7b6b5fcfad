"""The pages about households' files, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("archives", __name__, url_prefix="/archives")
