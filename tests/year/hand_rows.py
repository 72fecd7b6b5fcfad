"""The raw rows of a database, read with the standard library and the driver alone: nothing of the program is asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg

Row = dict[str, Any]
END_OF_DAY = "T16:00:00.000000Z"
"""When an office day in Shanghai is over, as an instant in UTC."""


def end_of(day: str) -> str:
    """The instant at which a day is over."""
    return day + END_OF_DAY


def begin_of(day: str) -> str:
    """The instant with which a day begins."""
    return end_of((date.fromisoformat(day) - timedelta(days=1)).isoformat())


def plain(value: Any) -> Any:
    """Days and instants as the texts that SQLite keeps, so that both databases read alike."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return value


FEN = Decimal("0.01")
"""What one unit of money in the tables is worth in yuan."""


class Database:
    """A database, asked table by table."""

    def __init__(self, url: str) -> None:
        self._connection: Any
        if url.startswith("sqlite"):
            self._connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        else:
            self._connection = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"))

    def rows(self, table: str, columns: str, where: str = "") -> Iterator[Row]:
        """Every row of a table, some of its columns."""
        names = columns.split()
        quoted = ", ".join(f'"{one}"' for one in names)
        cursor = self._connection.cursor()
        cursor.execute(f'SELECT {quoted} FROM "{table}" {where}')
        for row in cursor:
            yield {name: plain(value) for name, value in zip(names, row, strict=True)}


@dataclass
class Home:
    """A household with all that belongs to it, in the order in which it was entered."""

    id: int
    case_id: int
    place: str
    kind: str
    category: str
    created_at: str
    people: list[Row] = field(default_factory=list)
    moves: list[Row] = field(default_factory=list)
    former: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    risks: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    proposals: dict[int, str] = field(default_factory=dict)
    calls: list[Row] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)


HELP = (
    ("risks", "help_risk", "kind found_on settled_on settled_way"),
    ("measures", "help_measure", "kind begins_on ended_on"),
    ("deliveries", "help_delivery", "kind delivered_on amount"),
)
KEPT = "id household_id entered_at supersedes "


class Register:
    """The households by their township, and what does not belong to a household."""

    def __init__(self, db: Database) -> None:
        columns = "id case_id group_code kind category created_at"
        self.homes = [Home(*row.values()) for row in db.rows("household", columns)]
        by_id, by_case = {one.id: one for one in self.homes}, {one.case_id: one for one in self.homes}
        self.entries: dict[int, list[Row]] = {}
        for row in db.rows("entry", "id case_id kind at facts", "WHERE kind IN ('moved', 'taken-over') ORDER BY id"):
            mine = by_case[row["case_id"]].moves if row["case_id"] in by_case else self._of(row["case_id"])
            mine.append(row | json.loads(row["facts"]))
        applied = self._applied(db)
        for row in db.rows("member", "id household_id joined_on left_on left_reason"):
            by_id[row["household_id"]].people.append(row | {"applied": applied.get(row["id"], {})})
        for row in db.rows(
            "former", "id subject subject_id holds_from before", "WHERE subject = 'household' ORDER BY id"
        ):
            by_id[row["subject_id"]].former.append(row | {"before": json.loads(row["before"])})
        for row in db.rows("run", "id case_id move purpose status started_at finished_at"):
            if row["case_id"] in by_case:
                by_case[row["case_id"]].runs.append(row)
        for row in db.rows("step", "case_id name status due_on opened_at done_at", "WHERE opened_at IS NOT NULL"):
            by_case[row["case_id"]].steps.append(row)
        for name, table, more in HELP:
            self._kept(by_id, name, list(db.rows(table, KEPT + more)))
        for delivery in (one for home in self.homes for one in home.deliveries):
            delivery["amount"] = (delivery["amount"] or 0) * FEN
        for row in db.rows("exhibit", "case_id run_id facts", "WHERE kind = 'proposal' AND NOT superseded"):
            by_case[row["case_id"]].proposals[row["run_id"]] = json.loads(row["facts"]).get("mode", "")
        quarters = {row["id"]: row["quarter"] for row in db.rows("sweep", "id quarter")}
        for row in db.rows("sweep_house", "sweep_id household_id"):
            by_id[row["household_id"]].swept.append(quarters[row["sweep_id"]])
        for row in db.rows("sweep_call", "id sweep_id household_id found at", "ORDER BY id"):
            by_id[row["household_id"]].calls.append(row | {"quarter": quarters[row["sweep_id"]]})
        self.leads = self._leads(db)
        self.notices = list(db.rows("notice", "id area level posted_on"))
        self.objections = list(db.rows("objection", "id area channel filed_at settled_at"))
        self.by_township: dict[str, list[Home]] = {}
        for home in self.homes:
            self.by_township.setdefault(home.place[:9], []).append(home)

    def inside(self, area: str) -> list[Home]:
        """The households of an area."""
        found = [h for code, homes in self.by_township.items() if code.startswith(area[:9]) for h in homes]
        return found if len(area) <= 9 else [home for home in found if home.place.startswith(area)]

    def _of(self, case_id: int) -> list[Row]:
        return self.entries.setdefault(case_id, [])

    @staticmethod
    def _applied(db: Database) -> dict[int, dict[str, str]]:
        """When what joined or left was agreed to, by member: only from then on does the register know."""
        found: dict[int, dict[str, str]] = {}
        for row in db.rows("former", "subject subject_id before at", "WHERE subject = 'member' ORDER BY id"):
            before = json.loads(row["before"])
            if "*" in before:
                found.setdefault(row["subject_id"], {})["joined"] = row["at"]
            elif "left_on" in before:
                found.setdefault(row["subject_id"], {})["left"] = row["at"]
        return found

    @staticmethod
    def _kept(homes: dict[int, Home], name: str, rows: list[Row]) -> None:
        """Records of help; each knows when a later one took its place."""
        ended = {row["supersedes"]: row["entered_at"] for row in rows if row["supersedes"]}
        for row in sorted(rows, key=lambda one: one["id"]):
            getattr(homes[row["household_id"]], name).append(row | {"ended_at": ended.get(row["id"])})

    def _leads(self, db: Database) -> list[Row]:
        """The leads with their reports, each with the instant at which it was answered."""
        answered: dict[int, str] = {}
        for row in db.rows("entry", "kind at facts", "WHERE kind = 'answered'"):
            answered |= dict.fromkeys(json.loads(row["facts"]).get("reports", ()), row["at"])
        told: dict[int, list[Row]] = {}
        for row in db.rows("lead_report", "id lead_id source department received_on at", "ORDER BY id"):
            told.setdefault(row["lead_id"], []).append(row | {"answered_at": answered.get(row["id"])})
        rows = db.rows("lead", "id case_id area source received_on because", "WHERE merged_into IS NULL")
        return [
            row | {"at": mine[0]["at"], "moves": self.entries.get(row["case_id"], []), "reports": mine}
            for row in rows
            for mine in (told[row["id"]],)
        ]
