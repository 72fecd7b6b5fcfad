"""What a report about risks says."""

from __future__ import annotations

from publicity.documents.reports import Report


class RiskReport(Report):
    """Which risks were found, which are gone and how, and which remain."""
