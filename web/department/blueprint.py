"""The pages of a department, under one address: its own column of the joint review and nothing else."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("department", __name__, url_prefix="/department")
