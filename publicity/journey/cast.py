"""Which of the invented households plays which part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from states.practice.houses import House

HOUSEHOLDS = 30


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts, by where a household stands in the shipped list."""

    houses: Sequence[House]

    @property
    def summer(self) -> list[int]:
        """Taken in during the summer."""
        return self._cases(1, 2, 4, 13, 15, 17, 22, 24, 25)

    @property
    def freed(self) -> list[int]:
        """Of these, whose risk was marked as eliminated before the autumn."""
        return self._cases(13, 22, 25)

    @property
    def new(self) -> list[int]:
        """To be taken in during the autumn, in all three villages."""
        return self._cases(0, 5, 6, 10, 23, 26)

    @property
    def applicant(self) -> House:
        """The one whose visit and application are told closely."""
        return self.houses[0]

    @property
    def disputed(self) -> House:
        """The one against whom a villager objects."""
        return self.houses[6]

    @property
    def owner(self) -> House:
        """The one in whose name the registers find something."""
        return self.houses[10]

    @property
    def better_off(self) -> House:
        """The one whose risk is gone, and who agrees."""
        return self.houses[1]

    @property
    def no_labour(self) -> House:
        """The one in which nobody can work."""
        return self.houses[4]

    @property
    def relapsed(self) -> House:
        """The one whose elimination was not sound."""
        return self.houses[13]

    @property
    def struck(self) -> House:
        """The one whom a new risk met."""
        return self.houses[22]

    @property
    def never_qualified(self) -> House:
        """The one that should never have been taken in."""
        return self.houses[15]

    @property
    def declined(self) -> House:
        """The one that asked and does not qualify."""
        return self.houses[7]

    @property
    def gone(self) -> House:
        """The one in which nobody is left."""
        return self.houses[3]

    def _cases(self, *places: int) -> list[int]:
        return [self.houses[place].case_id for place in places]
