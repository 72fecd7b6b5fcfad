"""The layouts of this installation: those of the program, and the editions that the site took into use.

Who needs a layout asks here, with a session: another process may have taken a new edition into use meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound, Problem
from engine.words import N_
from states import site_editions
from states.exchange.layouts import HOUSEHOLD_LIST, BadLayout, Layout, read, shipped
from states.site_editions import LAYOUT, USED, Named, SiteEdition, Standing

_layouts: dict[str, Layout | None] = {}
"""What this process has read, by digest; None for what this version of the program cannot use any more."""


def in_force(session: Session) -> Mapping[str, Layout]:
    """The layouts that hold, by id: of each the site's newest edition, else the program's; one statement or two."""
    return {one.name: of_digest(session, one.digest) for one in standing(session) if one.holds}


def standing(session: Session) -> list[Standing]:
    """Every edition of every layout, those of one id together, the program's first."""
    rows = site_editions.known(session, LAYOUT)
    _read_in(session, [row.digest for row in rows])
    newest = {row.name: row.id for row in rows if row.withdrawn_at is None and _layouts[row.digest]}
    found = [
        Standing(one.id, one.edition, one.title, one.digest, None, one.id not in newest) for one in shipped().values()
    ]
    found += [
        Standing(one.name, one.edition, one.title, one.digest, one, newest.get(one.name) == one.id) for one in rows
    ]
    return sorted(found, key=lambda one: (one.name, one.row.id if one.row else 0))


def of_digest(session: Session, digest: str) -> Layout:
    """The layout that a job began with, in force or not; raises `NotFound`."""
    found = {one.digest: one for one in shipped().values()}.get(digest)
    if found is None:
        _read_in(session, [digest])
        found = _layouts.get(digest)
    if found is None:
        raise NotFound("layout", digest)
    return found


def one_of(session: Session, name: str, use: str) -> Layout:
    """The layout in force of that id for coming in or going out; raises `NotFound`."""
    layout = in_force(session).get(name)
    if layout is None or use not in layout.use:
        raise NotFound("layout", name)
    return layout


def check(session: Session, text: str, file: str) -> Layout:
    """The layout of a text, fit to be taken into use beside what there is; raises `BadLayout` with every reason."""
    layout = read(text, file)
    if problems := [Problem(f"{file} {where}", reason) for where, reason in _faults(session, layout)]:
        raise BadLayout(*problems)
    return layout


def add(session: Session, layout: Layout, *, by: Actor, at: datetime) -> SiteEdition:
    """Take a layout into use; raises `BadInput` where its number was given before."""
    named = Named(LAYOUT, layout.id, layout.edition, layout.title)
    return site_editions.add(session, named, layout.text, by=by, at=at)


def withdraw(session: Session, name: str, edition: str, reason: str, *, by: Actor, at: datetime) -> SiteEdition:
    """Withdraw an edition: what held before holds again."""
    return site_editions.withdraw(session, LAYOUT, name, edition, reason, by=by, at=at)


def _read_in(session: Session, digests: list[str]) -> None:
    """Read the texts that this process has not read yet; what a newer program cannot use is known as None."""
    missing = [digest for digest in digests if digest not in _layouts]
    for digest, text in site_editions.texts(session, missing).items():
        try:
            _layouts[digest] = read(text, digest[:12])
        except BadLayout:
            _layouts[digest] = None


def _faults(session: Session, layout: Layout) -> Iterable[tuple[str, str]]:
    before = [one for one in standing(session) if one.name == layout.id]
    if layout.edition in [one.edition for one in before]:
        yield "edition", USED
    now = next((of_digest(session, one.digest) for one in before if one.holds), None)
    if now is None:
        return
    if layout.subject != now.subject:
        yield "subject", N_("同一张表前后两版要么都按户、要么都按人")
    if missing := [use for use in now.use if use not in layout.use]:
        yield "use", N_("这张表原来可以用来%(use)s，新版也要能用") % {"use": "、".join(missing)}
    if layout.id == HOUSEHOLD_LIST or layout.identity == now.identity:
        return
    if layout.identity == "full":
        yield "identity", N_("原来遮蔽证件号码的表，新版不能改成全号")
