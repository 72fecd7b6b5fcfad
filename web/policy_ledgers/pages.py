"""All pages about policy ledgers: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.policy_ledgers import desk, marking, pushing
from web.policy_ledgers.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, marking, pushing)
