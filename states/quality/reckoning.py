"""What is reckoned from what stands: faults of a number, ages, months, sizes, days. Pure; nothing is stored."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from operator import mul

from engine.months import later
from states import identity
from states.person_months import Stay, household_size, person_months
from states.quality.snapshot import House, Person, age_on

HALF = Decimal("0.5")
WINDOW_ENDS = (9, 30)
"""The last day of a year's flow window where no plan of incomes says another (domain 1.4)."""


def identity_fault(person: Person) -> str:
    """The code of the first thing wrong with the number; "" for a sound one and for people without papers."""
    if person.fault is None:
        person.fault = _fault(person.id_no, person.house.as_of.year)
    return person.fault


def _fault(number: str, year: int) -> str:
    if not number or number.startswith(identity.NO_PAPERS) or _is_sound_card(number, year):
        return ""
    try:
        identity.read(number)
    except identity.BadIdentity as bad:
        return bad.doubts[0].code
    return "born-later" if number[6:10] > str(year) and len(number) != 15 else ""


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _is_sound_card(number: str, year: int) -> bool:
    """Whether this is a sound number of 18 digits; what is not is read again with all its reasons."""
    if len(number) != 18 or not number[:17].isdecimal() or not "1900" <= number[6:10] <= str(year):
        return False
    total = sum(map(mul, WEIGHTS, map(int, number[:17])))
    return "10X98765432"[total % 11] == number[17] and number[10:14] in DAYS


DAYS = frozenset(f"{month:02}{day:02}" for month in range(1, 13) for day in range(1, monthrange(2001, month)[1] + 1))
"""The days of a year of 365: 29 February is looked at more closely."""


def sex_of_number(person: Person) -> str:
    """The sex that the 17th digit says; "" for a number of another length."""
    digit = person.id_no[16:17]
    return ("male" if int(digit) % 2 else "female") if digit.isdecimal() else ""


def birth_of_number(person: Person) -> str:
    """The birthday that the number says, as ISO text; "" for a number of another length."""
    digits = person.id_no[6:14]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdecimal() else ""


def born(person: Person) -> str:
    """The recorded birthday as ISO text."""
    return person.birth_on.isoformat() if person.birth_on else ""


def older_than_head(person: Person) -> int | None:
    """By how many years a member is older than the head of the household."""
    head = next((one for one in person.house.people if one.is_head), None)
    if head is None or head is person or head.birth_on is None or person.birth_on is None:
        return None
    return head.birth_on.year - person.birth_on.year


def collected(subject: House | Person) -> str:
    """Whether any further fact of the forms is recorded: without, what is missing is not asked about."""
    return "yes" if subject.details else "no"


def changed_on(house: House) -> date | None:
    """The day on which somebody last joined or left."""
    days = [one.joined_on for one in house.people if one.joined_on]
    return max([*days, *(one.left_on for one in house.left if one.left_on)], default=None)


def months_between(since: date | None, until: date | None) -> int | None:
    """The calendar months from one day to another; None when either is missing."""
    return None if since is None or until is None else (until.year - since.year) * 12 + until.month - since.month


def months_past(since: date | None, until: date | None) -> Decimal | None:
    """The months from a day to another: whole ones, and a half for whatever goes beyond; None when either is missing.

    So 1 is a month to the day, and above 1 is one day more.
    """
    months = months_between(since, until)
    if since is None or until is None or months is None:
        return None
    if later(since, months) > until:
        months -= 1
    return Decimal(months) + (HALF if later(since, months) < until else 0)


def age_at_work(person: Person) -> int | None:
    """The full years of a member on the day on which the present work began."""
    began = person.known.get("work_from")
    return None if began is None else age_on(person.birth_on, began)


def posts(person: Person) -> int:
    """The public posts of a member: those that run by the work records, or those that the form names."""
    named = [one for one in re.split("[,，、;；]+", person.details.get("post", "")) if one.strip()]
    return max(int(person.known.get("posts", 0)), len(named))


def years_in_school(person: Person) -> int | None:
    """For how many school years in a row, this one among them, a member has stood where they stand now."""
    before = person.known.get("same_school_years")
    return None if before is None else before + 1


def ever_ill(house: House) -> int:
    """How many are ill, or were when they left."""
    return sum(1 for one in (*house.people, *house.left) if "serious" in one.health or "chronic" in one.health)


def size_by_months(house: House) -> Decimal:
    """The household's size by the months of the last flow window that is over, from the days of joining and leaving."""
    until = house.loaded.get("window_until") or _window_until(house.as_of)
    since = date(until.year - 1, until.month, 1)
    since = date(since.year + (since.month == 12), since.month % 12 + 1, 1)
    return household_size(
        person_months((Stay(one.joined_on, one.left_on) for one in (*house.people, *house.left)), since, until)
    )


def _window_until(day: date) -> date:
    ends = date(day.year, *WINDOW_ENDS)
    return ends if ends <= day else date(day.year - 1, *WINDOW_ENDS)
