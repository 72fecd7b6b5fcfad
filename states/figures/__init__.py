"""Figures for supervision: progress, quality, timeliness, trend, where time goes, and what is asked of villages."""
