"""Run by Alembic for every command; it works on the connection that it is given."""

from alembic import context

from bpo.ledger.database import VERSION_TABLE
from bpo.ledger.models import Base

connection = context.config.attributes["connection"]
assert connection is not None, "the ledger's migrations run on a connection: see bpo.ledger.migrations"

context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    # SQLite changes a table by copying it; and it can undo that, but Alembic has to be told.
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=connection.dialect.name == "sqlite" or None,
)
with context.begin_transaction():
    context.run_migrations()
