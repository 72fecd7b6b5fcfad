"""What a report about warnings says."""

from __future__ import annotations

from publicity.documents.reports import Report


class WarningReport(Report):
    """Which warnings came in, what was found at the houses, and what is still open."""
