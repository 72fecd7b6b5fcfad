"""The fields that may be changed, as data: how each is written, read, kept and shown."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from engine.errors import BadInput, Problem
from engine.words import N_
from states import identity
from states.code_lists import CodeList
from states.codes import codes
from states.quality.details import DetailField, parsed, registry

TYPES = {"yes-no": "code", "code": "code", "several": "codes", "number": "number", "text": "text"}
RETIRED = N_("这一项已停用，请从可选的里面填")
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a subject; `key` marks a key fact that carries two signatures (TZ25).

    `detail` is the further fact of the forms that it is, if it is one.
    """

    subject: str
    name: str
    label: str
    type: str
    code_list: str = ""
    longest: int = 60
    required: bool = False
    key: bool = False
    detail: DetailField | None = None

    def codes(self, on: date | None = None) -> CodeList | None:
        """The list from which its values are read, or chosen on a day; None for a field that is written freely."""
        if self.detail is not None:
            return self.detail.list(on)
        return codes(self.code_list, on) if self.code_list else None

    def read(self, written: str, on: date | None = None) -> str:
        """The stored form of what somebody wrote, on a day if it is chosen anew; raises `BadInput` with the field."""
        text = written.strip().translate(identity.FULL_WIDTH) if self.type in ("phone", "date") else written.strip()
        if not text:
            if self.required or self.type in ("name", "identity"):
                raise self._bad(N_("这一项不能为空"))
            return ""
        if len(text) > self.longest:
            raise self._bad(N_("文字太长"))
        known = self.codes(on)
        return self._plain(text) if known is None else self._chosen(known, text)

    def _chosen(self, known: CodeList, text: str) -> str:
        found = known.find_several(text) if self.type == "codes" else known.find(text)
        if found is None:
            raise self._bad(RETIRED if known.retired(text) else N_("没有这一项，请从可选的里面填"))
        return found

    def _plain(self, text: str) -> str:
        if self.type == "number" and self.detail is not None:
            return self._number(self.detail, text)
        if self.type == "phone" and not PHONE.fullmatch(text):
            raise self._bad(N_("电话号码应为11位手机号或带区号的座机号"))
        if self.type == "date":
            return self._day(text)
        return self._identity(text) if self.type == "identity" else text

    def _number(self, detail: DetailField, text: str) -> str:
        try:
            return str(detail.read(text))
        except ValueError:
            raise self._bad(N_("这一项要填数字，不带单位")) from None

    def _day(self, text: str) -> str:
        try:
            return date.fromisoformat(text.replace("/", "-")).isoformat()
        except ValueError:
            raise self._bad(N_("日期要写成2021-10-25的样子")) from None

    def _identity(self, text: str) -> str:
        try:
            return identity.read(text).number
        except identity.BadIdentity as error:
            raise BadInput(*(Problem(self.name, doubt.message) for doubt in error.doubts)) from error

    def _bad(self, reason: str) -> BadInput:
        return BadInput(Problem(self.name, reason))

    def of(self, row: Any) -> str:
        """The stored value of a row, as text; empty where nothing is recorded."""
        value = getattr(row, self.name) if self.detail is None else parsed(row.details).get(self.name)
        return "" if value is None else str(value)

    def shown(self, stored: str) -> str:
        """A stored value in the words of the form."""
        known = self.codes()
        return known.label(stored) if known and stored else stored


@cache
def fields(subject: str) -> dict[str, Field]:
    """The fields of a subject ("household" or "member") by name: the register's, then the forms' further facts."""
    told = tomllib.loads(files("states.changes").joinpath("fields.toml").read_text(encoding="utf-8"))
    known = {name: Field(subject, name, **facts) for name, facts in told[subject].items()}
    more = {name: one for name, one in registry().items() if one.subject == subject}
    return known | {name: Field(subject, name, one.label, TYPES[one.type], detail=one) for name, one in more.items()}


@cache
def corrected() -> dict[str, Field]:
    """What of a household a look-back corrects (XZ06): no form asks for it, and no list brings it in."""
    told = tomllib.loads(files("states.changes").joinpath("fields.toml").read_text(encoding="utf-8"))
    return {name: Field("household", name, **facts) for name, facts in told["corrected"].items()}


def field_of(subject: str, name: str) -> Field | None:
    """A field of a subject that a change may be about; None for no such."""
    if subject not in ("household", "member"):
        return None
    return fields(subject).get(name) or (corrected().get(name) if subject == "household" else None)


def known(name: str) -> bool:
    """Whether any subject has a field of that name."""
    return any(name in fields(subject) for subject in ("household", "member"))
