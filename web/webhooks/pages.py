"""All pages about webhooks: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.webhooks import desk
from web.webhooks.blueprint import bp

__all__ = ["bp"]
MODULES = (desk,)
