"""Every kind of job there is: its name for people, what fetching its results needs, and who does it.

A slice adds one line to `KINDS`. The handlers themselves stand where their subject is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.jobs import proving
from engine.jobs.lots import Handler
from engine.words import N_
from states.roles import Permission

LEDGER = "ledger-verify"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job; `needs` is the permission without which nobody asks for one or fetches what it made.

    `leads_to` is the endpoint of the page on which its outcome is at home.
    """

    title: str
    needs: Permission
    handler: Handler
    leads_to: str = ""


KINDS: Mapping[str, Kind] = {
    LEDGER: Kind(N_("核验台账"), Permission.READ_LEDGER, proving.verify_ledger, "ledger.index"),
}


def handlers() -> dict[str, Handler]:
    """Who does each kind."""
    return {name: kind.handler for name, kind in KINDS.items()}
