"""The pages of income, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("income", __name__, url_prefix="/income")
