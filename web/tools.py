"""What views work with besides the database: the book of rules, the store of files, the presses.

Each is made on first use and once for an application; the presses are processes and start only when somebody prints.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from threading import Lock
from typing import Any

from flask import Flask, current_app

from engine.book import Book
from engine.files import FileStore
from publicity.documents.registry import Printed
from publicity.workers import Presses
from states.packs.store import open_book
from web.site import site

BOOK, STORE, PRESSES = "shouxian-book", "shouxian-store", "shouxian-presses"
WORKERS = 2
_starting = Lock()


def book() -> Book:
    """The book of rules of this application."""
    found: Book = current_app.extensions.setdefault(BOOK, None) or _keep(BOOK, open_book())
    return found


def store() -> FileStore:
    """Where files are kept."""
    found: FileStore = current_app.extensions.setdefault(STORE, None) or _keep(
        STORE, FileStore(site().settings.evidence)
    )
    return found


def typeset(name: str, values: Mapping[str, Any]) -> Printed:
    """Print a document outside of every transaction; raises the refusals of `publicity`."""
    with _starting:
        presses: Presses = current_app.extensions.get(PRESSES) or _keep(PRESSES, _start())
    return presses.render(name, values)


def stop(app: Flask) -> None:
    """Stop the presses of an application that has any."""
    presses: Presses | None = app.extensions.pop(PRESSES, None)
    if presses is not None:
        presses.close()


def _start() -> Presses:
    presses = Presses(WORKERS)
    atexit.register(presses.close)
    return presses


def _keep(name: str, made: Any) -> Any:
    current_app.extensions[name] = made
    return made
