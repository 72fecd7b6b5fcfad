"""A household's dossier: its whole record in one plain value, and the stored files that belong to it (XZ08, HT15)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.ledger import canonical
from states.dossiers.chains import Told, chains_of
from states.dossiers.homes import homes_of, people_of
from states.dossiers.lists import notices_of
from states.dossiers.papers import evidence_of
from states.dossiers.supports import help_of
from states.dossiers.voices import objections_of
from states.dossiers.ways import course_of, runs_of
from states.households import Household
from states.lifecycle import LABELS

SCHEMA = "shouxian-household-record/1"
"""The name and edition of the record's form; a field that changes its meaning raises the edition."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the file store that belongs to a household: its digest, its kind, and what it is."""

    digest: str
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """The record of one household, as plain values."""

    household_id: int
    record: Mapping[str, Any]

    @property
    def number(self) -> str:
        """The 户编号."""
        return str(self.record["household"]["number"])

    @property
    def case_id(self) -> int:
        """The household's case."""
        return int(self.record["household"]["case"])

    def text(self) -> bytes:
        """The one JSON text of the record: the same record has the same bytes."""
        return canonical(self.record).encode()

    def stored(self) -> dict[str, Stored]:
        """Every file that belongs to it, once, by digest."""
        return {one.digest: one for one in self._stored() if one.digest}

    def _stored(self) -> Iterator[Stored]:
        for paper in self.record["evidence"]:
            for file in paper["files"]:
                yield Stored(file["digest"], file["media_type"], file["name"])
        for notice in self.record["notices"]:
            yield Stored(notice["printed_digest"], "application/pdf", f"{notice['number']}.pdf")
            for place in notice["places"]:
                yield Stored(place["photo"], "image/jpeg", f"{place['place_label']}.jpg")
                yield Stored(place["taken_down_photo"], "image/jpeg", f"{place['place_label']}.jpg")


def gather(session: Session, book: Book, case_ids: Collection[int], told: Told, by: Actor) -> list[Dossier]:
    """The dossiers of these cases in their order, those outside the actor's area left out; some twenty statements.

    `told` puts an entry of the ledger into words.
    """
    query = select(Household).where(Household.case_id.in_(list(case_ids)), within(Household.group_code, by.area))
    households = session.scalars(query.order_by(Household.case_id)).all()
    cases, ids = [home.case_id for home in households], [home.id for home in households]
    homes, people, helps = homes_of(session, households), people_of(session, ids), help_of(session, households)
    notices, objections = notices_of(session, cases), objections_of(session, cases)
    runs, papers = runs_of(session, book, cases), evidence_of(session, cases)
    others = {one["case"] for some in (*notices.values(), *objections.values()) for one in some}
    chains = chains_of(session, book, {*cases, *others}, told)
    return [
        Dossier(
            home.id,
            {
                "schema": SCHEMA,
                "household": homes[home.case_id],
                "members": people.get(home.id, []),
                "lifecycle": course_of(chains[home.case_id], LABELS),
                "runs": runs.get(home.case_id, []),
                "evidence": papers.get(home.case_id, []),
                "notices": notices.get(home.case_id, []),
                "objections": objections.get(home.case_id, []),
                "help": helps[home.id],
                "chains": _chains(home.case_id, notices, objections, chains),
            },
        )
        for home in households
    ]


def _chains(
    case_id: int,
    notices: Mapping[int, list[dict[str, Any]]],
    objections: Mapping[int, list[dict[str, Any]]],
    chains: Mapping[int, dict[str, Any]],
) -> list[dict[str, Any]]:
    """The household's own chain first, then those of its notices and objections, each once."""
    others = {one["case"]: None for one in (*notices.get(case_id, []), *objections.get(case_id, []))}
    return [chains[one] for one in (case_id, *others)]
