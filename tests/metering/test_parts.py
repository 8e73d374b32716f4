"""What is counted for each site: rows of none are refused, and a site that only one count knows has none of the others."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from tests.metering.lake import call, measured

BODY = """
    terms:
      - {id: calls, model: workload, for_each: site, quantity: {count: interactions, where: "outcome = 'handled'"}, rate: 1}
      - {id: missed, model: workload, for_each: site, quantity: {count: interactions, where: "outcome = 'abandoned'"}, rate: 1}
    """


@pytest.mark.parametrize("nowhere", [{}, {"site": ""}, {"site": "  "}])
def test_rows_of_no_site_are_nobodys(nowhere: dict[str, str]) -> None:
    """Two of the three calls that are billed name no site; of the abandoned ones each has one."""
    rows = [call(1, site="x"), call(2, **nowhere), call(3, **nowhere), call(4, site="x", outcome="abandoned")]
    with pytest.raises(BpoError) as error:
        measured({"interactions": rows}, BODY)
    (problem,) = error.value.problems
    assert (problem.code, str(problem.where)) == ("facts-in-no-part", "desk.yaml:10")
    said = "'calls' is counted for each site, but 2 rows of interactions from 2026-02-01 to 2026-02-28 have none; complete them"
    assert said in problem.say("en")


def test_rows_of_no_site_that_nothing_counts_are_nothing() -> None:
    rows = [call(1, site="x"), call(2, outcome="diverted"), call(3, site="y", outcome="abandoned")]
    found = measured({"interactions": rows}, BODY)
    assert {name: quantity.total for name, quantity in found.quantities.items()} == {
        "calls": 1, "calls@x": 1, "calls@y": 0, "missed": 1, "missed@x": 0, "missed@y": 1,
    }  # fmt: skip
    assert {name: evidence.rows for name, evidence in found.evidence.items()} == {
        "calls": 1, "calls@x": 1, "calls@y": 0, "missed": 1, "missed@x": 0, "missed@y": 1,
    }  # fmt: skip


def test_a_kpi_of_each_site_has_its_own_name() -> None:
    body = """
    terms: [{id: fee, model: fixed, amount: 1}]
    kpis: [{id: rate, kpi: answer_rate, for_each: site}]
    """
    rows = [call(1, site="x"), call(2, site="x", outcome="abandoned"), call(3, site="y")]
    found = measured({"interactions": rows}, body).kpis
    assert {name: (result.kpi, result.value) for name, result in found.items()} == {
        "rate": ("rate", Fraction(2, 3)),
        "rate@x": ("rate@x", Fraction(1, 2)),
        "rate@y": ("rate@y", 1),
    }
