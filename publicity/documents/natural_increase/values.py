"""What the form of those who joined says (增加)."""

from __future__ import annotations

from publicity.documents.natural_changes import NaturalChanges


class NaturalIncrease(NaturalChanges):
    """Those who joined the households of a village, or one household, in a period."""
