"""What the category rested on stays with the household: income, line, metric and pack at identification.

For households that were identified before, what their last identification tells is brought over; what it does not
tell stays empty, and what stood before is marked as known by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four columns of the household, filled from the last identification."""
    for column in (
        sa.Column("identified_income", sa.BigInteger(), nullable=True),
        sa.Column("identified_line", sa.Integer(), nullable=True),
        sa.Column("identified_metric", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("identified_pack", sa.String(length=48), nullable=False, server_default=""),
    ):
        op.add_column("household", column)
    bring_over(op.get_bind())


RUNS = sa.text(
    "SELECT h.id AS home, h.identified_on AS day, r.id AS run, r.definition AS digest, r.finished_at AS at "
    "FROM household h JOIN run r ON r.case_id = h.case_id WHERE h.identified_on IS NOT NULL AND r.status = 'complete' "
    "AND r.move IN ('identify', 're_flag', 'return_to_poverty') ORDER BY h.id, r.id"
)
PACKS = sa.text("SELECT digest, merged FROM pack")
TOLD = sa.text(
    "SELECT x.run_id, x.kind, x.facts, e.body FROM exhibit x JOIN evidence e ON e.id = x.evidence_id "
    "JOIN run r ON r.id = x.run_id WHERE NOT x.superseded AND r.status = 'complete' "
    "AND r.move IN ('identify', 're_flag', 'return_to_poverty') AND x.kind IN ('visit', 'proposal') "
    "ORDER BY x.evidence_id"
)
FILL = sa.text(
    "UPDATE household SET identified_income = :income, identified_line = :line, identified_metric = :metric, "
    "identified_pack = :pack WHERE id = :home"
)
KEEP = sa.text(
    "INSERT INTO former (subject, subject_id, holds_from, before, at) VALUES ('household', :home, :day, :before, :at)"
)
UNKNOWN = json.dumps(
    dict.fromkeys(("identified_income", "identified_line", "identified_metric", "identified_pack")),
    sort_keys=True,
    separators=(",", ":"),
)


def bring_over(connection: sa.Connection) -> None:
    """Write what the runs and packs of this database tell of each household's last identification."""
    packs = {row.digest: json.loads(row.merged) for row in connection.execute(PACKS)}
    last = {row["home"]: row for row in connection.execute(RUNS).mappings() if row["digest"] in packs}
    if not last:
        return
    incomes = _incomes(connection)
    connection.execute(FILL, [_filled(row, packs[row["digest"]], incomes) for row in last.values()])
    kept = [{"home": row["home"], "day": row["day"], "before": UNKNOWN, "at": row["at"]} for row in last.values()]
    connection.execute(KEEP, kept)


def _filled(row: sa.RowMapping, pack: Mapping[str, Any], incomes: Mapping[tuple[int, str], int]) -> dict[str, Any]:
    run, income = row["run"], pack["income"]
    return {
        "home": row["home"],
        "income": incomes.get((run, "visit"), incomes.get((run, "proposal"))),
        "line": income["line"],
        "metric": income.get("metric", "net"),
        "pack": pack["pack"]["id"],
    }


def _incomes(connection: sa.Connection) -> dict[tuple[int, str], int]:
    """The last income in fen that a run's visits and lists tell; a list speaks for many, so its exhibits are read."""
    found = {}
    for run, kind, facts, body in connection.execute(TOLD):
        said = json.loads(body if kind == "visit" else facts).get("income_per_head")
        if said is not None:
            found[run, kind] = int((Decimal(said) * 100).to_integral_value())
    return found
