"""The formula of a KPI of one's own says all that its two quantities leave out or take."""

from __future__ import annotations

from bpo.contracts.model import Contract
from tests.contracts.making import contract

SIDES = (
    "of: {count: interactions, repeats: {within_hours: 24, same: [customer], billed: first}}, "
    "over: {distinct: timesheets, of: agent, each: day, take: most}"
)


def test_repeats_and_peaks_are_in_the_formula() -> None:
    body = "terms:\n  - {id: fee, model: fixed, amount: 1}\n"
    one: Contract = contract(body + f"kpis:\n  - {{id: k, kpi: custom, better: low, unit: contact, {SIDES}}}\n")
    formula = one.kpis[0].formula()
    assert formula.words.say("en", formula.values) == (
        "count of contact records, not preceded within 24 hours by another with the same customer / "
        "distinct of agent of timesheets, the most of any day"
    )
