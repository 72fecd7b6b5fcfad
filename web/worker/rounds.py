"""Short rounds gone again and again: reminders, mail, what other systems subscribed to. None is harmed by a second.

Nothing depends on them going on for ever: a command goes the same round, a missed day is caught up by the next one,
and the pages say what is due without any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Event

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from engine.clock import office_day
from engine.db import reading, work
from states import instance
from states.figures import keeping
from states.reminders import digests, sending
from web import mailing
from web.logs import failure
from web.settings import Settings
from web.webhooks import delivering

log = structlog.get_logger()
EVERY = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Gone:
    """What a round came to."""

    reminders: int = 0
    written: int = 0
    mailed: int = 0


def remind(db: Engine, settings: Settings) -> Gone:
    """Send the reminders of this moment, write the digests of the day with them, and send what waits by mail."""
    with work(db) as session:
        at = instance.now(session, _wall())
        sent = sending.send(session, at=at)
        written = digests.write(session, settings.address, at=at) if mailing.is_configured(settings) else []
    return Gone(len(sent), len(written), mail(db, settings))


def mail(db: Engine, settings: Settings) -> int:
    """Send what waits in the outbox; nothing where no mail server is named."""
    return mailing.deliver(db, settings, _now(db)) if mailing.is_configured(settings) else 0


def feed(db: Engine, settings: Settings) -> delivering.Delivered:
    """Send to the systems that subscribed what they have not received yet."""
    return delivering.send(db, settings)


def count(db: Engine, _settings: Settings) -> int:
    """Keep the figures of closed days, a lot of days in each transaction; answer how many days were kept.

    For practice nothing is kept: its date may be set back, and then no day is closed.
    """
    with reading(db) as session:
        if instance.is_training(session):
            return 0
    kept = 0
    while days := _keep(db):
        kept += len(days)
    return kept


def _keep(db: Engine) -> list[date]:
    with work(db) as session:
        return keeping.keep(session, office_day(instance.now(session, _wall())))


ROUNDS: tuple[Callable[[Engine, Settings], object], ...] = (remind, feed, count)
"""Each round takes the database and the settings; what it answers is for the command that goes it."""


def keep(db: Engine, settings: Settings, stop: Event, every: float = EVERY) -> None:
    """Go all rounds until `stop`; one that fails says so in the log and is gone again the next time."""
    while not stop.is_set():
        for round_ in ROUNDS:
            try:
                log.info("round", name=round_.__name__, told=str(round_(db, settings)))
            except (SQLAlchemyError, OSError) as error:
                failure(error)
        stop.wait(every)


def _now(db: Engine) -> Callable[[], datetime]:
    """The installation's own time, looked up anew each time."""

    def now() -> datetime:
        with reading(db) as session:
            return instance.now(session, _wall())

    return now


def _wall() -> datetime:
    return datetime.now(UTC)
