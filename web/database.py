"""The application's database, as views see it: `work()` to write, `reading()` to look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g, request
from sqlalchemy.orm import Session

import engine.db
from states import site_codes
from web.access import declared
from web.site import site


class WriteOnGet(RuntimeError):
    """A page that is only looked at tried to change something: a mistake of ours."""


@contextmanager
def work() -> Iterator[Session]:
    """One transaction that writes; refused while a page is only looked at."""
    access = declared(request.endpoint)
    if request.method in ("GET", "HEAD", "OPTIONS") and not (access and access.logs_opening):
        raise WriteOnGet(request.endpoint)
    with engine.db.work(site().db) as session:
        _see_codes(session)
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """One consistent look."""
    with engine.db.reading(site().db) as session:
        _see_codes(session)
        yield session


def _see_codes(session: Session) -> None:
    """Once in each request, see which code lists this installation has by now."""
    if "codes_seen" not in g:
        site_codes.see(session)
        g.codes_seen = True
