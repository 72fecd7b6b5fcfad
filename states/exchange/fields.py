"""Everything of a household and its members that a column of a list can be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from states.code_lists import CodeList
from states.codes import codes
from states.quality import details
from states.quality.details import DetailField

Format = Literal["text", "name", "number", "identity", "code", "codes", "date", "amount"]
Subject = Literal["household", "member"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a column is about: whose it is, how it is written, its code list, whether a list may bring it in.

    `detail` is the further fact of the forms that it is, if it is one.
    """

    subject: Subject
    format: Format = "text"
    codes: str = ""
    longest: int = 60
    comes_in: bool = True
    detail: DetailField | None = None

    @property
    def is_coded(self) -> bool:
        """Whether its values are taken from a code list."""
        return self.format in ("code", "codes")

    def list(self, on: date | None = None) -> CodeList | None:
        """The code list from which its values are read, or chosen on a day; None for what is written freely."""
        if self.detail is not None:
            return self.detail.list(on)
        return codes(self.codes, on) if self.codes else None


FORMATS: Mapping[str, Format] = {
    "yes-no": "code", "code": "code", "several": "codes", "number": "amount", "text": "text",
}  # fmt: skip


REGISTER: Mapping[str, Field] = {
    "number": Field("household", "number", longest=32),
    "township": Field("household"),
    "village": Field("household"),
    "group": Field("household"),
    "group_code": Field("household", comes_in=False),
    "head_name": Field("household", "name"),
    "kind": Field("household", "code", "household_kind"),
    "category": Field("household", "code", "category"),
    "address": Field("household", longest=120),
    "state": Field("household", comes_in=False),
    "persons": Field("household", comes_in=False),
    "identified_on": Field("household", "date", comes_in=False),
    "eliminated_on": Field("household", "date", comes_in=False),
    "identified_income": Field("household", comes_in=False),
    "identified_line": Field("household", comes_in=False),
    "identified_metric": Field("household", comes_in=False),
    "identified_pack": Field("household", comes_in=False),
    "name": Field("member", "name"),
    "relation": Field("member", "code", "relation"),
    "id_no": Field("member", "identity"),
    "id_kind": Field("member", "code", "id_kind", comes_in=False),
    "birth_on": Field("member", "date"),
    "sex": Field("member", "code", "sex"),
    "ethnicity": Field("member", "code", "ethnicity"),
    "education": Field("member", "code", "education"),
    "school": Field("member", "code", "school"),
    "health": Field("member", "codes", "health"),
    "labour": Field("member", "code", "labour"),
    "phone": Field("member", longest=40),
    "joined_on": Field("member", "date", comes_in=False),
    "left_on": Field("member", "date", comes_in=False),
}
"""What stands in columns of the register."""

DETAILS: Mapping[str, Field] = {
    name: Field(one.subject, FORMATS[one.type], detail=one) for name, one in details.registry().items()
}
"""The further facts of the forms (domain 3.2)."""

FIELDS: Mapping[str, Field] = {**REGISTER, **DETAILS}
"""By the name that layouts use. `phone` stands for the household's telephone in a list of households."""

NEEDED = ("group", "name", "relation", "id_no")
"""Without these a list of households with their members cannot be taken in."""
