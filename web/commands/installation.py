"""The installation that a command works on: its settings, its database, its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from engine.db import connect, reading
from states import instance, site_codes
from web.settings import Settings, SettingsError, load


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings and database; `now` is its own time, on the practice clock of a training instance."""

    settings: Settings
    db: Engine

    def now(self, session: Session) -> datetime:
        """The installation's time."""
        return instance.now(session, wall())


def wall() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def opened() -> Installation:
    """The installation of the settings in force.

    Raises:
        SettingsError: its database was never set up.
    """
    found = installed()
    if found is None:
        raise SettingsError("数据库还没有建立，请先运行：shouxian init")
    with reading(found.db) as session:
        site_codes.see(session)
    return found


def installed() -> Installation | None:
    """The same; None where its database was never set up. Nothing is created by asking."""
    settings = load()
    if settings.database.startswith("sqlite:///") and not _sqlite_exists(settings):
        return None
    db = connect(settings.database, full=settings.full_sync)
    if context := click.get_current_context(silent=True):
        context.call_on_close(db.dispose)
    return Installation(settings, db) if inspect(db).has_table(instance.Setting.__tablename__) else None


def _sqlite_exists(settings: Settings) -> bool:
    return Path(settings.database.removeprefix("sqlite:///")).exists()
