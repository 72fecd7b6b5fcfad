"""A whole year of an invented county: python -m tests.year [--households N --townships 8 --villages 80 ...]."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy import Engine

from engine.db import connect, reading
from engine.files import FileStore
from engine.verify import verify
from states import schema
from states.book import open_book
from states.passwords import one_time
from tests.year import by_hand, helping, places, shares
from tests.year.county import County, found
from tests.year.office import Fault, Office
from tests.year.papers import Press
from tests.year.people import hired
from tests.year.playing import Year
from tests.year.telling import summary

BEFORE, FIRST, LAST = date(2021, 12, 31), date(2022, 1, 1), date(2023, 1, 10)


def begun(db: Engine, county: County, out: Path, every: int) -> Year:
    """The county as it stands on the evening before the year."""
    book = open_book()
    found(db, book, county, BEFORE)
    random = Random(county.seed)
    press = Press(FileStore(f"file://{out / 'papers'}"), every)
    staff = hired(list(county.staff()), db, one_time(), random, FIRST.year)
    year = Year(Office(db, book, county, staff, press, random, BEFORE, 18))
    for person in (one for one in staff.people if one.actor.role == "village"):
        helping.plan_old(year.office, person)
    year.office.today = FIRST
    return year


def finish(year: Year, out: Path) -> list[str]:
    """Prove the ledger and the shares of past days, and tell what the year came to."""
    shares.write(out / "shares.json", year.shares)
    with reading(year.office.db) as session:
        proved = verify(session)
        if proved.faults:
            raise Fault(f"the ledger does not verify: {proved.faults[:3]}")
        shares.rebuilt(session, year.shares)
        told = f"账本核验：{proved.cases}个事项，{proved.entries}条记录，{proved.seals}个日封，没有差错"
        return [*summary(session, year), told]


def main() -> int:
    """Play the year in a fresh database, then count it by hand; 1 when a figure differs."""
    asked = _asked()
    out: Path = asked.out or Path(tempfile.mkdtemp(prefix="year-"))
    out.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with places.database(asked.on, out) as url:
        db = connect(url, full=False)
        schema.create(db)
        year = begun(db, County(asked.townships, asked.villages, asked.households, asked.seed), out, asked.every)
        print(f"建立{asked.households}户的县：{time.perf_counter() - began:.0f}秒", flush=True)
        year.play(LAST, lambda line: print(f"{line}，{time.perf_counter() - began:.0f}秒", flush=True))
        print("\n".join(finish(year, out)))
        print(f"全年用时{time.perf_counter() - began:.0f}秒", flush=True)
        db.dispose()
        return by_hand.main(url, out / "shares.json")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--households", type=int, default=60_000)
    parser.add_argument("--townships", type=int, default=8, choices=range(1, 9))
    parser.add_argument("--villages", type=int, default=80)
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--every", type=int, default=10, help="of so many papers of a kind one is set as PDF")
    parser.add_argument("--on", choices=places.KINDS, default="SQLite")
    parser.add_argument("--out", type=Path, help="where the database and the papers stay")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
