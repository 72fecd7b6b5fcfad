"""What places were called at the end of a day: later renamings and corrections are undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from states import regions
from states.places.changes import CORRECTED, RENAMED, RegionChange


def names_on(session: Session, codes: Collection[str], day: date) -> dict[str, str]:
    """The names of these places at the end of a day, by code; two statements, unknown codes are left out."""
    found = regions.names(session, codes)
    later = select(RegionChange.code, RegionChange.kind, RegionChange.before).where(
        RegionChange.code.in_(set(codes)), RegionChange.kind.in_((RENAMED, CORRECTED)), RegionChange.changed_on > day
    )
    for code, kind, before in session.execute(later.order_by(RegionChange.id.desc())):
        found[code] = before if kind == RENAMED else before.partition("；")[0]  # a correction names the contact too
    return found
