"""Setting an installation up, and the first start that nobody configured: a training instance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from engine.actors import SYSTEM
from engine.db import connect, work
from states import instance, passwords, schema, users
from web.settings import Settings

PASSWORD = "Lianxi-2021"  # noqa: S105 - printed at the start; what it opens is invented
ADMIN = users.Account("admin", "练习管理员", "admin", "")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Welcome:
    """An account that a training instance offers."""

    username: str
    password: str
    name: str


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
    """Create a training instance with its accounts, saying how far it is."""
    say("第一次启动：建立练习系统……")
    prepare(settings, training=True)
    secret = passwords.chosen(PASSWORD, ADMIN.username)
    db = connect(settings.database, full=settings.full_sync)
    with work(db) as session:
        welcomes = fill(session, secret, at)
    db.dispose()
    say(f"练习系统已建好，数据在 {settings.data}")
    return welcomes


def fill(session: Session, secret: passwords.Secret, at: datetime) -> list[Welcome]:
    """Put into a new training instance what people need to begin."""
    if users.named(session, ADMIN.username) is None:
        users.add(session, ADMIN, secret, by=SYSTEM, at=at)
    return [Welcome(ADMIN.username, secret.text, ADMIN.name)]
