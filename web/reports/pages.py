"""All pages about reports: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.reports import choosing, drafts, issuing, rows
from web.reports.blueprint import bp

__all__ = ["bp"]
MODULES = (choosing, drafts, issuing, rows)
