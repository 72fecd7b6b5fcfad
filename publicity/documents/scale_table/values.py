"""What the scale table says."""

from __future__ import annotations

from publicity.documents.reports import Report


class ScaleTable(Report):
    """The quarter's scale: each household once, by kind, and how far the sweep came."""
