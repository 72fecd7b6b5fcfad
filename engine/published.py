"""What is known of rest days before the site enters anything: published years, and statutory days for the others.

The statutory days of a year without a published arrangement are a guess (make-up
days and bridging days are missing), so whoever uses them must call the answer provisional.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from chinese_calendar import constants
from holidays import country_holidays

# One table each, made at import: the library's own question costs a search per day.
REST: dict[date, str] = {day: constants.Holiday(name).chinese for day, name in constants.holidays.items()}
MADE_UP: dict[date, str] = {day: constants.Holiday(name).chinese for day, name in constants.workdays.items()}
YEARS = range(min(REST).year, max(REST).year + 1)


@cache
def statutory(year: int) -> dict[date, str]:
    """The statutory rest days of a year by law, with their Chinese names; empty where the lunar tables end."""
    return dict(country_holidays("CN", years=year, language="zh_CN"))
