"""Which wording a household's next procedure begins under."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from engine.definition import Definition
from engine.errors import NotFound
from states.packs import store


def to_begin(session: Session, area: str, state: str, own: str, day: date) -> Definition:
    """The wording in force at the place that day; the case's own where that one does not know the case's state.

    So no household is left in a state that its procedure cannot leave. Raises `NotFound` where neither is there.
    """
    definition = store.in_force(session, area, day).definition
    if state in definition.labels:
        return definition
    found = store.find(session, own)
    if found is None:
        raise NotFound("definition", own)
    return found
