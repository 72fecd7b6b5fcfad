"""The code lists of this installation: those of the program, and the editions that the site took into use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import String
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import Problem
from engine.words import N_
from states import site_editions
from states.code_book import Book, book, use
from states.code_editions import BadCodes, CodeEdition, read, shipped
from states.households import Household
from states.members import Member
from states.site_editions import CODES, USED, Named, SiteEdition, Standing

SEVERAL = ("health",)
"""Lists of which several codes stand in one column, joined by commas."""
COLUMNS = {
    **{name: Member.__table__.c[name] for name in ("relation", "sex", "education", "school", "health", "labour")},
    **{name: Member.__table__.c[name] for name in ("id_kind", "ethnicity", "left_reason")},
    "household_kind": Household.__table__.c.kind,
    "category": Household.__table__.c.category,
}
"""The columns of the register that hold codes of a list."""
OTHERWISE = 16


def see(session: Session) -> Book:
    """Read and choose from this installation's lists from now on, in this thread; one statement when nothing is new.

    Called by whoever opens a transaction for a person or a job, so that an edition which another process took into
    use is seen from the next request on.
    """
    rows = site_editions.known(session, CODES)
    key = tuple((one.digest, one.withdrawn_at is None) for one in rows)
    found = _books(session, key)
    use(found)
    return found


def _books(session: Session, key: tuple[tuple[str, bool], ...]) -> Book:
    if missing := [digest for digest, _ in key if digest not in _editions]:
        for digest, text in site_editions.texts(session, missing).items():
            _editions[digest] = _still_good(text, digest[:12])
    return _book(key)


def _still_good(text: str, file: str) -> CodeEdition | None:
    """The edition of a text that was good when it came; None where this version of the program cannot use it."""
    try:
        return read(text, file)
    except BadCodes:
        return None


_editions: dict[str, CodeEdition | None] = {}


@lru_cache(maxsize=32)
def _book(key: tuple[tuple[str, bool], ...]) -> Book:
    """The lists with these editions of the site, by digest and whether they still hold."""
    good = [(found, holds) for digest, holds in key if (found := _editions[digest])]
    return Book([*shipped(), *(one for one, holds in good if holds)], [one for one, holds in good if not holds])


def standing(session: Session, day: date) -> list[Standing]:
    """Every edition of every list, those of one list together, the one that takes precedence last."""
    rows = {one.digest: one for one in site_editions.known(session, CODES)}
    lists = see(session)
    found = []
    for name in lists.names:
        current = lists.current(name, day)
        for one in reversed(lists.editions(name)):
            row = rows.get(one.digest)
            found.append(Standing(name, one.edition, one.title, one.digest, row, one is current))
    return found


def check(text: str, file: str) -> CodeEdition:
    """The edition of a text, fit to be taken into use beside what there is; raises `BadCodes` with every reason."""
    edition = read(text, file)
    if problems := [Problem(f"{file} {where}", reason) for where, reason in _faults(edition, book())]:
        raise BadCodes(*problems)
    return edition


def add(session: Session, edition: CodeEdition, *, by: Actor, at: datetime) -> SiteEdition:
    """Take an edition into use; raises `BadInput` where its number was given before."""
    named = Named(CODES, edition.list, edition.edition, edition.title)
    row = site_editions.add(session, named, edition.text, by=by, at=at)
    see(session)
    return row


def withdraw(session: Session, name: str, edition: str, reason: str, *, by: Actor, at: datetime) -> SiteEdition:
    """Withdraw an edition: what held before holds again, and what it alone had stays readable."""
    row = site_editions.withdraw(session, CODES, name, edition, reason, by=by, at=at)
    see(session)
    return row


def _faults(edition: CodeEdition, beside: Book) -> Iterable[tuple[str, str]]:
    """What is wrong with an edition beside those that there are."""
    if edition.list not in beside.names:
        yield "list", N_("没有“%(list)s”这张代码表，可用的有：%(known)s") % {
            "list": edition.list, "known": "、".join(beside.names),
        }  # fmt: skip
        return
    before = beside.editions(edition.list)
    if edition.edition in [one.edition for one in before]:
        yield "edition", USED
    for code in sorted({code for one in before for code in one.needed}):
        entry = edition.codes.get(code)
        if edition.offered and (entry is None or entry.becomes or entry.since or entry.until):
            yield "codes", N_("程序要用到“%(code)s”，不能去掉，也不能停用") % {"code": code}
    known = {code for one in before for code in one.codes}
    longest = _longest(edition.list)
    for code in edition.codes:
        if code not in known and len(code) > longest:
            yield f"codes.{code}", N_("代码太长，最多%(most)d个字符") % {"most": longest}
    if edition.list in SEVERAL and len(",".join(edition.codes)) > _room(edition.list):
        yield "codes", N_("几项同时选的时候存不下：全部代码连起来最多%(most)d个字符") % {"most": _room(edition.list)}


def _longest(name: str) -> int:
    return OTHERWISE if name in SEVERAL else min(24, _room(name))


def _room(name: str) -> int:
    """How many characters the column of a list holds."""
    column = COLUMNS.get(name)
    length = column.type.length if column is not None and isinstance(column.type, String) else None
    return length or OTHERWISE
