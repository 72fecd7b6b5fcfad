"""All pages about problem lists: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.problems import checking, claiming, desk, files, progress, receiving, rectifying, tracing
from web.problems.blueprint import bp

__all__ = ["bp"]
MODULES = (checking, claiming, desk, files, progress, receiving, rectifying, tracing)
