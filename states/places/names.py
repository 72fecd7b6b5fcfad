"""Names of places: one of its own among the open places beside it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.errors import Problem
from engine.words import N_
from states import regions


def wrong_name(session: Session, parent: str | None, name: str, present: str = "") -> list[Problem]:
    """What is wrong with a new name for a place below `parent` that is called `present` so far."""
    if not name:
        return [Problem("name", N_("请填写名称"))]
    if len(name) > 60:
        return [Problem("name", N_("文字太长"))]
    if name == present:
        return [Problem("name", N_("新名称与现在的名称相同"))]
    others = {one.name for one in regions.children(session, parent) if one.abolished_on is None}
    return [Problem("name", N_("同一级里已经有这个名称"))] if name in others else []
