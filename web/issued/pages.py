"""All pages about papers: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.issued import asking, desk, ending, files, issuing
from web.issued.blueprint import bp

__all__ = ["bp"]
MODULES = (asking, desk, ending, files, issuing)
