"""Packs in the database: every wording that a case ever ran under stays there, whole and unchanged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.db import Base, Instant, once
from engine.definition import Definition
from engine.errors import InvalidDefinition, NotFound
from states.packs.loader import Pack, all_among, from_merged, overlaps, shipped
from states.places.changes import same_places
from states.policies import Policy, policy_of


class StoredPack(Base):
    """One wording of a pack.

    `began_at` is when it was put in force, None for one that is only proposed; `retired_at` is set while it does not
    hold: since a newer wording of the same pack took its place, or since it was proposed.
    """

    __tablename__ = "pack"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(48), index=True)
    title: Mapped[str] = mapped_column(String(60))
    merged: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Instant)
    began_at: Mapped[datetime | None] = mapped_column(Instant)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


def install(session: Session, texts: Mapping[str, str], at: datetime) -> list[Pack]:
    """Take these packs into the database; those already there stay. Raises `InvalidDefinition`."""
    packs = all_among(texts)
    if problems := overlaps(packs):
        raise InvalidDefinition(*problems)
    known = {row.digest: row.began_at for row in session.scalars(select(StoredPack))}
    fresh = {pack.id: pack.digest for pack in packs.values() if known.get(pack.digest) is None}
    for name in fresh:
        set_down(session, packs[name], texts[name], at)
    put_in_force(session, fresh, at)
    return list(packs.values())


def set_down(session: Session, pack: Pack, text: str, at: datetime) -> None:
    """Keep a wording without putting it in force; one that is there already stays as it is."""
    if session.get(StoredPack, pack.digest) is None:
        row = StoredPack(digest=pack.digest, id=pack.id, title=pack.file.pack.title, merged=pack.merged, source=text)
        row.added_at = row.retired_at = at
        session.add(row)
        session.flush()


def put_in_force(session: Session, wordings: Mapping[str, str], at: datetime) -> None:
    """Let these wordings (the digest of each pack, by its id) hold from now on, each instead of the one before it."""
    for row in session.scalars(select(StoredPack).where(StoredPack.id.in_(wordings))):
        if row.digest == wordings[row.id]:
            row.began_at, row.retired_at = row.began_at or at, None
        elif row.retired_at is None:
            row.retired_at = at
    session.flush()


def install_shipped(session: Session, at: datetime) -> list[Pack]:
    """Take the packs that come with the program."""
    return install(session, shipped(), at)


def present(session: Session) -> list[StoredPack]:
    """The present wording of each pack in the database, by id; looked up once in a look."""
    query = select(StoredPack).where(StoredPack.retired_at.is_(None)).order_by(StoredPack.id)
    return once(session, "packs", lambda: list(session.scalars(query)))


def in_force(session: Session, area: str, day: date) -> Pack:
    """The pack that holds at `area` on `day`: the one of the narrowest place; raises `NotFound`.

    A place that was given another code is still the place that a pack named by its former one.
    """
    best: tuple[int, StoredPack] | None = None
    known_as = [area, *same_places(session, area)]
    for row in present(session):
        head = of_digest(session, row.digest).file.pack
        if not (head.valid.since or day) <= day <= (head.valid.until or day):
            continue
        for place in head.places:
            if any(code.startswith(place) for code in known_as) and (best is None or len(place) > best[0]):
                best = len(place), row
    if best is None:
        raise NotFound("pack", f"{area} {day}")
    return of_digest(session, best[1].digest)


_packs: dict[str, Pack] = {}


def keep_in_mind(pack: Pack) -> str:
    """Let a wording that is in no database be found by its digest for as long as the process lives."""
    _packs[pack.digest] = pack
    return pack.digest


def of_digest(session: Session, digest: str) -> Pack:
    """The pack that a digest names; raises `NotFound`."""
    if digest not in _packs:
        row = session.get(StoredPack, digest)
        if row is None:
            raise NotFound("pack", digest)
        _packs[digest] = from_merged(json.loads(row.merged))
    return _packs[digest]


def policy(session: Session, digest: str) -> Policy:
    """What the pack that a digest names says beyond its steps; `UNKNOWN` when it names no pack."""
    find(session, digest)  # building a pack remembers its policy
    return policy_of(digest)


def find(session: Session, digest: str) -> Definition | None:
    """The definition of the pack that a digest names; None when it names no pack."""
    try:
        return of_digest(session, digest).definition
    except NotFound:
        return None
