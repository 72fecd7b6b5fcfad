"""The side that a ledger is laid against: our own lines, or another system's last file in their place (TZ12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from states.reconciliation.cells import Field
from states.reconciliation.files import latest, lines_of
from states.reconciliation.ledgers import Ledger
from states.reconciliation.ours import Ours, ours


def beside(session: Session, ledger: Ledger, area: str, fields: Sequence[Field] | None = None) -> dict[str, Ours]:
    """The lines of an area by their keys: ours, or for one system against another what the other one's file says.

    `fields` are those that somebody asks for, by default all. Whom the other file leaves out is not there; a field
    that it could not tell is left as ours.
    """
    mine = ours(session, ledger, area, fields)
    if not ledger.against:
        return mine
    file = latest(session, ledger.against, area)
    told: Mapping[str, Mapping[str, str]] = lines_of(session, file, area) if file else {}
    names = {field.name for field in (ledger.fields if fields is None else fields)}
    return {
        key: replace(one, facts={**one.facts, **_only(told[key], names)}, expected=True)
        for key, one in mine.items()
        if key in told
    }


def _only(facts: Mapping[str, str], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if name in names}
