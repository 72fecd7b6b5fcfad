"""All pages of changes: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.changes import checking, editing, household, keying, ledgers, moving, visits
from web.changes.blueprint import bp

__all__ = ["bp"]
MODULES = (checking, editing, household, keying, ledgers, moving, visits)
