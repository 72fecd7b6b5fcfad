"""All pages about sweeps: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.sweeps import deciding, desk, ticking
from web.sweeps.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, deciding, ticking)
