"""The pages of taking lists in, under one address, each kind of list under its own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint

from states.intake.kinds import KINDS
from states.intake.looking import HOUSEHOLDS

bp = Blueprint("intake", __name__, url_prefix="/data/import")
View = TypeVar("View", bound=Callable[..., Any])


def of_each(rest: str, method: str) -> Callable[[View], View]:
    """Put a view under the name of every kind of list; it is told the kind."""

    def add(view: View) -> View:
        for name in (HOUSEHOLDS, *KINDS):
            bp.add_url_rule(f"/{name}{rest}", view_func=view, defaults={"kind": name}, methods=[method])
        return view

    return add
