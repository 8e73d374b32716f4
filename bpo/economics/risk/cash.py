"""What a bid's money is worth by when it flows: net present value, internal rate of return, the most cash that is tied up, and when it is back.

A month's costs, with the tax on them and the VAT due, are paid on its last day; what it bills, with tax, is received so many days later as
the contract's due rule or the cost file says. Present values are those of the first day of the term, days counted by 365 a year:
``Σ flow × (1 + r)^(−days / 365)``, as XNPV and XIRR of spreadsheets have it; the internal rate is that at which the value is zero.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyxirr

from bpo.economics.risk.outcome import months_of
from bpo.economics.risk.run import Results
from bpo.economics.risk.sampling import MILLIONTHS

Floats = npt.NDArray[np.float64]
DAYS_OF_A_MONTH = 365 / 12
CASH_PERCENTILES = (5, 50, 95)


@dataclass(frozen=True)
class CashFigures:
    """Of one course of the bid. ``peak`` is the most that is laid out, below zero; ``payback`` in months from the first day. None: there is
    no discount rate, no rate at which the value is zero (nothing is ever laid out, or it never comes back), no payback."""

    value: float | None
    irr: float | None
    peak: float
    payback: float | None


@dataclass(frozen=True)
class CashSpread:
    """A figure as planned, and at percentiles of the draws that have it; ``has`` is the share that do."""

    name: str
    planned: Fraction | None
    percentiles: tuple[Fraction | None, ...]
    has: Fraction


def cash_spreads(results: Results) -> list[CashSpread]:
    """Value, rate of return, peak and payback, as planned and over the draws."""
    plan, rate = results.plan, results.bid.scenario.discount_rate_a_year
    start = plan.months[0].period.start
    ends = [month.period.end for month in plan.months]
    receipts = [end + timedelta(month.spent.receipt_days) for end, month in zip(ends, plan.months, strict=True)]
    days = [*ends, *receipts]
    quoted = months_of(plan, results.asked)
    own = np.array([[*(-one.paid for one in quoted), *(one.received for one in quoted)]], dtype=np.float64)
    drawn = np.concatenate([-results.paid, results.received], axis=1).astype(np.float64)
    yearly = None if rate is None else float(rate)
    (planned,), each = (cash_figures(start, days, flows / MILLIONTHS, yearly) for flows in (own, drawn))
    names = ("value", "irr", "peak", "payback") if rate is not None else ("irr", "peak", "payback")
    return [_spread(name, planned, each) for name in names]


def cash_figures(start: date, days: Sequence[date], flows: Floats, rate: float | None) -> list[CashFigures]:
    """The figures of each row of flows, whose columns are at ``days``.

    Args:
        start: the day of which values are.
        days: of each column, in any order.
        flows: money in, below zero out; a row for each course.
        rate: a year.
    """
    dates = sorted(set(days))
    on = np.zeros((len(flows), len(dates)))
    for column, day in enumerate(days):
        on[:, dates.index(day)] += flows[:, column]
    since = np.array([(day - start).days for day in dates])
    so_far = np.cumsum(on, axis=1)
    values = [None] * len(on) if rate is None else (on @ (1 + rate) ** (-since / 365)).tolist()
    found = []
    for row, total, value in zip(on, so_far, values, strict=True):
        under = np.flatnonzero(total < 0)
        back = 0 if not len(under) else int(under[-1]) + 1
        payback = None if back == len(dates) else float(since[back] / DAYS_OF_A_MONTH) if back else 0.0
        found.append(CashFigures(value, _irr(dates, row), min(0.0, float(total.min())), payback))
    return found


def _irr(dates: Sequence[date], row: Floats) -> float | None:
    """The rate at which the flows are worth nothing; None where they do not change their sign."""
    if row.min() >= 0 or row.max() <= 0:
        return None
    return pyxirr.xirr(dates, row, silent=True)


def _spread(name: str, planned: CashFigures, each: Sequence[CashFigures]) -> CashSpread:
    values = sorted(value for one in each if (value := getattr(one, name)) is not None)
    ranks = [max(0, math.ceil(Fraction(len(values) * percent, 100)) - 1) for percent in CASH_PERCENTILES]
    spread = tuple(_exact(values[rank]) if values else None for rank in ranks)
    return CashSpread(name, _exact(getattr(planned, name)), spread, Fraction(len(values), len(each)))


def _exact(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(round(value * MILLIONTHS), MILLIONTHS)
