"""Why a scanned file, or one page of it, cannot be taken; the text may be shown to the clerk as it is."""

from __future__ import annotations

from publicity.errors import PublicityError


class ScanRefused(PublicityError):
    """The file as a whole is no scan that can be taken."""


class LeafBroken(PublicityError):
    """One page cannot be rendered."""
