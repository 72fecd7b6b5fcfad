"""All pages about leads: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.leads import answering, assigning, desk, drawing, following, pushing, receiving
from web.leads.blueprint import bp

__all__ = ["bp"]
MODULES = (answering, assigning, desk, drawing, following, pushing, receiving)
