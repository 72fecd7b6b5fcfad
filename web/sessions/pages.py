"""All pages about training: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.sessions import desk, holding, planning
from web.sessions.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, holding, planning)
