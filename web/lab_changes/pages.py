"""All pages of changes to packs: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.lab_changes import deciding, desk, migrating, proposing, trying
from web.lab_changes.blueprint import bp

__all__ = ["bp"]
MODULES = (deciding, desk, migrating, proposing, trying)
