"""All pages of a department: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.department import answering, column, criteria, desk
from web.department.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, answering, column, criteria)
