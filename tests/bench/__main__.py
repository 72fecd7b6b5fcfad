"""`python -m tests.bench`: every comparison of the product with the same statements by hand, in one table."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from tests.bench import (
    board,
    bulk,
    clients,
    figures,
    importing,
    killing,
    machine_row,
    packs,
    pages,
    printing,
    quality,
    queries,
    reconciliation,
    single,
    table,
)
from tests.bench.measure import Row
from tests.bench.places import KINDS, folder, fresh
from tests.bench.size import FULL, QUICK, Size

PARTS = (
    "single",
    "clients",
    "bulk",
    "queries",
    "quality",
    "reconciliation",
    "pages",
    "figures",
    "printing",
    "imports",
    "packs",
    "kills",
    "board",
)


def main() -> None:
    """Measure and print; a bench tells and never fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one or two minutes")
    parser.add_argument("--postgres", metavar="URL", help="a server to make databases on; else one is started")
    parser.add_argument(
        "--cases",
        type=int,
        metavar="N",
        help="households of the larger register; for --only quality the members that rules look at, such as 1000000",
    )
    parser.add_argument("--kills", type=int, default=None, metavar="N", help="kill -9 so many times during a bulk act")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be repeated")
    parser.add_argument("--on", choices=KINDS, action="append", help="this database only; may be repeated")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    asked = parser.parse_args()
    size = QUICK if asked.quick else FULL
    size = replace(
        size,
        households=asked.cases or size.households,
        members=asked.cases or size.members,
        kills=size.kills if asked.kills is None else asked.kills,
    )
    rows = []
    if not asked.json:
        print(table.head())
    for row in measure(size, asked.postgres, asked.only or PARTS, asked.on or KINDS):
        rows.append(row)
        if not asked.json:
            print(table.line(row), flush=True)
    if asked.json:
        print(table.as_json(rows))


def measure(size: Size, postgres: str | None, parts: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Row]:
    """All rows, part by part and database by database."""
    with folder() as run:
        if "single" in parts:
            yield from machine_row.measure(size)
        if "packs" in parts:
            yield from packs.loading(size)
        for part, measured in (
            ("single", single),
            ("clients", clients),
            ("bulk", bulk),
            ("imports", importing),
            ("packs", packs),
            ("kills", killing),
            ("board", board),
        ):
            for kind in kinds if part in parts else ():
                with fresh(kind, run, postgres) as place:
                    yield from measured.measure(place, size)
        for part, compared in (("queries", queries), ("quality", quality), ("reconciliation", reconciliation)):
            for kind in kinds if part in parts else ():
                if kind != "SQLite FULL":  # a question waits for no disk
                    with fresh(kind, run, postgres) as small, fresh(kind, run, postgres) as large:
                        yield from compared.measure(small, large, size)
        for kind in kinds if "figures" in parts else ():
            if kind != "SQLite FULL":
                with fresh(kind, run, postgres) as place:
                    yield from figures.measure(place, size)
        if "printing" in parts:
            yield from printing.measure(size)
        if "pages" in parts:
            with fresh("SQLite NORMAL", run, postgres) as place:
                yield from pages.measure(place, size)


if __name__ == "__main__":
    main()
