"""A run knows the day of its lead, and a list on the wall whether it is a notice or an announcement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The day of the lead by run, and the kind of each notice: what hangs so far are notices."""
    op.add_column("run", sa.Column("lead_on", sa.Date(), nullable=True))
    op.add_column("notice", sa.Column("kind", sa.String(16), nullable=False, server_default="notice"))
