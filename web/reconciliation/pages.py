"""All pages of reconciliation: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.reconciliation import differences, ledgers, rounds, sending, taking_in
from web.reconciliation.blueprint import bp

__all__ = ["bp"]
MODULES = (ledgers, taking_in, sending, rounds, differences)
