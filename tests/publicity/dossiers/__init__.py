"""Households' files: what they hold, and that nobody changes one unseen."""
