"""The invented county of the year: its places, its people, its households, brought in as any office brings them in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, select

from engine.actors import SYSTEM, Actor
from engine.book import Book
from engine.clock import OFFICE
from engine.db import reading, work
from states import imports, samples, users
from states.exchange.layouts import household_list
from states.exchange.lots import take_lots
from states.households import Household
from states.look_back.taking_over import Formerly, take_over_list
from states.packs import store
from states.packs.loader import shipped
from states.passwords import one_time
from states.places import assigning, grids
from states.regions import region
from states.sample_places import GROUPS, HOURS, VILLAGE_HOURS, Township
from states.workbooks import write

HERE = Path(__file__).parent
PACK = "lvyuan-2022"
NAMES: dict[str, Any] = tomllib.loads((HERE / "county.toml").read_text("utf-8"))
COUNTY: str = NAMES["code"]


@dataclass(frozen=True, slots=True)
class County:
    """So many townships with so many villages altogether; households are spread evenly over the villages.

    `monitored` is the share of those on the list before the year, half as many had left it; `warned` is how often
    somebody warns of a household, 1 for what a county of this size would hear.
    """

    townships: int
    villages: int
    households: int
    seed: int
    monitored: float = 0.02
    warned: float = 1.0

    @property
    def places(self) -> dict[str, str]:
        """The townships by code."""
        return {f"{COUNTY}{100 + n}": NAMES["townships"][n] for n in range(self.townships)}

    @property
    def village_names(self) -> dict[str, str]:
        """The villages by code, evenly over the townships."""
        codes, each = list(self.places), self.villages // self.townships
        named = [first + last for last in NAMES["lasts"] for first in NAMES["firsts"]]
        return {f"{codes[n // each]}{200 + n % each}": named[n] for n in range(each * self.townships)}

    def name(self, n: int) -> str:
        """The n-th person's name."""
        surnames, given = NAMES["surnames"], NAMES["given"]
        return surnames[n % 20] + given[n // 20 % 28] + given[(n // 20 + n) % 28]

    def staff(self) -> Iterator[Actor]:
        """Everybody who has a post, each under a name of their own."""
        n = 0
        for village in self.village_names:
            for role in ("village", "grid"):
                yield Actor(f"{role}-{village[6:]}", self.name(n := n + 1), role, village)
        for code in self.places:
            for post in ("township-1", "township-2", "leader"):
                role = "township_leader" if post == "leader" else "township"
                yield Actor(f"{post}-{code[6:]}", self.name(n := n + 1), role, code)
        for post in ("county-1", "county-2"):
            yield Actor(post, self.name(n := n + 1), "county", COUNTY)
        for department in NAMES["departments"]:
            yield Actor(f"dept-{department}", self.name(n := n + 1), "department", COUNTY, department)
        yield Actor("auditor", self.name(n + 1), "auditor", COUNTY)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An hour of that day in the office."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE)


def found(db: Engine, book: Book, county: County, on: date) -> None:
    """Places, packs, accounts, households with their grids, and those who are monitored already."""
    with work(db) as session:
        for code, name in NAMES["names"].items():
            session.add(region(code, name))
            session.flush()
        for n, (code, name) in enumerate(county.places.items()):
            session.add(region(code, name, phone=f"0996-5551{n}00", address=f"{name}便民服务大厅", contact_hours=HOURS))
        session.flush()
        for n, (code, name) in enumerate(county.village_names.items()):
            told = {"phone": f"0996-555{2000 + n}", "address": f"{name}村委会", "contact_hours": VILLAGE_HOURS}
            session.add(region(code, name, **told))
            session.flush()
            session.add_all(region(code + one, group) for one, group in GROUPS.items())
        session.flush()
        texts = shipped() | {PACK: (HERE / f"{PACK}.toml").read_text("utf-8")}
        store.install(session, texts, at(on, 8))
    secret = one_time()
    with work(db) as session:
        for one in county.staff():
            told = users.Account(one.id, one.name, one.role, one.area, one.department)
            users.add(session, told, secret, SYSTEM, at(on, 8))
    lines = _lines(county)
    for code in county.places:
        _take_in(db, county, code, lines[code], on)
    _take_over(db, book, county, on)


def _take_in(db: Engine, county: County, code: str, lines: Sequence[Sequence[str]], on: date) -> None:
    """One township's list as a workbook, looked through and taken in by its operator, and a grid for each village."""
    by = next(one for one in county.staff() if one.role == "township" and one.area == code)
    headings = [household_list().heading(name) for name in samples.COLUMNS]
    sheet = imports.read(write(headings, lines), f"{county.places[code]}农户名单.xlsx")
    with reading(db) as session:
        looked = imports.preview(session, sheet, by)
        definition = store.in_force(session, code, on).definition
    assert not looked.problems, looked.problems[:3]
    take_lots(db, looked, definition, by, at(on, 9))
    with work(db) as session:
        workers = {one.area: one.id for one in county.staff() if one.role == "grid"}
        for village, name in county.village_names.items():
            if village.startswith(code):
                grid = grids.make(session, village, f"{name}第一网格", workers[village], "", by, at(on, 9))
                cases = session.scalars(select(Household.case_id).where(Household.village == village)).all()
                assigning.assign(session, grid, list(cases), by, at(on, 9))


def _lines(county: County) -> dict[str, list[tuple[str, ...]]]:
    """The lists of the townships, each person with a number that nobody else in the county has."""
    name, ages = {COUNTY: ""}, date(2021, 12, 31)
    whole = Township(COUNTY, NAMES["letters"], ages, (ages, ages, ages), name, county.village_names, "")
    found: dict[str, list[tuple[str, ...]]] = {code: [] for code in county.places}
    for row in samples.rows(county.households, whole):
        code = row[0][:9]
        found[code].append((row[0], county.places[code], *row[2:]))
    return found


def _take_over(db: Engine, book: Book, county: County, on: date) -> None:
    """Those on the list of the national system, as each township copies them from it."""
    random = Random(county.seed)
    for by in (one for one in county.staff() if one.id.startswith("township-1")):
        with work(db) as session:
            homes = session.execute(
                select(Household.number, Household.kind).where(Household.township == by.area).order_by(Household.number)
            ).all()
            lines = [line for number, kind in homes if (line := _formerly(random, county.monitored, number, kind))]
            take_over_list(session, book, lines, "全国系统监测对象名单", by=by, at=at(on, 10))


def _formerly(random: Random, share: float, number: str, kind: str) -> Formerly | None:
    drawn = random.random()
    if drawn >= share * 1.5:
        return None
    category = "sudden" if random.random() < 0.2 else "unstable" if kind == "lifted_out" else "marginal"
    identified = date(2021, random.randint(5, 8), random.randint(10, 28))
    gone = date(2021, random.randint(10, 11), random.randint(10, 28)) if drawn >= share else None
    return Formerly(number, category, identified, gone)
