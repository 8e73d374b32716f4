"""What follows from KPIs, events and limits, read off the pages of the contract language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from tests.oracle.numbers import begun, number, rounded
from tests.oracle.over_time import carried_minimum, for_each_day, termination_fee
from tests.oracle.terms import Month, Written

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Judged:
    """A KPI of a month: what counts (``None`` where it is left out), its target, and whether it is met."""

    value: Fraction | None
    target: Fraction | None
    low_is_good: bool
    point: Fraction

    @property
    def met(self) -> bool | None:
        if self.value is None or self.target is None:
            return None
        return self.value <= self.target if self.low_is_good else self.value >= self.target

    def better_by(self, bound: Fraction) -> Fraction:
        """How far the value lies on the good side of a bound, in points."""
        assert self.value is not None
        return (bound - self.value if self.low_is_good else self.value - bound) / self.point


def judge(kpi: Written, month: Month, before: list[Month]) -> Judged:
    low = kpi.get("better", "high") == "low"
    ratio = kpi.get("unit", "ratio") == "ratio"
    target = number(kpi["target"]) if "target" in kpi else None
    if "ramp" in kpi and month.number <= len(kpi["ramp"]):
        target = number(kpi["ramp"][month.number - 1])
    value = number(month.kpis[kpi["id"]]) if kpi["id"] in month.kpis else None
    if value is not None and "average" in kpi:
        back = [one.kpis.get(kpi["id"]) for one in before[len(before) + 1 - int(kpi["average"]["months"]) :]]
        values = [value, *(number(one) for one in back if one is not None)]
        value = sum(values, NOTHING) / len(values)
    if value is not None and "round_to" in kpi:
        value = rounded(value, number(kpi["round_to"]))
    if value is None and kpi["if_not_measured"] != "left_out":
        value = target if kpi["if_not_measured"] == "as_target" else number(kpi["if_not_measured"])
    return Judged(value, target, low, Fraction(1, 100) if ratio else Fraction(1))


def band(bands: Sequence[Written], value: Fraction) -> Written:
    """The first that holds the value."""
    for one in bands:
        holds = {
            "at_least": lambda bound: value >= bound,
            "above": lambda bound: value > bound,
            "at_most": lambda bound: value <= bound,
            "below": lambda bound: value < bound,
        }
        bounds = [(holds[word], number(one[word])) for word in holds if word in one]
        if all(hold(bound) for hold, bound in bounds):
            return one
    raise AssertionError("the last band takes the rest")


def straight(value: Fraction, first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction]) -> Fraction:
    """On the line between two points, level beyond them."""
    (x0, y0), (x1, y1) = sorted((first, second))
    return y0 if value <= x0 else y1 if value >= x1 else y0 + (value - x0) / (x1 - x0) * (y1 - y0)


def marks_of(row: Written, kpi: Judged) -> Fraction:
    full = number(row["marks"])
    assert kpi.value is not None
    if "bands" in row:
        return number(band(row["bands"], kpi.value)["marks"])
    if "full" in row:
        return straight(kpi.value, (number(row["full"]), full), (number(row["zero"]), NOTHING))
    return full if kpi.met else NOTHING


def score_of(clause: Written, kpis: Mapping[str, Judged]) -> Fraction | None:
    rows = [(row, kpis[row["kpi"]]) for row in clause["scorecard"]]
    counted = [(row, kpi) for row, kpi in rows if kpi.value is not None]
    if not counted:
        return None
    in_all = sum((number(row["marks"]) for row, _ in rows), NOTHING)
    possible = sum((number(row["marks"]) for row, _ in counted), NOTHING)
    score = sum((marks_of(row, kpi) for row, kpi in counted), NOTHING) * in_all / possible
    return rounded(score, number(clause["round_to"])) if "round_to" in clause else score


def multiplier(clause: Written, month: Month, kpis: Mapping[str, Judged]) -> Fraction:
    value = score_of(clause, kpis) if "scorecard" in clause else kpis[clause["kpi"]].value
    if value is None:
        return NOTHING
    if "linear" in clause:
        ends = clause["linear"]
        factor = straight(value, *((number(ends[end]["value"]), number(ends[end]["factor"])) for end in ("from", "to")))
    else:
        factor = number(band(clause["bands"], value)["factor"])
    factor = max(factor, number(clause["minimum"])) if "minimum" in clause else factor
    factor = min(factor, number(clause["maximum"])) if "maximum" in clause else factor
    return lines(clause["on"], month) * number(clause.get("share", "100%")) * (factor - 1)


def lines(names: Sequence[str], month: Month) -> Fraction:
    return sum((month.exact[name] for name in names), NOTHING)


def sum_or_share(of: Written, month: Month) -> Fraction:
    """An amount, or a percent of lines that are not below zero together."""
    if "percent" in of:
        return number(of["percent"]) * max(NOTHING, lines(of["of"], month))
    return number(of["amount"])


def limit_of(limit: Written, month: Month) -> Fraction:
    found = [number(limit["amount"])] if "amount" in limit else []
    found += [number(limit["percent"]) * lines(limit["of"], month)] if "percent" in limit else []
    return max(NOTHING, min(found))


def missed_or_met(kpi: Judged, when: str) -> bool:
    return kpi.met is not None and kpi.met == (when == "met")


def consequence(clause: Written, month: Month, kpis: Mapping[str, Judged], before: list[Month]) -> Fraction:
    """A bonus, or a penalty without its sign."""
    bonus = clause["kind"] == "bonus"
    when = clause.get("when", "met" if bonus else "missed")
    each = {"percent": clause["percent"], "of": clause["of"]} if "percent" in clause else clause
    if "each" in clause:
        return held(clause, for_each_day(clause, month, clause.get("of", ())), month, before)
    if "per" in clause:
        tolerated = number(clause.get("beyond", 0))
        if "tolerated" in clause:
            tolerated = number(clause["tolerated"]["percent"]) * month.total(clause["tolerated"]["of"])
        count = max(NOTHING, month.total(clause["per"]) - tolerated)
    elif "kpis" in clause:
        known = [kpis[name].met for name in clause["kpis"] if kpis[name].met is not None]
        hits = sum(met == (when == "met") for met in known)
        together = hits > 0 and (not bonus or hits == len(known))
        count = Fraction(together if clause.get("once") == "yes" else hits)
    elif "kpi" in clause:
        kpi = kpis[clause["kpi"]]
        if kpi.value is None:
            count, each = NOTHING, {"amount": 0}
        elif "bands" in clause:
            count, found = Fraction(1), band(clause["bands"], kpi.value)
            each = {**found, "of": clause.get("of")}
        elif any(way in clause for way in ("per_point", "full_points", "begun_points")):
            bound = number(clause["beyond"]) if "beyond" in clause else kpi.target
            assert bound is not None
            count = max(NOTHING, kpi.better_by(bound) * (1 if bonus else -1))
            count = Fraction(floor(count)) if "full_points" in clause else count
            count = Fraction(begun(count)) if "begun_points" in clause else count
        else:
            count = Fraction(missed_or_met(kpi, when))
    else:
        count = Fraction(1)
    return held(clause, count * sum_or_share(each, month), month, before)


def held(clause: Written, amount: Fraction, month: Month, before: list[Month]) -> Fraction:
    """Between the clause's floor and its cap."""
    if amount and "floor" in clause:
        amount = max(amount, limit_of(clause["floor"], month))
    if "cap" in clause:
        limit = limit_of(clause["cap"], month)
        in_quarter = (int(month.name[-2:]) - 1) % 3
        first = {
            "quarter": (month.number - 1) // 3 * 3,
            "calendar_quarter": max(0, month.number - 1 - in_quarter),
            "contract_year": (month.number - 1) // 12 * 12,
        }
        within = clause["cap"].get("within", "month")
        if within != "month":
            limit = max(
                NOTHING, limit - sum((abs(one.shown[clause["id"]]) for one in before[first[within] :]), NOTHING)
            )
        amount = min(amount, limit)
    return amount


