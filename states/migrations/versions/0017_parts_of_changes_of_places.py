"""The parts of one change of places stand together, and a place finds its former codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Parts of changes, and their other places by index."""
    with op.batch_alter_table("region_change") as table:
        table.add_column(sa.Column("part_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.create_foreign_key(op.f("fk_region_change_part_of_region_change"), "region_change", ["part_of"], ["id"])
        table.create_index(op.f("ix_region_change_part_of"), ["part_of"])
        table.create_index("ix_region_change_other", ["other", "id"])
