"""All pages of what comes in and goes out: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.exchange import background, lists, returning, site_data, taking_into_use
from web.exchange.blueprint import bp

__all__ = ["bp"]
MODULES = (background, lists, returning, site_data, taking_into_use)
