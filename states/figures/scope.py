"""What the figures are asked about: a place in the actor's area, its parts one level below, and the days that count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from states import regions
from states.help.quarters import quarter_of

PARTS = (4, 6, 9, 12, 14)


@dataclass(frozen=True, slots=True)
class Scope:
    """A place and the length of the codes of its parts; `finest` is that of the places that are counted."""

    area: str
    length: int
    today: date

    @property
    def finest(self) -> int:
        """Groups inside a village, villages elsewhere: what happens in one is all that is counted anew."""
        return max(12, self.length)

    @property
    def since(self) -> date:
        """The first day of the quarter: from it on is counted what was done."""
        return quarter_of(self.today).first_on


def scope(area: str, by: Actor, today: date, length: int = 0) -> Scope:
    """The scope of an area, the actor's own by default; raises `NotFound` outside the actor's area."""
    place = area or by.area
    if not by.covers(place):
        raise NotFound("region", place)
    below = next((one for one in PARTS if one > len(place)), PARTS[-1])
    return Scope(place, length if length in PARTS and length > len(place) else below, today)


def names_of(session: Session, here: Scope) -> dict[str, str]:
    """The names of the place and of its parts, abolished ones among them; a longer way down names what lies between."""
    parts = regions.below(session, here.area, regions.LEVELS[here.length])
    names = {one.code: one.name for one in parts} | regions.names(session, {here.area})
    if here.length == 12 and len(here.area) < 9:
        above = regions.names(session, {code[:9] for code in names})
        names |= {code: above.get(code[:9], "") + name for code, name in names.items() if len(code) == 12}
    return names
