"""All pages of income: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.income import acting, bulk, desk, entering, handing_out, household, signing
from web.income.blueprint import bp

__all__ = ["bp"]
MODULES = (acting, bulk, desk, entering, handing_out, household, signing)