def service_points(clause: Written, month: Month, kpis: Mapping[str, Judged], before: list[Month]) -> Fraction:
    points = NOTHING
    for row in clause["kpis"]:
        kpi = kpis[row["kpi"]]
        if kpi.value is None:
            scored = NOTHING
        elif "bands" in row:
            scored = number(band(row["bands"], kpi.value)["points"])
        else:
            scored = number(row["points"]) if kpi.met is False else NOTHING
        month.points[clause["id"], row["kpi"]] = scored
        if "repeat_factors" in clause:
            in_a_row = 0
            for one in [*before, month][::-1]:
                if not one.points.get((clause["id"], row["kpi"])):
                    break
                in_a_row += 1
            factors = clause["repeat_factors"]
            scored *= number(factors[min(in_a_row, len(factors)) - 1]) if in_a_row else 0
        points += scored
    share = (
        number(band(clause["bands"], points)["percent"]) if "bands" in clause else points * number(clause["percent"])
    )
    return held(clause, share * max(NOTHING, lines(clause["of"], month)), month, before)


def at_risk_pool(clause: Written, month: Month, kpis: Mapping[str, Judged]) -> Fraction:
    pool = max(NOTHING, lines(clause["of"], month)) * number(clause["at_risk"])
    groups = clause.get("categories") or [{"share": "100%", "kpis": clause["kpis"]}]
    lost = NOTHING
    for group in groups:
        for row in group["kpis"]:
            kpi = kpis[row["kpi"]]
            if kpi.value is None:
                continue
            taken = (
                number(band(row["bands"], kpi.value)["share"])
                if "bands" in row
                else number(row["share"]) * (kpi.met is False)
            )
            lost += number(group["share"]) * taken
    return pool * min(Fraction(1), lost)


def adjustment_amount(
    clause: Written, month: Month, kpis: Mapping[str, Judged], before: list[Month]
) -> tuple[Fraction, bool]:
    """The line, not yet rounded, and whether it closes a formula that is spread over the lines in ``on``."""
    kind: Any = clause["kind"]
    closes = kind in ("multiplier", "cap", "minimum")
    if month.number <= int(clause.get("grace_months", 0)):
        return NOTHING, False
    if kind == "multiplier":
        return multiplier(clause, month, kpis), closes
    if kind in ("bonus", "penalty"):
        return consequence(clause, month, kpis, before) * (1 if kind == "bonus" else -1), closes
    if kind == "service_points":
        return -service_points(clause, month, kpis, before), closes
    if kind == "at_risk_pool":
        return -at_risk_pool(clause, month, kpis), closes
    if kind == "termination_fee":
        return termination_fee(clause, month), closes
    if "carries" in clause:
        return carried_minimum(clause, month, before), closes
    together, limit = lines(clause["on"], month), limit_of(clause, month)
    if kind == "minimum":
        unused = clause.get("only_with_use") == "yes" and not any(month.exact[name] for name in clause["on"])
        return (NOTHING if unused else max(NOTHING, limit - together)), closes
    excess = max(NOTHING, abs(together) - limit)
    return (-excess if together > 0 else excess), closes
