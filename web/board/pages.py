"""All pages of the public board: importing the modules puts their views on the blueprint."""

from __future__ import annotations

from web.board import answer, copies, hall, voice
from web.board.blueprint import bp

__all__ = ["bp"]
MODULES = (hall, copies, voice, answer)
