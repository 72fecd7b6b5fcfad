"""Sweeps: every rural household visited once in each quarter, ticked off house by house, by grid and village (BZ01)."""
