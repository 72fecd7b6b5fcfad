"""All pages about objections: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.objections import desk, entering, receipt, settling
from web.objections.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, entering, receipt, settling)
