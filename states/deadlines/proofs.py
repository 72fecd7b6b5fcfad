"""What shows that a duty was done, by the name that plans give it: computed from what is recorded, never stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from states.deadlines import checked, papers, reported
from states.deadlines.handed_in import HandedIn
from states.leads import proof as warnings
from states.packs.duties import PAPER
from states.packs.duty import Duty
from states.policy_ledgers import proof
from states.sessions import handed_in as training
from states.sweeps import handing_in

Proof = Callable[[Session, str, date, date], list[HandedIn]]

PROOFS: Mapping[str, Proof] = {
    "help-check": checked.handed_in,
    "policy-ledger": proof.handed_in,
    "sweep": handing_in.handed_in,
    "training": training.handed_in,
    "warnings": warnings.handed_in,
}
"""Each answers what the places inside an area handed in for the periods between two days.

Reports that clerks record and papers that were issued need no function of their own.
"""


def handed_in(session: Session, duty: Duty, area: str, since: date, until: date) -> list[HandedIn]:
    """What shows that a duty was done inside an area, for the periods between two days."""
    kind, _, document = duty.proof.partition(":")
    if kind == PAPER:
        return papers.handed_in(session, document, area, since)
    if kind in PROOFS:
        return PROOFS[kind](session, area, since, until)
    return reported.handed_in(session, duty.name, area)


def by_hand(duty: Duty) -> bool:
    """Whether the clerk records that it was done, as nothing else shows it."""
    kind = duty.proof.partition(":")[0]
    return kind != PAPER and kind not in PROOFS
