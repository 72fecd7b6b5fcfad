"""No column that holds the code of a place is left behind when places change."""

from __future__ import annotations

import pytest
from sqlalchemy import Column as TableColumn
from sqlalchemy import String, UniqueConstraint

from engine.areas import code
from engine.db import Base
from states.places import columns
from states.places.columns import CASE, LIES, LINKED_CASES, OWNERS, REACHES, STAYS
from states.schema import load_tables

NAMES = {"area", "code", "desk", "group_code", "other", "parent", "place", "region", "township", "village"}
NUMBERS = {"digest", "id_no", "key", "number", "person"}
"""Columns that are compared byte by byte without being codes of places."""

NOT_PLACES = {
    "notice_place.place": "a kind of place where a paper hangs",
    "finding.other": "what else makes a finding that one",
}


def holds_codes(column: TableColumn[object]) -> bool:
    """Whether a column is made for codes of places, or is called like one."""
    wide = column.name in NAMES or column.name.endswith(("_area", "_region", "_township", "_village"))
    on_server = column.type._variant_mapping.get("postgresql")
    by_bytes = getattr(on_server, "collation", None) == "C" and (getattr(column.type, "length", 0) or 0) <= 32
    return isinstance(column.type, String) and (wide or (by_bytes and column.name not in NUMBERS))


def tables():  # type: ignore[no-untyped-def] # longer than the walk
    load_tables()
    return Base.metadata.sorted_tables


def settled() -> dict[str, str]:
    """Every column that the register names, with where it is settled."""
    found = {f"{one.table}.{name}": "moved" for one in (*LIES, *REACHES) for name in (one.name, *one.cuts)}
    return found | OWNERS | STAYS | NOT_PLACES


def test_every_column_with_the_code_of_a_place_is_settled():
    walked = {f"{table.name}.{column.name}" for table in tables() for column in table.columns if holds_codes(column)}
    assert walked - set(settled()) == set()
    assert set(settled()) - walked == set()


def test_the_walk_sees_what_is_made_for_codes_whatever_it_is_called():
    assert holds_codes(TableColumn("somewhere", code(14)))
    assert holds_codes(TableColumn("asked_area", String(14)))
    assert not holds_codes(TableColumn("digest", code(64)))
    assert not holds_codes(TableColumn("name", String(14)))


def test_every_case_of_a_household_goes_with_it():
    linked = {}
    for table in tables():
        single = [index for index in table.constraints if isinstance(index, UniqueConstraint)]
        alone = any([column.name for column in index.columns] == ["case_id"] for index in single)
        owners = {"household_id", "target_case_id"} & set(table.columns.keys())
        if alone and owners:
            linked[table.name] = max(owners)
    assert linked == {name: link for name, link, _whose in LINKED_CASES}


@pytest.mark.parametrize("column", [*LIES, *REACHES], ids=lambda one: f"{one.table}.{one.name}")
def test_the_register_of_columns_is_true(column: columns.Column) -> None:
    table = Base.metadata.tables[column.table]
    assert isinstance(table.c[column.name].type, String)
    if column.link:
        target = {key.column.table.name for key in table.c[column.link].foreign_keys}
        assert target == {"case" if column.whose == CASE else "household"}
    for name, digits in column.cuts.items():
        assert getattr(table.c[name].type, "length", 0) == digits
