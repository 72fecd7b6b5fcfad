"""The kinds of evidence that packs may name: importing their modules puts them on the list."""

from __future__ import annotations

from states.evidence import (
    emergencies,
    fieldwork,
    filings,
    meetings,
    rechecks,
    reviews,
    second_visits,
)
from states.evidence.kinds import KINDS

__all__ = ["KINDS"]
MODULES = (fieldwork, meetings, reviews, rechecks, filings, second_visits, emergencies)
