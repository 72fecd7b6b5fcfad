"""All pages of scanned papers: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.scans import deciding, handing_in, queue
from web.scans.blueprint import bp

__all__ = ["bp"]
MODULES = (handing_in, queue, deciding)
