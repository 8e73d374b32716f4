"""Random bids of 1 to 60 months, their volume scanned in every unit step: break-even says the same, and where it says nothing it says so.

python -m tests.economics.margin.scanned_bids COUNT
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from fractions import Fraction as F

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.periods import month_after
from bpo.core.validation import read_model
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import Bid, Scenario
from tests.contracts.making import HEADER
from tests.economics.scanning import sign, signs_of
from tests.economics.shapes import Draw, Shapes

FIRST = "2027-01"
SCENARIO = """
scenario: scanned
contract: contract.yaml
costs: costs.yaml
months: {{from: {first}, to: {last}}}
streams:
  - {{id: calls, volume: {{a_month: {volume}, growth_a_year: {growth}%, season: {{02: {february}%}}}}, handle_seconds: 600, workload: {{productive: 80%}}}}
people: {{hours_a_month: 160}}
measures:
  quantities: {{calls: calls.handled, upset: {{of: calls.handled, times: 10%}}}}
  kpis: {{qa: {qa}%, sl: 80%}}
"""


@st.composite
def bids(draw: Draw) -> Case:
    """A bid on a random contract; mostly its costs are near what it earns somewhere between half and one and a half times the plan."""
    shapes = Shapes(draw)
    months = draw(st.sampled_from([1, 2, 7, 12, 14, 18, 24, 36, 60]))
    text = (
        HEADER.format(
            currency="USD", prices="{tax: excluded, rate: 6%}", effective="{from: 2027-01-01, to: 2031-12-31}"
        )
        + shapes.body()
    )
    loaded = read_contract(parse_document(text, "contract.yaml"))
    figures = {"first": FIRST, "last": month_after(FIRST, months - 1), "volume": draw(st.integers(15, 70))}
    figures |= {"growth": draw(st.sampled_from([0, 0, 5])), "february": draw(st.sampled_from([100, 100, 80])), "qa": draw(st.integers(40, 100))}  # fmt: skip
    written = SCENARIO.format(**figures)
    read = loaded.contract.figure_names()
    if "upset" not in read:
        written = written.replace(", upset: {of: calls.handled, times: 10%}", "")
    if "calls" not in read:
        written = written.replace("calls: calls.handled, ", "").replace(
            "quantities: {calls: calls.handled}", "quantities: {}"
        )
    document = parse_document(written, "scenario.yaml")
    costs = shapes.costs()

    def made(more: str = "") -> Case:
        return case_of_bid(
            Bid(read_model(document, Scenario), document, loaded, costs_of(parse_document(costs + more, "costs.yaml")))
        )

    found = made()
    revenue, cost = found.sums({"volume": F(draw(st.integers(5, 15)), 10)})
    left = round((revenue - cost) / months)
    return made(f"  - {{id: rest, amount: {left}, per: month}}\n") if left > 0 else found


def hold(case: Case, name: str, seen: Counter[str]) -> None:
    """Holds the curve of an input against a scan of every step."""
    one = varied(case, name)
    curve = sweep(case, one).curve
    numbers = range(math.ceil(one.first / one.step), math.floor(one.last / one.step) + 1)
    places = sorted({one.first, one.last, *(n * one.step for n in numbers)})
    scanned = {place: case.margin({name: place}) for place in places}
    proven = [place for place in places if not any(low < place < high for low, high in curve.left)]
    told = dict(zip(places, signs_of(curve, places), strict=True))
    wrong = [place for place in proven if told[place] != sign(scanned[place])]
    assert not wrong, f"{name} at {[str(place) for place in wrong[:5]]} of {len(wrong)} in {len(places)}: {curve.turns}"
    assert all(scanned.get(spot.place, spot.margin) == spot.margin for spot in curve.spots)
    seen["places"] += len(places)
    seen["proven"] += len(proven)
    seen["whole curves"] += curve.complete
    seen["turns"] += len(curve.turns)


def scanned(count: int, seen: Counter[str]) -> None:
    """So many bids held against a scan."""

    @given(bids())
    @settings(max_examples=count, derandomize=True, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))  # fmt: skip
    def law(case: Case) -> None:
        try:
            case.at()
        except BpoError:
            seen["refused"] += 1
            return
        seen["bids"] += 1
        seen[f"{len(case.at().months)} months"] += 1
        hold(case, "volume", seen)

    law()


if __name__ == "__main__":
    counted: Counter[str] = Counter()
    start = time.process_time()
    scanned(int(sys.argv[1]), counted)
    print(dict(counted), f"{time.process_time() - start:.0f} s of processor time")
