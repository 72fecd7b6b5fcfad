"""The pages of what comes in and goes out; lists of households go out beside the register's own pages."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("exchange", __name__)
