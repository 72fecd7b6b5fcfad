"""Every column that holds the code of a place, and what becomes of it when places or households go elsewhere.

A test walks all tables and fails for a column that is not named here, so that no new table is left behind by a merger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Update, cast, func, update

from engine.db import Base
from engine.hot import paired

CASE, HOUSEHOLD = "case", "household"


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a full code; `cuts` are the columns beside it that repeat so many digits of it.

    `link` is the column that says whose row it is, `whose` whether it names a case or a household; a row without
    a link goes with its place only.
    """

    table: str
    name: str
    link: str = ""
    whose: str = HOUSEHOLD
    cuts: Mapping[str, int] = field(default_factory=dict)


ABOVE = {"village": 12, "township": 9}
LIES = (
    Column("household", "group_code", "case_id", CASE, ABOVE),
    Column("member", "group_code", "household_id", cuts=ABOVE),
    Column("objection", "area", "target_case_id", CASE),
    Column("change", "area", "household_id"),
    Column("finding", "area", "household_id"),
    Column("check_line", "area", "household_id"),
    Column("difference", "area", "household_id"),
    Column("lead", "area", "household_id"),
    Column("scan_page", "area", "household_id"),
    Column("finding_claim", "area"),
    Column("student_listed", "area"),
    Column("outside_row", "area"),
    Column("notice", "area", cuts={"township": 9}),
)
"""What lies in a place: it goes along into another place, be that new or one that was there before."""

REACHES = (
    Column("figure", "place"),
    Column("location", "place"),
    Column("village_measure", "place"),
    Column("village_sheet", "place"),
    Column("report_text", "area"),
    Column("grid", "village"),
    Column("arrangement", "place"),
    Column("job", "area"),
    Column("scan_batch", "area"),
    Column("import_batch", "area"),
    Column("intake", "area"),
    Column("outside_file", "area"),
    Column("sent_ledger", "area"),
    Column("reconciliation_round", "area"),
    Column("quality_round", "area"),
    Column("quality_round", "reached_village"),
    Column("quality_parameter", "area"),
    Column("quality_spot_check", "area"),
    Column("issued_paper", "area"),
    Column("problem_list", "area"),
    Column("problem", "area"),
    Column("problem", "rectified_area"),
    Column("problem_trace", "area"),
    Column("staff_session", "area"),
    Column("staff_session", "place"),
    Column("staff_session_village", "village"),
    Column("expected_sheet", "place"),
    Column("team_member", "village"),
    Column("duty_report", "area"),
    Column("reminder", "area"),
    Column("reminder", "owing_area"),
)
"""What was said of a place as a whole: it goes along where the place stays the same under another code.

Where the place is swallowed by another, it stays under the old code: it does not hold for the other one.
"""

OWNERS = {
    "case.area": "engine.moving.put, with an entry of the ledger",
    "step.area": "engine.moving.put, with its case",
    "step.desk": "engine.moving.put, with its case",
    "tally.area": "engine.moving.put, taken from here and added there",
    "region.code": "states.places.relocating, as a new row: an abolished code is never used again",
    "region.parent": "states.places.relocating, as a new row",
    "user.area": "states.places.following, with a line in the account's own history",
}
"""Columns that somebody else changes, each with who does."""

STAYS = {
    "region_change.code": "the history of places tells the codes of its own day",
    "region_change.other": "the history of places tells the codes of its own day",
    "clearing.area": "who cleared old jobs, as they were then",
    "pack_migration.area": "who carried cases over to another wording, and where, as it was then",
    "job.asked_area": "who asked, as they were then; a job that is not finished holds the move back",
    "work_record.place": "the county where somebody works, by the national list",
}
"""Columns that are never changed, each with the reason."""

LINKED_CASES = (
    ("objection", "target_case_id", CASE),
    ("change", "household_id", HOUSEHOLD),
    ("finding", "household_id", HOUSEHOLD),
    ("difference", "household_id", HOUSEHOLD),
    ("lead", "household_id", HOUSEHOLD),
    ("income_statement", "household_id", HOUSEHOLD),
)
"""The tables whose cases stand where a household stands, and the column that names it."""


def by_place(column: Column, dialect: str) -> Update:
    """The statement that gives rows the code paired with their old one; what is bound is `pairs`."""
    table, news = Base.metadata.tables[column.table], paired(dialect, "pairs")
    return update(table).where(table.c[column.name] == news.c.key).values(_values(table, column, news.c.value))


def by_household(column: Column, dialect: str) -> Update:
    """The statement that gives rows the code paired with their case or household; what is bound is `pairs`."""
    table, news = Base.metadata.tables[column.table], paired(dialect, "pairs")
    mine = table.c[column.link] == cast(news.c.key, BigInteger)
    return update(table).where(mine).values(_values(table, column, news.c.value))


def _values(table: Any, column: Column, code: Any) -> dict[Any, Any]:
    cuts = {table.c[name]: func.substr(code, 1, digits) for name, digits in column.cuts.items()}
    return {table.c[column.name]: code} | cuts
