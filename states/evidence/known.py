"""The kinds of evidence that packs may name: importing their modules puts them on the list."""

from __future__ import annotations

from states.evidence import (
    causes,
    consultations,
    criteria,
    emergencies,
    fieldwork,
    filings,
    meetings,
    rechecks,
    responses,
    reviews,
    second_visits,
    stability,
    weighings,
)
from states.evidence.kinds import KINDS

__all__ = ["KINDS"]
MODULES = (
    fieldwork,
    meetings,
    reviews,
    weighings,
    criteria,
    causes,
    consultations,
    responses,
    rechecks,
    filings,
    second_visits,
    emergencies,
    stability,
)
