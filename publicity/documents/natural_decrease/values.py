"""What the form of those who left says (减少)."""

from __future__ import annotations

from publicity.documents.natural_changes import NaturalChanges


class NaturalDecrease(NaturalChanges):
    """Those who left the households of a village, or one household, in a period."""
