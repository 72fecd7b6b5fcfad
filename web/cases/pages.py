"""All pages of cases: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.cases import advancing, beginning, history, page, returning
from web.cases.blueprint import bp

__all__ = ["bp"]
MODULES = (page, history, beginning, advancing, returning)
