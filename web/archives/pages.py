"""All pages of households' files: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.archives import many, one
from web.archives.blueprint import bp

__all__ = ["bp"]
MODULES = (one, many)
