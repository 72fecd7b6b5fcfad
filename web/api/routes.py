"""All routes for programs: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.api import acts, cases, evidence, households, jobs, ledger, notices, packs, tokens, workdays, worklist
from web.api.blueprint import bp as api

MODULES = (tokens, worklist, cases, acts, evidence, households, notices, workdays, packs, ledger, jobs)

__all__ = ["MODULES", "api"]
