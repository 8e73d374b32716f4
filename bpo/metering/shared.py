"""What several contracts need of the same facts, counted once: one scan of each table for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.figure_names import keys_of, part_name
from bpo.core.measures import Measures, Need
from bpo.core.periods import Period
from bpo.facts.lake.seen import Facts
from bpo.metering import needed_of
from bpo.metering.count import Counted, count_all
from bpo.pricing.in_force import in_force

Asked = tuple[Contract, Measures | None]
"""A contract, and what is given and so not counted."""


@dataclass
class SharedCounts:
    """Counts of a month, kept by what was counted, whatever each contract calls it. It counts in place of ``count_all``.

    What is kept apart by a column (``each``) is counted for each contract by itself: a site that only one of them counts is none of
    the others'. So is what lies on a day of the contract (``within``).
    """

    _found: list[tuple[tuple[Any, ...], dict[str, Counted]]] = field(default_factory=list)

    def count_for(self, lake: Facts, asked: Sequence[Asked], period: Period) -> None:
        """Count what all of these need, contracts with the same account and clock together.

        Facts that are missing are not told here: each contract asks again for what was not counted, and is told then.
        """
        groups: list[tuple[Contract, Period, list[Need]]] = []
        for given_contract, given in asked:
            contract = in_force(given_contract, period)
            window = contract.effective_part(period)
            if window is None:
                continue
            needs = [need for need in needed_of(contract, given, period) if _is_shared(need)]
            together = next((g for g in groups if g[1] == window and _clock(g[0]) == _clock(contract)), None)
            if together is None:
                groups.append((contract, window, needs))
            else:
                together[2].extend(needs)
        for contract, window, needs in groups:
            apart = {_key(contract, window, need): need for need in reversed(needs)}
            named = {f"n{i}": (key, need) for i, (key, need) in enumerate(apart.items())}
            try:
                counted = count_all(
                    lake, contract, window, [replace(need, id=name) for name, (_, need) in named.items()]
                )
            except BpoError:
                continue
            for name, (key, _) in named.items():
                self._keep(key, name, counted)

    def __call__(self, lake: Facts, contract: Contract, window: Period, needs: Sequence[Need]) -> dict[str, Counted]:
        """As ``count_all``: what is known already, and the rest counted now."""
        known: dict[str, Counted] = {}
        rest = []
        for need in needs:
            found = self._of(_key(contract, window, need)) if _is_shared(need) else None
            if found is None:
                rest.append(need)
            else:
                known |= {part_name(need.id, key) if key else need.id: one for key, one in found.items()}
        return {**known, **count_all(lake, contract, window, rest)} if rest else known

    def _keep(self, key: tuple[Any, ...], name: str, counted: dict[str, Counted]) -> None:
        parts = {part: counted[part_name(name, part)] for part in keys_of(name, counted)}
        self._found.append((key, {"": counted[name], **parts}))

    def _of(self, key: tuple[Any, ...]) -> dict[str, Counted] | None:
        return next((found for kept, found in self._found if kept == key), None)


def _is_shared(need: Need) -> bool:
    """What a site has, and what lies on a day of the contract, is each contract's own."""
    return need.each is None and need.within is None


def _clock(contract: Contract) -> tuple[Any, ...]:
    """Which rows are read, and how they are put on days: what a count depends on besides its need and its days."""
    billing = contract.billing
    calendar = None if billing.calendar is None else repr(billing.calendar.model_dump())
    return contract.account_of_facts, billing.timezone, billing.shifts, billing.cycle, calendar


def _key(contract: Contract, window: Period, need: Need) -> tuple[Any, ...]:
    return (*_clock(contract), window, replace(need, id=""))
