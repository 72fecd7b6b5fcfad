"""The code on a paper that comes back: what it says of the sheet, written and read without a database.

`SX1*VS07*53340110220100001*1*211120*9F86D081*1/2*3A7C`: the form, the household, the edition, the day it was made out,
the beginning of the values' digest, the page, and a check over all of it. Nothing is noted at printing.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

MARK = "SX1"
PAGES = 99
PATTERN = re.compile(
    r"SX1\*([A-Z]{1,6}[0-9]{2})\*([0-9A-Za-z%_.~-]{1,288})\*([1-9][0-9]?)\*([0-9]{6})\*([0-9A-F]{8})"
    r"\*([1-9][0-9]?)/([1-9][0-9]?)\*([0-9A-F]{4})"
)
LONGEST = 400


@dataclass(frozen=True, slots=True)
class SheetCode:
    """One page of a printed sheet: form's code, 户编号, edition, day, eight digits of the digest, page and pages."""

    form: str
    subject: str
    edition: int
    made_on: date
    digest: str
    page: int
    pages: int

    def text(self) -> str:
        """The code as it is drawn."""
        told = f"{MARK}*{self.form}*{quote(self.subject, safe='')}*{self.edition}*{self.made_on:%y%m%d}*{self.digest}"
        told += f"*{self.page}/{self.pages}"
        return f"{told}*{_check(told)}"


def form_code(name: str) -> str:
    """The code of a document by its name: the first letters of its words, and two digits."""
    return f"{''.join(word[0] for word in name.split('_') if word)[:6].upper()}{_sum(name) % 100:02d}"


def parse(text: str) -> SheetCode | None:
    """The page that a code names; None for anything that this program has not drawn."""
    found = PATTERN.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or _check(text[: found.start(8) - 1]) != found[8]:
        return None
    form, subject, edition, day, digest, page, pages = found.groups()[:7]
    made_on, number = _day(day), unquote(subject)
    if made_on is None or int(page) > int(pages) or quote(number, safe="") != subject:
        return None
    return SheetCode(form, number, int(edition), made_on, digest, int(page), int(pages))


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _check(text: str) -> str:
    return f"{_sum(text):04X}"


def _sum(text: str) -> int:
    return binascii.crc_hqx(text.encode(), 0xFFFF)
