"""An application on a fresh database, with people who can sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine

from engine.actors import SYSTEM
from engine.db import work
from publicity.workers import Presses
from states import instance, passwords, users
from states.passwords import Secret
from states.regions import region
from states.users import User
from tests.web.client import Visitor
from web.app import create_app
from web.settings import Settings

PASSWORD = "Qingshan-77"
PLACES = {
    "53": "云南省",
    "5334": "清水州",
    "533401": "清水市",
    "533401102": "和平镇",
    "533401102201": "青山村",
    "533401102202": "东坡村",
}
DESKS = {"village": "533401102201", "grid": "533401102201", "county": "533401", "city": "5334", "department": "533401"}
"""Where a role sits; the others at the township."""
MakePerson = Callable[..., User]


@pytest.fixture(autouse=True, scope="session")
def quick_hashes() -> None:
    """Passwords of tests need no protection."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def secret(quick_hashes: None) -> Secret:
    """A password that its owner chose."""
    return passwords.chosen(PASSWORD, "nobody")


@pytest.fixture(scope="session")
def presses() -> Iterator[Presses]:
    """Printers shared by all tests of this worker: each takes a second to start."""
    with Presses(1) as presses:
        yield presses


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that touch nothing outside the test."""
    return Settings(data=tmp_path, secret_key="k" * 40, sign_ins_per_minute=1000)


@pytest.fixture
def training() -> bool:
    """Whether the application is one for practice; a test may say so by parametrising."""
    return False


@pytest.fixture
def site_db(sqlite_db: Engine, training: bool) -> Engine:
    """A database with places."""
    with work(sqlite_db) as session:
        instance.create(session, training=training)
        for code, name in PLACES.items():
            session.add(region(code, name))
            session.flush()
    return sqlite_db


@pytest.fixture
def app(site_db: Engine, settings: Settings) -> Flask:
    """The application."""
    app = create_app(settings, site_db)
    app.testing = False  # errors become pages, as they do for people
    return app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser."""
    return Visitor(app)


@pytest.fixture
def make_person(site_db: Engine, secret: Secret) -> MakePerson:
    """Make accounts: `make_person("village", "533401102201")`."""

    def make(role: str, area: str = "", username: str = "", department: str = "", one_time: bool = False) -> User:
        given = Secret(secret.text, secret.digest, one_time)
        account = users.Account(username or f"{role}{area}".replace("_", "-"), "李春梅", role, area, department)
        with work(site_db) as session:
            return users.add(session, account, given, by=SYSTEM, at=datetime.now(UTC))

    return make


@pytest.fixture
def admin(make_person: MakePerson) -> User:
    """The administrator of the county."""
    return make_person("admin", "533401", username="guanli")


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quick_hashes: None) -> Path:
    """A folder to work in, with an installation that nobody has set up in its `data`."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SHOUXIAN_{name.upper()}", raising=False)
    monkeypatch.setenv("SHOUXIAN_DATA", str(tmp_path / "data"))
    return tmp_path
