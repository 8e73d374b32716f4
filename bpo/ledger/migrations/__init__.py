"""The history of the ledger's tables, run by Alembic from inside the package: no alembic.ini, no working directory."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to a connection whose transaction the caller ends."""
    made = Config()
    made.set_main_option("script_location", "bpo.ledger:migrations")
    made.set_main_option("path_separator", "os")
    made.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def upgrade(connection: Connection, to: str = "head") -> None:
    command.upgrade(config(connection), to)
