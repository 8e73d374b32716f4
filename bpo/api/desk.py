"""A workspace from Python: its contracts, what its lake counts, and what its ledger holds. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bpo.api.frames import frame_of
from bpo.api.results import Statement
from bpo.contracts.load import load_contract
from bpo.contracts.model import Contract
from bpo.core.errors import choices, fail
from bpo.core.measures import Measures
from bpo.core.words import Words
from bpo.desk.explaining import priced_now
from bpo.desk.lake import lake_at
from bpo.desk.months import closing_in
from bpo.desk.workspace import Workspace as Folder
from bpo.desk.workspace import find_workspace
from bpo.facts.lake.lake import Lake
from bpo.ledger import open_ledger
from bpo.metering import measure
from bpo.pricing.in_force import in_force

NO_CONTRACT = Words(
    "workspace-contract-unknown", en="the workspace has no contract '{given}'", zh="工作区中没有合同 '{given}'"
)
NOT_BILLED = Words(
    "workspace-not-billed",
    en="'{contract}' was not billed for {period} here; price it with workspace.price",
    zh="'{contract}' 的 {period} 未在此出账；可用 workspace.price 试算",
)

SUMS = ("net", "tax", "total")


def open_workspace(path: str | Path = ".") -> Workspace:
    """The workspace that a folder lies in.

    Raises:
        BpoError: if there is none, or its settings have mistakes.
    """
    return Workspace(find_workspace(Path(path)))


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of a billing desk."""

    folder: Folder

    @property
    def root(self) -> Path:
        return self.folder.root

    @property
    def lake(self) -> Lake:
        """The facts; ``lake.scan(table)`` is a lazy Polars frame."""
        return Lake(self.folder.lake)

    def contracts(self) -> dict[str, Contract]:
        """Every contract of the workspace by its id.

        Raises:
            BpoError: with the mistakes of a file that cannot be read.
        """
        loaded = [load_contract(path) for path in sorted(self.folder.contracts.glob("*.yaml"))]
        return {one.contract: one for one in loaded}

    def measure(self, contract: str, period: str) -> Measures:
        """What the lake counts for a contract's month, of a closed one as it was then; raises BpoError as :func:`bpo.measure`."""
        found = self._contract(contract)
        at = closing_in(self.folder, contract, period)
        return measure(lake_at(self.folder, at), found, found.cycle.period(period))

    def price(self, contract: str, period: str) -> Statement:
        """A contract's month as it would be billed now, after the months that were billed here; nothing is stored.

        Raises:
            BpoError: with every problem of the facts and the figures.
        """
        priced = priced_now(self.folder, self._contract(contract), period)
        return Statement.of(priced.statement, priced.contract)

    def statement(self, contract: str, period: str) -> Statement:
        """The latest revision that was billed; raises BpoError if there is none."""
        with open_ledger(self.folder.database) as ledger:
            stored = ledger.latest(contract, period)
        if stored is None:
            raise fail(NOT_BILLED, contract=contract, period=period)
        found = self._contract(contract)
        return Statement.of(stored.statement, in_force(found, found.cycle.period(period)))

    def statements(self) -> pl.DataFrame:
        """A row a statement of the ledger: ``id, contract, period, revision, currency, net, tax, total``."""
        with open_ledger(self.folder.database) as ledger:
            rows = [
                {"id": one.id, "contract": one.contract, "period": one.period_name, "revision": one.revision}
                | {"currency": one.currency, **{name: getattr(one, name) for name in SUMS}}
                for one in ledger.list()
            ]
        return frame_of(rows, SUMS, ("id", "contract", "period", "revision", "currency", *SUMS))

    def _contract(self, name: str) -> Contract:
        known = self.contracts()
        if name not in known:
            raise fail(NO_CONTRACT, **choices(name, known))
        return known[name]
