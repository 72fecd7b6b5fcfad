"""An application on the made-up township: its staff can sign in, and nine households wait for the village notices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from engine.actors import SYSTEM
from engine.db import connect, reading, work
from states import instance, users
from states.book import open_book
from states.households import Household
from states.passwords import Secret
from states.practice.desk import begin
from states.practice.staff import STAFF
from states.practice.township import found, settle
from states.practice.walk import carry_on
from tests import databases
from tests.web.client import Visitor
from tests.web.conftest import PASSWORD
from web import tools
from web.app import create_app
from web.settings import Settings

HOUSEHOLDS = 9
BEGUN, POSTED_ON = date(2021, 10, 19), date(2021, 10, 25)
NOTICE = "village_notice"
VILLAGE, OTHER_VILLAGE = "533401102201", "533401102202"


def fill(db: Engine, secret: Secret) -> None:
    """The township with its staff, its households at the door of the village notice."""
    book = open_book()
    with work(db) as session:
        instance.create(session, training=True)
        found(session, BEGUN)
        for one in STAFF:
            account = users.Account(one.id, one.name, one.role, one.area, one.department)
            users.add(session, account, secret, by=SYSTEM, at=datetime.now(UTC))
        houses = settle(session, HOUSEHOLDS, BEGUN)
        ids = [house.case_id for house in houses]
        begin(session, book, ids, "identify", datetime(2021, 10, 19, 1, tzinfo=UTC))
        for _done in carry_on(session, book, ids, BEGUN, _never, leaving=(NOTICE,)):
            pass
        instance.set_practice_date(session, POSTED_ON, datetime.now(UTC))


def _never(*_: Any) -> None:
    raise AssertionError("nothing is printed on the way to the village notice")


@pytest.fixture(scope="session")
def made(run_folder: Path, tmp_path_factory: pytest.TempPathFactory, secret: Secret) -> Path:
    """The township as a file, made once."""
    path = tmp_path_factory.mktemp("township") / "township.sqlite"
    db = databases.fresh_sqlite(run_folder, path)
    fill(db, secret)
    db.dispose()
    return path


@pytest.fixture
def site_db(made: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of the township of one's own."""
    shutil.copy(made, tmp_path / "shouxian.sqlite")
    db = connect(f"sqlite:///{tmp_path / 'shouxian.sqlite'}", full=False)
    yield db
    db.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that touch nothing outside the test."""
    return Settings(data=tmp_path, secret_key="k" * 40, sign_ins_per_minute=1000, public_forms_per_minute=1000)


@pytest.fixture
def app(site_db: Engine, settings: Settings, presses: Any) -> Flask:
    """The application."""
    app = create_app(settings, site_db)
    app.testing = False
    with app.app_context():
        tools.use(presses)
    return app


@dataclass
class Township:
    """The application with its people."""

    app: Flask
    db: Engine

    def sign_in(self, username: str) -> Visitor:
        """One of the staff in front of a browser."""
        visitor = Visitor(self.app)
        assert visitor.sign_in(username, PASSWORD).status == 200
        return visitor

    def on(self, day: date) -> None:
        """Move the practice clock."""
        with work(self.db) as session:
            instance.set_practice_date(session, day, datetime.now(UTC))

    def cases(self, village: str = VILLAGE) -> list[int]:
        """The cases of a village, in the order of their numbers."""
        with reading(self.db) as session:
            query = select(Household.case_id).where(Household.village == village).order_by(Household.number)
            return list(session.scalars(query))


@pytest.fixture
def township(app: Flask, site_db: Engine) -> Township:
    """The application with its people."""
    return Township(app, site_db)
