"""The offices that papers name, by the place they answer for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.drafting import issuer_of
from states.regions import Region

COUNTY, TOWNSHIP = 6, 9


def office_at(session: Session, code: str) -> Region:
    """The place of this code; raises `NotFound`."""
    place = session.get(Region, code)
    if place is None:
        raise NotFound("region", code)
    return place


def government_of(session: Session, area: str) -> str:
    """The people's government of the township that holds an area."""
    return issuer_of(office_at(session, area[:TOWNSHIP]))


def bureau_of(session: Session, area: str) -> str:
    """The county's bureau of rural revitalisation, which decides."""
    return office_at(session, area[:COUNTY]).name + "乡村振兴局"


def contact_of(place: Region, office: str) -> dict[str, str]:
    """How an office is reached, as a paper prints it."""
    return {"office": office, "telephone": place.phone, "address": place.address, "hours": place.contact_hours}
