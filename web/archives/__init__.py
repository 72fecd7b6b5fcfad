"""Households' files: one from its page, those of a place or of a campaign in one go."""
