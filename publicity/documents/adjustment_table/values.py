"""What the table of adjustments says."""

from __future__ import annotations

from publicity.documents.reports import Report


class AdjustmentTable(Report):
    """Who came onto the list and who left it, by village."""
