"""Who enters money and writes reminders."""

from datetime import datetime

from bpo.desk.closing import who
from bpo.desk.workspace import Workspace
from bpo.ledger import By


def doer_of(_workspace: Workspace, name: str | None, reason: str, now: datetime) -> By:
    """The person who is named, else the system's user."""
    return By(name or who(), now, reason.strip())
