"""Verifying the ledger, for those who look over the office's shoulder."""

from __future__ import annotations

from flask import Response

from engine.verify import verify as verify_all
from states import case_list
from states.roles import Permission
from web import who
from web.access import Area, access
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.database import reading
from web.extensions import limiter


class LedgerFault(Answer):
    """One thing wrong; without a case it concerns a whole daily seal."""

    case_id: int | None
    sequence: int | None
    reason: str


class Verified(Answer):
    """What was looked at, and what was found in the account's area."""

    cases: int
    entries: int
    seals: int
    faults: list[LedgerFault]


@bp.get("/ledger/verify", responses={200: Verified})
@limiter.limit("6 per minute")  # it reads every entry there is
@access(Permission.READ_LEDGER, Area.LIST)
def verify() -> Response:
    """Verify every chain and every seal."""
    by = who.actor()
    with reading() as db:
        found = verify_all(db)
        named = {fault.case_id for fault in found.faults if fault.case_id is not None}
        mine = case_list.inside(db, sorted(named), by, kind=None)
    faults = [
        LedgerFault(case_id=fault.case_id, sequence=fault.sequence, reason=fault.reason)
        for fault in found.faults
        if fault.case_id is None or not by.area or fault.case_id in mine
    ]
    return answer(Verified(cases=found.cases, entries=found.entries, seals=found.seals, faults=faults))
