"""All pages of figures: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.figures import board, burden, ranking, sheet, time, trend
from web.figures.blueprint import bp

__all__ = ["bp"]
MODULES = (board, burden, ranking, sheet, time, trend)
