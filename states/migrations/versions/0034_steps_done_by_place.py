"""The steps done of a place are found without its cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index over what is there already."""
    done = sa.text("status = 'done'")
    op.create_index("ix_step_done", "step", ["area", "done_at"], sqlite_where=done, postgresql_where=done)
