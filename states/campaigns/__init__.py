"""Campaigns: a plan's weeks of work as a thing, with its roster, phases, windows, teams and lists."""
