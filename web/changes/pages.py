"""All pages of changes: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.changes import category, checking, editing, household, keying, ledgers, moving, visits
from web.changes.blueprint import bp

__all__ = ["bp"]
MODULES = (category, checking, editing, household, keying, ledgers, moving, visits)
