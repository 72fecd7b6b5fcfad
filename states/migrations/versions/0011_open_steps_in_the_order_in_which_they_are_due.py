"""An index of open steps in the order in which they are due, for worklists of a whole province."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_step_due",
        "step",
        ["due_on", "case_id", "name", "area"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
