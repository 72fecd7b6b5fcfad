"""The kinds of evidence that packs may name: importing their modules puts them on the list."""

from __future__ import annotations

from states.evidence import (
    causes,
    consultations,
    criteria,
    fieldwork,
    meetings,
    responses,
    reviews,
    weighings,
)
from states.evidence.kinds import KINDS

__all__ = ["KINDS"]
MODULES = (fieldwork, meetings, reviews, weighings, criteria, causes, consultations, responses)
