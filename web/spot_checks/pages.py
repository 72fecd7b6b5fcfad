"""All pages about spot checks: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.spot_checks import checking, desk, drawing
from web.spot_checks.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, drawing, checking)
