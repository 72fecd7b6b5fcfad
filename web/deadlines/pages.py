"""All pages about deadlines: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.deadlines import duties, inbox, listing, reminding, reporting
from web.deadlines.blueprint import bp

__all__ = ["bp"]
MODULES = (duties, inbox, listing, reminding, reporting)
