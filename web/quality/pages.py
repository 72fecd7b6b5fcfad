"""All pages about data quality: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.quality import catalogue, correcting, desk, finding, parameters, patterns, rounds, villages
from web.quality.blueprint import bp

__all__ = ["bp"]
MODULES = (catalogue, correcting, desk, finding, parameters, patterns, rounds, villages)
