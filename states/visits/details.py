"""Which further facts of the forms a visit must still ask for: empty ones that the household's case needs (TZ28)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from states.households import Household
from states.members import Member
from states.quality.details import DetailField, of, parsed
from states.visits.incomes import is_collected

ABLE = ("full", "skilled", "weak")
GROWN_UP = 16
WHEN_IDENTIFIED = ("no_labour_flag", "income_at_identification", "out_of_pocket", "contact_phone")
WHEN_ELIMINATED = ("income_at_elimination",)
OF_GROWN_UPS = ("political", "pension")
NOT_OF_ALL = ("dropout_reason", "medical_aid", "post", "post_months", "measure_items")
"""Asked only where the case arises; being empty says nothing."""
INSURANCE = ("resident_medical", "employee_medical")
"""One of these is enough."""


def of_household(home: Household, today: date) -> tuple[str, ...]:
    """The labels of the household's facts that are due; nothing where the yearly forms are not collected."""
    if not is_collected(home):
        return ()
    kept = parsed(home.details)
    due = (one for one in of("household").values() if one.name not in kept and one.is_asked(today))
    return tuple(one.label for one in due if _asked_of(home, one))


def of_member(home: Household, member: Member, today: date) -> tuple[str, ...]:
    """The labels of a member's facts that are due."""
    if not is_collected(home):
        return ()
    kept = parsed(member.details)
    return tuple(_of_member(member, kept, today))


def _asked_of(home: Household, field: DetailField) -> bool:
    if field.name in WHEN_IDENTIFIED:
        return home.identified_on is not None
    if field.name in WHEN_ELIMINATED:
        return home.eliminated_on is not None
    return field.name not in NOT_OF_ALL


def _of_member(member: Member, kept: Mapping[str, Any], today: date) -> Iterator[str]:
    age = member.age_on(today)
    for name, field in of("member").items():
        if name in kept or name in NOT_OF_ALL or (name in INSURANCE and any(one in kept for one in INSURANCE)):
            continue
        if name in OF_GROWN_UPS and (age is None or age < GROWN_UP):
            continue
        if name == "work_planned" and member.labour not in ABLE:
            continue
        if name != INSURANCE[1]:  # asked for under the name of the first
            yield field.label
