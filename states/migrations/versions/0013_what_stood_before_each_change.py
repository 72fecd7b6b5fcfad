"""What stood before each change of a household or member.

What the changes and the ledger of an older installation tell is brought over; where an act kept no before, the fact
is marked as known by nobody, so that no present value is ever shown as a past one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

import engine.db
from engine.clock import office_day

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Line = tuple[datetime, int, str, int, date, dict[str, str | None]]


def upgrade() -> None:
    """What stood before each change of a household or member."""
    op.create_table(
        "former",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former")),
    )
    op.create_index("ix_former_subject", "former", ["subject", "subject_id", "id"], unique=False)
    bring_over(op.get_bind())


FORMER = sa.table(
    "former",
    sa.column("subject", sa.String),
    sa.column("subject_id", sa.BigInteger),
    sa.column("holds_from", sa.Date),
    sa.column("before", sa.Text),
    sa.column("at", engine.db.Instant),
)
CHANGES = sa.text(
    'SELECT c.*, m.is_head AS was_head, m.person AS who FROM change c JOIN "case" s ON s.id = c.case_id '
    "LEFT JOIN member m ON m.id = c.member_id WHERE s.state = 'applied' ORDER BY c.decided_at, c.id"
)
MOVES = sa.text(
    "SELECT h.id, e.at, e.facts FROM entry e JOIN household h ON h.case_id = e.case_id "
    "WHERE e.kind = 'moved' ORDER BY e.case_id, e.sequence"
)
HEADS = sa.text("SELECT household_id, id FROM member WHERE is_head")
ARRIVED = sa.text(
    "SELECT id FROM member WHERE household_id = :home AND joined_on = :day AND name = "
    "(SELECT name FROM member WHERE id = :old) ORDER BY id"
)


def bring_over(connection: sa.Connection) -> None:
    """Write what the changes and the ledger of this database tell, in the order in which it entered the register."""
    heads = {row.household_id: row.id for row in connection.execute(HEADS)}
    found: list[Line] = []
    for row in connection.execute(CHANGES).mappings().all():
        found += _of_change(connection, row, heads)
    found += _of_moves(connection)
    found.sort(key=lambda one: one[:2])
    news = [
        {"subject": subject, "subject_id": number, "holds_from": day, "at": at,
         "before": json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))}
        for at, _order, subject, number, day, told in found
    ]  # fmt: skip
    if news:
        connection.execute(FORMER.insert(), news)


def _of_change(connection: sa.Connection, row: Any, heads: dict[int, int]) -> Iterator[Line]:
    at, home = _instant(row["decided_at"]), row["household_id"]
    day = _day(row["happened_on"]) or office_day(at)
    head = heads.get(home)
    if row["nature"] == "edit":
        yield at, row["id"], row["subject"], row["subject_id"], day, {row["field"]: row["before"], **_side(row)}
        if row["field"] == "name" and row["was_head"] in (None, True, 1):
            yield at, row["id"], "household", home, day, {"head_name": None}
        elif row["field"] == "head_name" and head:
            yield at, row["id"], "member", head, day, {"name": None}
    elif row["nature"] == "join":
        yield at, row["id"], "member", row["member_id"], max(day, office_day(at)), {"*": None}
    else:
        yield at, row["id"], "member", row["member_id"], day, {"left_on": "", "left_reason": ""}
        if heir := json.loads(row["after"] or "{}").get("new_head"):
            yield at, row["id"], "member", int(heir), day, {"relation": None, "is_head": ""}
            yield at, row["id"], "household", home, day, {"head_name": None}
        if row["nature"] == "transfer":
            told = {"home": row["other_household_id"], "day": row["happened_on"], "old": row["member_id"]}
            for number in connection.scalars(ARRIVED, told).all():
                yield at, row["id"], "member", number, office_day(at), {"*": None}


def _side(row: Any) -> dict[str, str | None]:
    return dict.fromkeys(("id_kind", "birth_on", "sex")) if row["field"] == "id_no" else {}


def _of_moves(connection: sa.Connection) -> Iterator[Line]:
    """The days of identification and elimination follow from the moves; the category before one is known by nobody."""
    stood: dict[int, tuple[str, str]] = {}
    for number, written, facts in connection.execute(MOVES).all():
        at, move = _instant(written), json.loads(facts).get("move")
        day = office_day(at)
        identified, eliminated = stood.get(number, ("", ""))
        if move in ("identify", "re_flag", "return_to_poverty"):
            told: dict[str, str | None] = {"category": None, "identified_on": identified, "eliminated_on": eliminated}
            stood[number] = (day.isoformat(), "")
        elif move in ("eliminate", "roll_back"):
            told = {"eliminated_on": eliminated}
            stood[number] = (identified, day.isoformat() if move == "eliminate" else "")
        else:
            continue
        yield at, 0, "household", number, day, told


def _instant(written: Any) -> datetime:
    return written if isinstance(written, datetime) else datetime.fromisoformat(written)


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else written
