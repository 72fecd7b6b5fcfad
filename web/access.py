"""Who may open which route: every view declares what it needs, and what has declared nothing does not start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from states.roles import Permission, allows
from web.site import site
from web.who import login_needed, user

View = TypeVar("View", bound=Callable[..., object])


class Anyone(StrEnum):
    """What a route may ask for instead of a permission."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"


class Area(StrEnum):
    """What a route has to do with areas."""

    NONE = "none"  # shows nothing that belongs to a place
    LIST = "list"  # lists only what lies inside the actor's area
    RECORD = "record"  # takes an id; a record outside the actor's area is 404
    OPEN = "open"  # a public record, found by its own unguessable or published name


@dataclass(frozen=True, slots=True)
class Access:
    """What a route needs. `logs_opening`: its GET writes one line into the access log, and nothing else.

    `also` is a second permission, of a route that hands out what another page shows. `bulky`: whole stacks of scans
    may come with it, which are larger than what is taken elsewhere.
    """

    needs: Permission | Anyone
    area: Area = Area.NONE
    logs_opening: bool = False
    also: Permission | None = None
    bulky: bool = False

    def lets_in(self, role: str) -> bool:
        """Whether a role holds every permission that is asked for."""
        return all(allows(role, one) for one in (self.needs, self.also) if isinstance(one, Permission))


FILES = frozenset({"static", "bootstrap.static", "description.static"})
"""Routes that serve the program's own files, free to all."""


def access(
    needs: Permission | Anyone,
    area: Area = Area.NONE,
    *,
    logs_opening: bool = False,
    also: Permission | None = None,
    bulky: bool = False,
) -> Callable[[View], View]:
    """Declare what a view needs; stands directly above `def`."""

    def declare(view: View) -> View:
        view.__access__ = Access(needs, area, logs_opening, also, bulky)  # type: ignore[attr-defined]
        return view

    return declare


def declared(endpoint: str | None) -> Access | None:
    """What the view behind an endpoint declared."""
    view = current_app.view_functions.get(endpoint or "")
    found: Access | None = getattr(view, "__access__", None)
    return found


def refuse_undeclared(app: Flask) -> None:
    """Refuse to start with a route that nobody thought about."""
    forgotten = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in FILES and not hasattr(app.view_functions[rule.endpoint], "__access__")
    }
    if forgotten:
        raise RuntimeError(f"routes without @access: {', '.join(sorted(forgotten))}")


def check() -> Response | None:
    """Before each request: let in, ask to sign in, or refuse."""
    asked = declared(request.endpoint)
    if asked is None or asked.needs is Anyone.PUBLIC:
        return None
    person = user()
    if person is None:
        return login_needed()
    if not asked.lets_in(person.role):
        raise Forbidden
    if asked.bulky:
        request.max_content_length = site().settings.max_scan_mb * 1024 * 1024
    return None


def may(needs: Permission) -> bool:
    """Whether the person signed in may do this; for templates."""
    person = user()
    return person is not None and allows(person.role, needs)
