"""All pages about campaigns: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.campaigns import desk, extending, lists, openings, phases, running, sheets, teams
from web.campaigns.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, extending, lists, openings, phases, running, sheets, teams)
