"""All routes for programs: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.api import (
    acts,
    cases,
    changes,
    department,
    evidence,
    feed,
    households,
    jobs,
    ledger,
    notices,
    packs,
    proposals,
    tokens,
    workdays,
    worklist,
)
from web.api.blueprint import bp as api

MODULES = (
    tokens, worklist, cases, acts, evidence, households, changes, proposals, notices, workdays, packs, ledger, jobs,
    department, feed,
)  # fmt: skip

__all__ = ["MODULES", "api"]
