"""What the quarterly statistics say."""

from __future__ import annotations

from publicity.documents.reports import Report


class QuarterlyStatistics(Report):
    """The quarter's figures: 规模统计表 and 帮扶措施落实情况统计表."""
