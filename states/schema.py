"""The tables of the product, all together, and the one way in which they come into a database."""

from __future__ import annotations

import importlib
import pkgutil
from importlib import resources

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import engine
import states
from engine.db import WRITES, Base

SCRIPTS = "states.migrations"

OF_THE_JOB_ENGINE = frozenset(
    {
        *("application_versions", "dbos_migrations", "notifications", "operation_outputs", "queues", "streams"),
        *("workflow_events", "workflow_events_history", "workflow_input", "workflow_output", "workflow_schedules"),
        "workflow_status",
    }
)
"""Tables that DBOS makes for itself: beside ours on SQLite, in a schema of their own on PostgreSQL. Nothing of them
is worth keeping: the jobs are rows of ours, so they are neither compared nor backed up."""


def load_tables() -> None:
    """Make every mapped class known to the metadata."""
    for package in (engine, states):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not module.name.startswith(SCRIPTS):  # Alembic runs its scripts; nobody imports them
                importlib.import_module(module.name)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files(SCRIPTS)))
    return config


def head() -> str:
    """The newest revision that this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(db: Engine) -> str | None:
    """The revision a database stands at; None for an empty one."""
    with db.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(db: Engine) -> None:
    """Bring a database, empty or old, to the newest revision in one transaction; safe to repeat."""
    config = _config()
    with db.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def differences(db: Engine) -> list[object]:
    """What a migrated database and the mapped classes disagree about; empty when a revision was not forgotten."""
    load_tables()
    with db.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        return list(compare_metadata(context, Base.metadata))


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether something in the database is to be compared with the mapped classes."""
    return kind != "table" or name not in OF_THE_JOB_ENGINE


def create(db: Engine) -> None:
    """Create every table in an empty database, as the tests want it."""
    upgrade(db)
