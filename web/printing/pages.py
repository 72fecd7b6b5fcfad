"""All pages of printing: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.printing import desk, home, households, village
from web.printing.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, home, households, village)
