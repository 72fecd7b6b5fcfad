"""The made-up township in a database: its places, the packs in force, its households as their list brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from states import imports, samples
from states.households import Household
from states.packs import store
from states.packs.loader import Pack, shipped
from states.practice.days import at
from states.practice.houses import House, houses_of
from states.practice.staff import hand
from states.sample_places import Township
from states.samples import SAMPLE

FILE = "农户名单.xlsx"


def found(
    session: Session, on: date, texts: Mapping[str, str] | None = None, place: Township = SAMPLE
) -> Sequence[Pack]:
    """Enter the places, and the packs that come with the program or these `texts` only."""
    for region in place.regions():
        session.add(region)
        session.flush()
    return store.install(session, texts or shipped(), at(on, 8))


def settle(session: Session, households: int, on: date) -> list[House]:
    """Take in the sample list of so many households, as the township operator would."""
    return take(session, samples.workbook(households), on)


def take(session: Session, data: bytes, on: date, place: Township = SAMPLE) -> list[House]:
    """Import a list that stands against nothing; answer all households, in the order of their numbers."""
    operator = hand("township", place.code)
    looked = imports.preview(session, imports.read(data, FILE), operator)
    definition = store.in_force(session, operator.area, on).definition
    imports.take(session, looked, definition, operator, at(on, 9))
    return everybody(session)


def everybody(session: Session) -> list[House]:
    """Every household, in the order of their numbers."""
    return sorted(houses_of(session, session.scalars(select(Household.case_id)).all()), key=lambda one: one.number)
