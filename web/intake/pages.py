"""All pages of taking lists in: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.intake import choosing, taking_in
from web.intake.blueprint import bp

__all__ = ["bp"]
MODULES = (choosing, taking_in)
