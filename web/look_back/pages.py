"""All pages of the look-back: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.look_back import gaps, lists, reviews, way
from web.look_back.blueprint import bp

__all__ = ["bp"]
MODULES = (gaps, lists, reviews, way)
