"""How Alembic reaches the tables: on the connection that `states.schema` hands it."""

from alembic import context

from engine.db import Base
from states.schema import is_ours, load_tables

load_tables()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=False,
    include_name=is_ours,
    transaction_per_migration=False,
)
context.run_migrations()
