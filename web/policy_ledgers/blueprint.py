"""The pages about policy ledgers, under one address."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("policy_ledgers", __name__, url_prefix="/policy-ledgers")
