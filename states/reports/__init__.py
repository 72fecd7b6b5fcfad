"""Figures for reports: each counted set-wise from a list of rows that can be shown, for a period and a place."""
