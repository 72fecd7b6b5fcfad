"""Our facts that a ledger can be laid against: of what type each is, in which code list, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from states.code_lists import CodeList
from states.codes import codes
from states.quality.details import DetailField, of, parsed

REGISTER: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "household": {
        "head_name": ("name", ""), "kind": ("code", "household_kind"), "category": ("code", "category"),
        "phone": ("text", ""), "address": ("text", ""), "identified_on": ("day", ""),
    },
    "member": {
        "name": ("name", ""), "sex": ("code", "sex"), "id_kind": ("code", "id_kind"), "id_no": ("identity", ""),
        "birth_on": ("day", ""), "relation": ("code", "relation"), "ethnicity": ("code", "ethnicity"),
        "education": ("code", "education"), "school": ("code", "school"), "health": ("codes", "health"),
        "labour": ("code", "labour"), "phone": ("text", ""), "joined_on": ("day", ""),
    },
}  # fmt: skip
"""The columns of the register that can be compared, with type and code list."""
CERTIFICATE: Mapping[str, tuple[str, int]] = {
    "disability_kind": ("disability_kind", 18),
    "disability_level": ("disability_level", 19),
}
"""What the number of a disabled person's certificate itself says: code list and place of the digit (domain 8.2)."""
TYPES = {"yes-no": "code", "code": "code", "several": "codes", "number": "amount", "text": "text"}


@dataclass(frozen=True, slots=True)
class Column:
    """One of our facts: text, name, day, month, identity, place, amount, code, or codes (several).

    `stands_in` is the column of the row that holds it; `digit` is its place in a certificate's number.
    """

    name: str
    type: str
    code_list: str = ""
    stands_in: str = ""
    detail: DetailField | None = None
    digit: int | None = None

    @property
    def list(self) -> CodeList | None:
        """The codes it may have; None for what is written freely."""
        if self.detail is not None:
            return self.detail.list()
        return codes(self.code_list) if self.code_list else None

    def of(self, row: Mapping[str, Any]) -> Any:
        """Its value in a row of ours, the columns by their names; None or empty where nothing is recorded."""
        held = row[self.stands_in]
        if self.detail is not None:
            return parsed(held).get(self.name)
        if self.digit is not None:
            return held[self.digit] if len(held) > self.digit else ""
        return held


@cache
def columns(subject: str) -> Mapping[str, Column]:
    """The facts of a "household" or a "member" by name: the register's, then the forms', then the certificate's."""
    known = {name: Column(name, kind, listed, name) for name, (kind, listed) in REGISTER[subject].items()}
    more = of("household" if subject == "household" else "member")
    known |= {name: Column(name, TYPES[one.type], "", "details", one) for name, one in more.items()}
    if subject == "member":
        told = CERTIFICATE.items()
        known |= {name: Column(name, "code", listed, "id_no", None, digit) for name, (listed, digit) in told}
    return known
