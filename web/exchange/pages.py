"""All pages of what comes in and goes out: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.exchange import background, lists, returning
from web.exchange.blueprint import bp

__all__ = ["bp"]
MODULES = (background, lists, returning)
