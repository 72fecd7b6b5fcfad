"""Words on the page: reasons in the reader's language, dates and times as an office writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask, g
from flask_babel import format_date, get_locale, gettext
from markupsafe import Markup

from engine.clock import OFFICE
from engine.guards import Blocker
from states.evidence.reviews import DEPARTMENTS
from states.packs.departments import departments
from states.roles import ROLES
from web.database import reading


def message(blocker: Blocker) -> str:
    """A blocker's sentence in the reader's language."""
    return fill(blocker.text, blocker.facts)


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """A marked sentence in the reader's language, its fields filled in."""
    return str(gettext(text)) % {name: _shown(value) for name, value in facts.items()}


def say(text: str, **facts: object) -> str:
    """A sentence of a page in the reader's language, with a type; imported as `_`."""
    return str(gettext(text, **facts))


def term(text: str) -> str:
    """A single marked word in the reader's language."""
    return str(gettext(text)) if text else ""


def role_title(code: str) -> str:
    """A role's name."""
    return term(ROLES[code].title) if code in ROLES else code


def department_title(code: str) -> str:
    """A department's name: the country's, or the one that a place's own plan gives it."""
    if code in DEPARTMENTS or not code:
        return term(DEPARTMENTS.get(code, code))
    if "departments" not in g:
        with reading() as db:
            g.departments = departments(db)
    return term(g.departments.get(code, code))


def day(value: date | datetime | None) -> str:
    """2021年10月25日."""
    if value is None:
        return "—"
    on = value.astimezone(OFFICE).date() if isinstance(value, datetime) else value
    if _is_chinese():
        return f"{on.year}年{on.month}月{on.day}日"
    return str(format_date(on, "d MMM y"))


def short_day(value: date | datetime | None) -> str:
    """10月25日."""
    if value is None:
        return "—"
    on = value.astimezone(OFFICE).date() if isinstance(value, datetime) else value
    return f"{on.month}月{on.day}日" if _is_chinese() else str(format_date(on, "d MMM"))


def moment(value: datetime | None) -> str:
    """2021年10月25日 09:30, the office's time."""
    return f"{day(value)} {value.astimezone(OFFICE):%H:%M}" if value else "—"


def dated(value: date | datetime | None) -> str:
    """A day on a page: marked as a time, so that a line never breaks inside it."""
    return _marked(value, day(value))


def timed(value: datetime | None) -> str:
    """A day and a time on a page, marked likewise."""
    return _marked(value, moment(value))


def _marked(value: date | datetime | None, words: str) -> str:
    if value is None:
        return words
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), words)


def init_app(app: Flask) -> None:
    """Teach the templates these words."""
    app.jinja_env.filters.update(
        message=message,
        fill=fill,
        term=term,
        role_title=role_title,
        department_title=department_title,
        day=dated,
        short_day=short_day,
        moment=timed,
    )


def _is_chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return term(value) if isinstance(value, str) else value
