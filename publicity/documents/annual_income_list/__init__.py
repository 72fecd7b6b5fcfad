"""A village's locked income of a year in the national layout (TZ21)."""
