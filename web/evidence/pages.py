"""All pages of evidence: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.evidence import recording, replacing, showing
from web.evidence.blueprint import bp

__all__ = ["bp"]
MODULES = (recording, replacing, showing)
