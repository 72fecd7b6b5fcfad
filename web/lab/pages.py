"""All pages of the lab: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.lab import checking, comparing, diagrams, kit, overview, timetables
from web.lab.blueprint import bp

__all__ = ["bp"]
MODULES = (checking, comparing, diagrams, kit, overview, timetables)
