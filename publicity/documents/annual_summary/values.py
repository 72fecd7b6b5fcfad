"""What the summary of a year says."""

from __future__ import annotations

from publicity.documents.reports import Report


class AnnualSummary(Report):
    """The year's work: how many left the list and how, what is difficult, and what comes next."""
