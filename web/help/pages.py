"""All pages about risks and help: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.help import checking, gaps, household, responses, statistics, villages
from web.help.blueprint import bp

__all__ = ["bp"]
MODULES = (checking, gaps, household, responses, statistics, villages)
