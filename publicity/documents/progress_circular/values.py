"""What a circular about progress and quality says."""

from __future__ import annotations

from publicity.documents.reports import Report


class ProgressCircular(Report):
    """Who is late and who falls short, by village."""
