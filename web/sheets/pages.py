"""All pages about yearly sheets: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.sheets import desk, filling, printing, teams
from web.sheets.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, filling, printing, teams)
