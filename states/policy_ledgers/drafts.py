"""The lines that a department is about to push, and what is wrong with each: the same for workbooks and programs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from engine.ledger import canonical
from engine.words import N_
from states import regions
from states.identity import BadIdentity, read
from states.money import is_money

MOST = 20_000
"""Lines in one ledger; a county's policy has fewer."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What changed for one person: named by number, or by name and village; `village` is a code once it is known."""

    name: str
    id_no: str
    village: str
    what: str
    changed_on: date
    amount: Decimal | None = None

    def key(self, department: str, period: str, policy: str) -> str:
        """The digest of what the line says."""
        amount = "" if self.amount is None else f"{self.amount:.2f}"
        said = [department, period, policy, self.name, self.id_no, self.village, self.what, self.changed_on]
        return hashlib.sha256(canonical([*said, amount]).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a line: its place in the list, the field, a code, and a sentence that `facts` fill."""

    at: int
    where: str
    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Villages:
    """The villages of an area by code and by name; a name that two have is no name."""

    def __init__(self, session: Session, area: str) -> None:
        self._codes: dict[str, str] = {}
        found = regions.below(session, area[:12], "village")
        towns = regions.names(session, {one.code[:9] for one in found})
        for one in found:
            for name in (one.name, towns.get(one.code[:9], "") + one.name):
                self._codes[name] = "" if name in self._codes else one.code
        self._codes |= {one.code: one.code for one in found}

    def code(self, written: str) -> str | None:
        """The code of a village; empty for a name that several have, None for one that is unknown."""
        return self._codes.get("".join(written.split()))


def wrong(drafts: Sequence[Draft], villages: Villages, today: date) -> Iterator[Wrong]:
    """Everything wrong with the lines, in their order."""
    seen: dict[Draft, int] = {}
    for at, one in enumerate(drafts):
        yield from (Wrong(at, *rest) for rest in _of_one(one, villages, today))
        if one in seen:
            yield Wrong(at, "name", "twice", N_("与第%(line)d条是同一条，重复填写"), {"line": seen[one] + 1})
        seen.setdefault(one, at)


def _of_one(one: Draft, villages: Villages, today: date) -> Iterator[tuple[Any, ...]]:
    if not 1 <= len(one.name) <= 60:
        yield "name", "empty", N_("请写明姓名")
    if not one.id_no and not one.village:
        yield "id_no", "nobody-named", N_("证件号码和所在村至少写一样，否则对不到户")
    if one.id_no:
        try:
            read(one.id_no)
        except BadIdentity as error:
            yield from (("id_no", doubt.code, doubt.text, doubt.facts) for doubt in error.doubts)
    if one.village and not (code := villages.code(one.village)):
        several, unknown = N_("有几个村叫这个名字，请写乡镇和村名，或写村编码"), N_("您的辖区里没有这个村")
        yield "village", "village", unknown if code is None else several
    if not 2 <= len(one.what) <= LONGEST:
        yield "what", "empty", N_("请写明调整的内容，最多200字")
    if one.changed_on > today:
        yield "changed_on", "future", N_("调整日期不能晚于今天")
    if one.amount is not None and not is_money(one.amount):
        yield "amount", "no-money", N_("金额应为0以上、最多两位小数的元")


def settled(one: Draft, villages: Villages) -> Draft:
    """The line in its stored form: the number as it is kept, the village by its code."""
    number = read(one.id_no).number if one.id_no else ""
    return Draft(one.name, number, villages.code(one.village) or "", one.what, one.changed_on, one.amount)
