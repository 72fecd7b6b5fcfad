"""All pages about work, study and training: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.livelihood import desk, household, student_list
from web.livelihood.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, household, student_list)
