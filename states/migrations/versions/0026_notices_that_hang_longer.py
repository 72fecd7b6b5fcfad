"""A notice that hangs longer than its plan says: by how many days it was extended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The days by which a notice was extended; none of those that hung before was."""
    op.add_column("notice", sa.Column("extended", sa.Integer(), nullable=False, server_default="0"))
