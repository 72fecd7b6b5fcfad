"""All pages of the register: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.register import households
from web.register.blueprint import bp

__all__ = ["bp"]
MODULES = (households,)
