"""Empty values in what is added up: they count as 0, so the reviewer is told how many there are."""

from collections.abc import Iterator, Sequence

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem
from bpo.core.figure_names import FigureName
from bpo.core.measures import Measures, Need
from bpo.core.periods import Period
from bpo.core.words import Words
from bpo.facts.lake.seen import Facts
from bpo.metering.needs import compiled
from bpo.metering.rows import Rows, grouped

EMPTY_VALUES = Words(
    "finding-empty-values",
    en="{needs} add up {columns}, of which {rows} of {all} rows of {table} have none: they count as 0",
    zh="{needs} 汇总 {columns}，但 {table} 的 {all} 条中有 {rows} 条没有该值，按 0 计",
)


def empty_values(lake: Facts, contract: Contract, window: Period, given: Measures | None) -> list[Problem]:
    """A problem for each set of columns with empty values, naming what adds them up; of what is given nothing is added up."""
    quantities, kpis = (given.quantities, given.kpis) if given is not None else ({}, {})
    needs = [need for need in contract.quantity_needs() if need.id not in quantities]
    needs += [need for kpi in contract.kpis if kpi.id not in kpis for need in kpi.needs()]
    alike: dict[tuple[str, tuple[str, ...], int, int], list[str]] = {}
    for need, columns, rows, of in _found(lake, contract, window, [need for need in needs if need.op == "sum"]):
        alike.setdefault((need.table, columns, rows, of), []).append(need.id)
    found = []
    for (table, columns, rows, of), ids in alike.items():
        names = list(dict.fromkeys(FigureName.of(name).owner for name in ids))
        values = {"needs": [f"'{name}'" for name in names], "columns": list(columns), "table": table}
        found.append(Problem(EMPTY_VALUES, contract.place(names[0]), {**values, "rows": rows, "all": of}))
    return found


def _found(
    lake: Facts, contract: Contract, window: Period, needs: Sequence[Need]
) -> Iterator[tuple[Need, tuple[str, ...], int, int]]:
    """Each need that adds up empty values: their columns, in how many rows, and how many it counts."""
    for facts, time_column, group in grouped(needs):
        try:
            rows = Rows.read(lake, contract, facts, time_column, window, group)
        except BpoError:  # facts that are missing are told where they are counted
            continue
        for need in group:
            assert need.of is not None, need.id
            read = sorted(need.of.columns())
            counted = rows.kept(need)
            # ``coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0)`` is never empty; of a contact with neither, it should be.
            without = pl.all_horizontal(pl.col(name).is_null() for name in read)
            empty = counted.filter(compiled(need.of, contract).is_null() | without)
            if read and empty.height:
                yield need, tuple(name for name in read if empty[name].null_count()), empty.height, counted.height
