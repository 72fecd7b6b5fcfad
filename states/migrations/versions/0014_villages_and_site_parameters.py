"""Findings about villages, the yearly sheets of villages, and the parameters of rules as places set them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def big() -> sa.types.TypeEngine[int]:
    """A number that grows large."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def area(length: int) -> sa.types.TypeEngine[str]:
    """An area code, compared byte by byte."""
    return sa.String(length=length).with_variant(sa.VARCHAR(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    """Let a finding have no household, and keep what villages and places tell."""
    claims = _put_aside()
    with op.batch_alter_table("finding") as finding:
        finding.alter_column("household_id", existing_type=big(), nullable=True)
    _put_back(claims)
    op.add_column("quality_round", sa.Column("villages", sa.Integer(), server_default="0", nullable=False))
    op.add_column("quality_round", sa.Column("reached_village", area(12), server_default="", nullable=False))
    op.create_table(
        "village_sheet",
        sa.Column("id", big(), nullable=False),
        sa.Column("place", area(12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_by_name", sa.String(length=64), nullable=False),
        sa.Column("entered_at", engine.db.Instant(length=27), nullable=False),
        sa.Column("verified_by", sa.String(length=64), nullable=False),
        sa.Column("verified_by_name", sa.String(length=64), nullable=False),
        sa.Column("verified_at", engine.db.Instant(length=27), nullable=True),
        sa.ForeignKeyConstraint(["place"], ["region.code"], name=op.f("fk_village_sheet_place_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_sheet")),
    )
    op.create_index("ix_village_sheet_place", "village_sheet", ["place", "year", "id"], unique=False)
    op.create_table(
        "quality_parameter",
        sa.Column("id", big(), nullable=False),
        sa.Column("area", area(6), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_by_name", sa.String(length=64), nullable=False),
        sa.Column("set_at", engine.db.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(["area"], ["region.code"], name=op.f("fk_quality_parameter_area_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_parameter")),
    )
    op.create_index("ix_quality_parameter_area", "quality_parameter", ["area", "name", "year", "id"], unique=False)


def _put_aside() -> list[str]:
    """On SQLite, the statements that bring the claims back: a table that others point at cannot be made anew there."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return []
    told = "SELECT sql FROM sqlite_master WHERE tbl_name = 'finding_claim' AND sql IS NOT NULL ORDER BY type DESC"
    made = [str(row[0]) for row in connection.exec_driver_sql(told)]
    op.execute("CREATE TABLE claims_put_aside AS SELECT * FROM finding_claim")
    op.execute("DROP TABLE finding_claim")
    return made


def _put_back(claims: list[str]) -> None:
    if claims:
        for statement in claims:
            op.execute(statement)
        op.execute("INSERT INTO finding_claim SELECT * FROM claims_put_aside")
        op.execute("DROP TABLE claims_put_aside")
