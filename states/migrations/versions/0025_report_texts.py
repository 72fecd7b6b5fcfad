"""What people write into reports beside the figures.

Revision: 0025
"""

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WHOLE = ["area", "kind", "first_on", "last_on", "part"]


def upgrade() -> None:
    """The texts, each version of a part a row."""
    op.create_table(
        "report_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "area",
            sa.String(length=14).with_variant(sa.VARCHAR(length=14, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", engine.db.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
    )
    op.create_index("uq_report_text_version", "report_text", [*WHOLE, "version"], unique=True)
    standing = sa.text("NOT superseded")
    op.create_index(
        "uq_report_text_present",
        "report_text",
        WHOLE,
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
