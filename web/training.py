"""Setting an installation up, and the first start that nobody configured: a training instance."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from engine.db import connect, work
from states import instance, passwords, schema
from web.demonstration import Say, Welcome, demonstrate
from web.settings import Settings

PASSWORD = "Lianxi-2021"  # noqa: S105 - printed at the start; what it opens is invented


def prepare(settings: Settings, *, training: bool) -> None:
    """Create or migrate the database, and say once what it is for."""
    settings.data.mkdir(parents=True, exist_ok=True)
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    db = connect(settings.database, full=settings.full_sync)
    schema.create(db)
    with work(db) as session:
        instance.create(session, training=training)
    db.dispose()


def begin(settings: Settings, say: Say, at: datetime) -> list[Welcome]:
    """Create a training instance with a made-up township and its accounts, saying how far it is."""
    say("第一次启动：建立练习系统……")
    prepare(settings, training=True)
    db = connect(settings.database, full=settings.full_sync)
    welcomes = demonstrate(db, settings, passwords.chosen(PASSWORD, ""), say, at)
    db.dispose()
    say(f"练习系统已建好，数据在 {settings.data}")
    return welcomes
