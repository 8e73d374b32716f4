"""Every ``<name>.yaml`` in cost_errors is a cost file with a mistake; ``<name>.expected`` is what the user is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.cycles import Months
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.economics.costs.costs import costs_of, month_costs
from tests.economics.cost_errors.told import CASES, DRIVERS, told
from tests.errors.test_any_damage import JUNK, places, plain
from tests.laws import examples

WHOLE = """\
costs: bid
label: {zh: 成本, en: Costs}
currency: CNY
priced_in: USD
exchange: {CNY: 0.14}
from: 2027-01
term_months: 36
wages: {agent: {a_month: 4200, growth_a_year: 5%, levies: chengdu, from: 2027-01}}
levies: {chengdu: [{from: 2026-07-01, to: 2028-01-01, union: 2%, pension: {share: 16%, floor: 1, cap: 2}, hmo: {amount: 5}}]}
items:
  - {id: agents, wage: agent, per: head, times: 0.9, site: 成都, cost_centre: C1, position: 座席}
  - {id: leads, amount: 6500, per: head, begun: 15, growth_a_year: 3%, currency: USD, category: supervision}
  - {id: telecom, amount: 0.06, per: minute, with_tax: 6%, unrecoverable: 10%, fixed: no, allocated: yes}
  - {id: set_up, once: 36000, over_months: 12, from: 2027-01, to: 2027-12}
  - {id: management, percent: 5%, of: [revenue, vat_payable, labour, leads]}
working_capital: {rate_a_year: 6%, receipt_days: 75}
names: {supervision: Supervision}
"""


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_the_user_is_told(case: Path) -> None:
    expected = case.with_suffix(".expected").read_text(encoding="utf-8")
    assert expected, "a cost file with a mistake is told about"
    assert told(case) == expected


def damaged(path: tuple[int | str, ...], how: str, junk: Any) -> Any:
    """The cost file with one value replaced, taken away, or given a neighbour that nobody knows."""
    tree = plain(parse_document(WHOLE).plain())
    parent = tree
    for key in path[:-1]:
        parent = parent[key]
    if how == "replace":
        parent[path[-1]] = junk
    elif how == "remove":
        del parent[path[-1]]
    elif isinstance(parent, dict):
        parent["unheard_of"] = junk
    else:
        parent.append(junk)
    return tree


PLACES = [path for path in places(plain(parse_document(WHOLE).plain())) if path]


@examples(200)
@given(st.sampled_from(PLACES), st.sampled_from(["replace", "replace", "remove", "add"]), st.sampled_from(JUNK))
def test_a_damaged_cost_file_is_read_or_refused_with_words(path: tuple[int | str, ...], how: str, junk: Any) -> None:
    text = json.dumps(damaged(path, how, junk), ensure_ascii=False, indent=1)
    drivers = {**DRIVERS, "minutes": DRIVERS["heads"], "vat": DRIVERS["heads"]}
    try:
        found = month_costs(costs_of(parse_document(text, "damaged.yaml")), drivers, 1, Months().period("2027-01"))
        for line in found.lines:
            assert line.say("en") and line.say("zh")
    except BpoError as error:
        for problem in error.problems:
            assert problem.say("en") and problem.say("zh")
            assert problem.code != "field-mistake", problem.say("en")  # a library's words, in one language only
