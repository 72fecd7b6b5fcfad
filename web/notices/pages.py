"""All pages of the notice desk: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.notices import changing, closing, copies, desk, extending, hanging, page, paper, setting_aside
from web.notices.blueprint import bp

__all__ = ["bp"]
MODULES = (desk, page, paper, copies, setting_aside, hanging, changing, extending, closing)
