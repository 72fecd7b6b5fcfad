"""What a site hands in as data of its own, whichever of the two it is: a layout, or an edition of a code list."""

from __future__ import annotations

import tomllib
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from states import code_book, site_codes, site_editions
from states.code_editions import CodeEdition, shipped
from states.exchange import site_layouts
from states.exchange.layouts import Layout
from states.site_editions import CODES, LAYOUT, SiteEdition


def check(session: Session, text: str, file: str) -> Layout | CodeEdition:
    """The layout or the edition of a code list that a text describes; raises `BadInput` with every reason.

    A text that names a `list` is taken for a code list.
    """
    try:
        names_a_list = "list" in tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        names_a_list = False
    return site_codes.check(text, file) if names_a_list else site_layouts.check(session, text, file)


def add(session: Session, one: Layout | CodeEdition, *, by: Actor, at: datetime) -> SiteEdition:
    """Take it into use; raises `BadInput` where its number was given before."""
    if isinstance(one, Layout):
        return site_layouts.add(session, one, by=by, at=at)
    return site_codes.add(session, one, by=by, at=at)


def withdraw(
    session: Session, kind: str, name: str, edition: str, reason: str, *, by: Actor, at: datetime
) -> SiteEdition:
    """Withdraw an edition of either kind; raises `NotFound`, and `BadInput` without a reason or a second time."""
    act = site_layouts.withdraw if kind == LAYOUT else site_codes.withdraw
    return act(session, name, edition, reason, by=by, at=at)


def of_digest(session: Session, digest: str) -> tuple[Layout | CodeEdition, SiteEdition | None]:
    """What a digest names, with the site's record of it if it is the site's; raises `NotFound`."""
    for edition in shipped():
        if edition.digest == digest:
            return edition, None
    for row in (*site_editions.known(session, LAYOUT), *site_editions.known(session, CODES)):
        if row.digest == digest and row.kind == CODES:
            return _of_the_book(row), row
        if row.digest == digest:
            return site_layouts.of_digest(session, digest), row
    return site_layouts.of_digest(session, digest), None


def _of_the_book(row: SiteEdition) -> CodeEdition:
    for one in code_book.book().editions(row.name):
        if one.digest == row.digest:
            return one
    raise NotFound("codes", row.digest)
