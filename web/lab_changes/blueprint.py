"""The pages of changes to packs; each module puts its views on this blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("lab_changes", __name__, url_prefix="/lab")
