"""All pages about background jobs: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.jobs import clearing, desk, settling
from web.jobs.blueprint import bp

__all__ = ["bp"]
MODULES = (clearing, desk, settling)
