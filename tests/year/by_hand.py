"""The count by hand: python -m tests.year.by_hand URL [SHARES]. Every figure of every report, from the raw tables.

It reads the frozen values of each paper, finds what each figure says it is, and counts that itself; cells that say 0
are counted by the column they stand in. It prints figure, reported, by hand, and ends with 1 on any difference.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.year.hand_counts import Moment
from tests.year.hand_rows import Database, Register, Row
from tests.year.hand_tables import Cell, meaning

DOCUMENTS = (
    "('quarterly_statistics', 'scale_table', 'risk_report', 'warning_report', 'annual_summary', 'adjustment_table')"
)
LATEST = "9999"
"""After everything that was ever entered."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a paper: what it is, what the paper says, and what the raw rows say."""

    paper: str
    figure: str
    reported: str
    by_hand: str

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self.reported == self.by_hand


def counted(url: str, shares: Path | None = None) -> list[Line]:
    """Every figure of every report that was issued, and of the shares that were told at the end of each month."""
    db = Database(url)
    register = Register(db)
    places = {row["code"]: row["name"] for row in db.rows("region", "code name")}
    columns = "id document area stem year serial frozen vouches issued_at"
    papers = db.rows("issued_paper", columns, f"WHERE document IN {DOCUMENTS} ORDER BY id")
    lines = [line for paper in papers for line in _paper(register, places, paper)]
    told = json.loads(shares.read_text("utf-8")) if shares else ()
    return [*lines, *(line for one in told for line in _share(register, one))]


def _share(register: Register, told: dict[str, Any]) -> Iterator[Line]:
    """How many were monitored and how many of them free of risk, from the moves alone."""
    moment = Moment(register, told["area"], told["day"], told["day"], LATEST)
    free = moment.count("monitored", ("risk_eliminated",), told["area"])
    for name, by_hand in (("monitored", moment.count("monitored", (), told["area"])), ("eliminated", free)):
        yield Line(f"{told['day']} {told['area']}", f"share {name}", str(told[name]), str(by_hand))


def _paper(register: Register, places: dict[str, str], paper: Row) -> Iterator[Line]:
    values, told = json.loads(paper["frozen"]), json.loads(paper["vouches"])["params"]
    moment = Moment(register, paper["area"], told["from"], told["until"], paper["issued_at"])
    number = f"{paper['stem']}〔{paper['year']}〕{paper['serial']}号"
    for said in (piece for part in values["parts"] for one in part["paragraphs"] for piece in one["pieces"]):
        if said.get("link"):
            yield _linked(moment, number, said)
    for table in values["tables"]:
        yield from _table(moment, number, places, table, paper["document"])


def _linked(moment: Moment, number: str, said: dict[str, Any]) -> Line:
    """A figure that leads to its list: the address says what it is."""
    asked = {name: value[0] for name, value in parse_qs(urlsplit(said["link"]).query).items()}
    parts = tuple(asked["part"].split(",")) if asked.get("part") else ()
    same = (asked["since"], asked["until"]) == (moment.first, moment.last)
    n = moment.count(asked["figure"], parts, asked["area"]) if same else -1
    what = f"{asked['figure']} {','.join(parts)} {asked['area']} {asked['since']}—{asked['until']}"
    return Line(number, what, said["text"], str(n))


def _table(moment: Moment, number: str, places: dict[str, str], table: dict[str, Any], document: str) -> Iterator[Line]:
    """Every cell of a table by the column and the line in which it stands, those that say 0 among them."""
    named = _named(places, moment.area)
    heads = [(one["title"], below) for one in table["columns"][1:] for below in one["below"] or [""]]
    for row in table["rows"]:
        name, *cells = (cell["text"] for cell in row["cells"])
        for (title, below), text in zip(heads, cells, strict=True):
            cell = meaning(table["title"], title, below, name, document)
            what = f"{table['title']} {name} {title}{below}"
            if cell is not None:
                yield Line(number, what, text, _counted(moment, cell, named.get(name, "")))
            elif text != "—":
                yield Line(number, what, text, "?")


def _counted(moment: Moment, cell: Cell, place: str) -> str:
    if cell.figure == "amount":
        amount = moment.amount(cell.parts[0] if cell.parts else "")
        return str(amount.quantize(Decimal("0.01"))) if amount else "0"
    return str(moment.count(cell.figure, cell.parts, place or moment.area))


def _named(places: dict[str, str], area: str) -> dict[str, str]:
    """The code of each village by the name under which the area's tables list it."""
    towns = {name: code for code, name in places.items() if len(area) < 9 == len(code) and code.startswith(area)}
    villages = {code: name for code, name in places.items() if len(code) == 12 and code.startswith(area)}
    named = {(places[code[:9]] if len(area) < 9 else "") + name: code for code, name in villages.items()}
    return named | towns


def main(url: str, shares: Path | None = None, wide: bool = False) -> int:
    """Print the figures that differ, or all; 1 when any does."""
    lines = counted(url, shares)
    wrong = [line for line in lines if not line.agrees]
    for line in lines if wide else wrong:
        mark = "" if line.agrees else "  ≠"
        print(f"{line.paper} | {line.figure} | {line.reported} | {line.by_hand}{mark}")
    papers = len({line.paper for line in lines})
    print(f"手工复核：{papers}份报告{len(lines)}个数字，不符{len(wrong)}个")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    _, address, *more = sys.argv
    files = [Path(one) for one in more if one != "--all"]
    sys.exit(main(address, files[0] if files else None, "--all" in more))
