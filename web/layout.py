"""What every page's frame needs: the menu, the person, the practice date, addresses of our own files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for

from states.roles import Permission
from web import now
from web.access import may
from web.handbook.answers import has_answer
from web.lab.tabs import lab_tabs, pack_tabs
from web.navigation import menu, sections, tabs
from web.site import site
from web.who import user

STATIC = Path(__file__).parent / "static"


def init_app(app: Flask) -> None:
    """Teach the templates what the frame needs."""
    stamps = {file.name: int(file.stat().st_mtime) for file in STATIC.iterdir()}

    def own(name: str) -> str:
        """The address of one of our files, new after each change."""
        return url_for("static", filename=name, v=stamps.get(name))

    app.jinja_env.globals.update(
        own=own, may=may, has_answer=has_answer, Permission=Permission, today=now.today, here=here
    )
    app.jinja_env.globals.update(menu=menu, sections=sections, tabs=tabs, lab_tabs=lab_tabs, pack_tabs=pack_tabs)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """The person and the kind of installation."""
    person = user()
    return {"person": person, "training": site().training, "area_name": g.get("area_name", "") if person else ""}


def here() -> str:
    """The address of the present page, to come back to."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path
