"""Who acts: a person in a role at an area, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The identity written into the ledger.

    `area` is a code; it covers every code that begins with it, and "" covers all.
    """

    id: str
    name: str
    role: str
    area: str = ""
    department: str = ""

    def covers(self, area: str) -> bool:
        """Whether this actor's area holds `area`."""
        return area.startswith(self.area)


SYSTEM = Actor("system", "系统", "system")
