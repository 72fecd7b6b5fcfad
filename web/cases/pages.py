"""All pages of cases: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.cases import advancing, beginning, history, on_day, page, returning
from web.cases.blueprint import bp

__all__ = ["bp"]
MODULES = (page, history, on_day, beginning, advancing, returning)
