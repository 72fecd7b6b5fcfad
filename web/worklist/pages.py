"""All pages of the worklist: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.worklist import bulk, desk, overview
from web.worklist.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, bulk, overview)
