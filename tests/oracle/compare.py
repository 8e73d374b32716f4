"""The engine's statements held against the oracle's bills; run by itself it goes through as many seeds as asked for.

python -m tests.oracle.compare FIRST COUNT
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fractions import Fraction

import yaml

import bpo.contracts.load
from bpo.core.documents import parse_document
from bpo.core.measures_file import parse_measures
from bpo.pricing.price import price
from tests.oracle.bill import bills
from tests.oracle.made import made


def differences(seed: int) -> Iterator[str]:
    """Where the two differ, month by month, line by line."""
    contract, months = made(seed)
    text = yaml.safe_dump(contract, allow_unicode=True, sort_keys=False)
    read = bpo.contracts.load.read_contract(parse_document(text, f"{seed}.yaml")).contract
    history = []
    for (name, figures), bill in zip(months, bills(contract, months), strict=True):
        statement = price(read, parse_measures(json.dumps(figures)), history)
        history.append(statement)
        said = {line.clause: Fraction(line.amount) for line in (*statement.charges, *statement.deductions)}
        for sum_ in ("net", "tax", "total", "payable"):
            said[sum_] = Fraction(getattr(statement, sum_))
        right = {**bill.lines, "net": bill.net, "tax": bill.tax, "total": bill.total, "payable": bill.payable}
        yield from (
            f"seed {seed}, {name}, {line}: {float(said.get(line, 0)):.4f}, by the oracle {float(right.get(line, 0)):.4f}"
            for line in {**right, **said}
            if said.get(line, 0) != right.get(line, 0)
        )


if __name__ == "__main__":
    first, count = int(sys.argv[1]), int(sys.argv[2])
    found = 0
    for seed in range(first, first + count):
        for line in differences(seed):
            found += 1
            print(line)
    print(f"{count} contracts, {found} differences")
