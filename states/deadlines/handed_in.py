"""That something was handed in: by whom, for which period, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`period` is the duty's own (2022-03, 2022-Q1, 2022): the one in which it is owed.

    Of a report that tells of days, it is instead the last day told of (2022-03-31): a duty of the first working days
    of a period is then met by a report on the period before.
    """

    area: str
    department: str
    period: str
    on: date
