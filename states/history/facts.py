"""Every fact of a household and of a member that may change, as stored text by name."""

from __future__ import annotations

from states.households import Household
from states.members import Member
from states.quality.details import parsed

AT_IDENTIFICATION = ("identified_income", "identified_line", "identified_metric", "identified_pack")
"""What the category rested on when the household was identified."""
OF_HOUSEHOLD = (
    "head_name", "kind", "category", "phone", "address", "identified_on", "eliminated_on", *AT_IDENTIFICATION,
)  # fmt: skip
OF_MEMBER = (
    "name", "relation", "is_head", "id_kind", "id_no", "birth_on", "sex", "ethnicity", "education", "school", "health",
    "labour", "phone", "joined_on", "left_on", "left_reason",
)  # fmt: skip
OF_A_PERSON = frozenset(OF_MEMBER) - {"relation", "is_head", "joined_on", "left_on", "left_reason"}
"""What belongs to a person wherever they live; the further facts of the forms go along as well."""

Row = Household | Member


def facts_of(row: Row) -> dict[str, str]:
    """What stands in a row now, the further facts of the forms among it; empty ones of these are left out."""
    names = OF_MEMBER if isinstance(row, Member) else OF_HOUSEHOLD
    return {name: text(getattr(row, name)) for name in names} | {
        name: text(value) for name, value in parsed(row.details or "{}").items()
    }


def subject_of(row: Row) -> str:
    """The name under which changes of a row are kept."""
    return "member" if isinstance(row, Member) else "household"


def text(value: object) -> str:
    """A value of a column as text; empty where there is none."""
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)
