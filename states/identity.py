"""Identity numbers: 18 and 15 digits, and the certificates of disabled people that are built on them.

Only what the number itself proves is checked: length, date, check digit. Never the
region: people carry codes of counties that were abolished, split or renamed, and
tables of codes refuse real people. Messages never repeat the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stdnum.cn import ric

from engine.words import N_

NO_PAPERS = "999999"  # numbers the national system gives to people without papers begin so
DISABILITIES = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
LOST_DIGITS = N_("号码以数字格式存放，末几位已经丢失；请把该列设为文本格式后重新填写")
WRONG_DISABILITY = N_("残疾人证第19位应为1至7的残疾类别，现为%(found)s")
WRONG_LEVEL = N_("残疾人证第20位应为1至4的残疾等级，现为%(found)s")
FULL_WIDTH = {0xFF10 + n: str(n) for n in range(10)} | {0xFF38: "X", 0xFF58: "X"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a number: a code, and a Chinese sentence that `facts` fill."""

    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        return self.text % dict(self.facts)


@dataclass(frozen=True, slots=True)
class Identity:
    """A number in its stored form, and what it says.

    `kind` is id-card, disabled or none. `person` is the 18-digit number underneath, the same
    for a person's card and certificate; empty for people without papers, of whom nothing is known.
    """

    number: str
    kind: str
    person: str = ""
    birth_on: date | None = None
    sex: str = ""
    disability: str = ""
    level: str = ""


class BadIdentity(ValueError):
    """A number that cannot be a person's; `doubts` say why."""

    def __init__(self, doubts: tuple[Doubt, ...]) -> None:
        self.doubts = doubts
        super().__init__("；".join(doubt.message for doubt in doubts))


def read(written: str | int | float) -> Identity:
    """The identity in a cell or field; raise BadIdentity with every reason against it."""
    if not isinstance(written, str):
        written = _from_number(written)
    number = re.sub(r"[\s\-]", "", written.translate(FULL_WIDTH)).upper()
    if not number:
        raise _bad("empty", N_("没有填写证件号码"))
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", number):
        raise _bad("lost-digits", LOST_DIGITS)
    if number.startswith(NO_PAPERS):
        return Identity(number, "none")
    if len(number) == 15 and number.isdigit():
        number = upgrade(number)
    if len(number) not in (18, 20, 22):
        text = N_("证件号码应为18位（残疾人证20位或22位），现有%(length)s位")
        raise _bad("wrong-length", text, length=len(number))
    card, rest = number[:18], number[18:]
    if not re.fullmatch(r"\d{17}[\dX]", card):
        raise _bad("wrong-character", N_("证件号码里有数字和末位X以外的字符"))
    doubts = [*_card_doubts(card), *_certificate_doubts(rest)]
    if doubts:
        raise BadIdentity(tuple(doubts))
    sex = "male" if int(card[16]) % 2 else "female"
    kind = "disabled" if rest else "id-card"
    return Identity(number, kind, card, _birth(card), sex, rest[:1], rest[1:2])


def masked(number: str) -> str:
    """The number as lists show it: the birth and what follows it are hidden, the last four digits stay."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def upgrade(number: str) -> str:
    """The 18-digit form of a 15-digit number of the 1989 edition."""
    longer = number[:6] + "19" + number[6:]
    return with_check_digit(longer)


def with_check_digit(seventeen: str) -> str:
    """A number of 17 digits with its check digit."""
    return seventeen + _check_digit(seventeen)


def _check_digit(seventeen: str) -> str:
    return str(ric.calc_check_digit(seventeen + "0"))  # the library wants 18 and ignores the last


def _from_number(written: int | float) -> str:
    digits = f"{written:.0f}"
    if len(digits) > 15:  # a spreadsheet keeps 15 digits and puts zeros for the others
        raise _bad("lost-digits", LOST_DIGITS)
    return digits


def _card_doubts(card: str) -> list[Doubt]:
    doubts = []
    born = _birth(card)
    if born is None or born.year < 1900:
        doubts.append(Doubt("impossible-date", N_("出生日期%(date)s不存在或早于1900年"), {"date": card[6:14]}))
    expected = _check_digit(card[:17])
    if card[17] != expected:
        text = N_("校验码不对：末位应为%(expected)s，现为%(found)s")
        doubts.append(Doubt("wrong-check-digit", text, {"expected": expected, "found": card[17]}))
    return doubts


def _certificate_doubts(rest: str) -> list[Doubt]:
    doubts = []
    if rest and rest[0] not in DISABILITIES:
        doubts.append(Doubt("wrong-disability", WRONG_DISABILITY, {"found": rest[0]}))
    if rest and rest[1] not in "1234":
        doubts.append(Doubt("wrong-level", WRONG_LEVEL, {"found": rest[1]}))
    if rest[2:] and not re.fullmatch(r"[0-9A-Z]{2}", rest[2:]):
        doubts.append(Doubt("wrong-suffix", N_("残疾人证补办号应为两位字母或数字")))
    return doubts


def _birth(card: str) -> date | None:
    try:
        return date(int(card[6:10]), int(card[10:12]), int(card[12:14]))
    except ValueError:
        return None


def _bad(code: str, text: str, **facts: object) -> BadIdentity:
    return BadIdentity((Doubt(code, text, facts),))
