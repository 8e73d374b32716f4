"""What an adjustment can come to over all values of its own KPIs and events: sums, and shares of the lines it is about."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from bpo.advice.exposure.made import alone
from bpo.advice.probe import Probe, breakpoints, span_of, step_of
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.span import UNKNOWN, Own, Span
from bpo.contracts.blocks.refine import refined
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.kpi import Kpi

FAR = 1000
"""How many times further a KPI goes beyond its range to see whether the amount still grows there."""
MOST_ABSENT = 4
"""With more KPIs that may be missing, not all their combinations are tried."""
EVENTS = (Fraction(0), Fraction(10**6), Fraction(2 * 10**6))

Figures = tuple[Fraction, Fraction]
At = dict[str, Fraction | None]


def own_figures(contract: Contract, clause: Adjustment) -> Own:
    """The spans of an adjustment without its cap and floor; without bounds where it cannot be told."""
    names = {one.name for one in clause.references() if one.kind == "kpi"}
    trial = _Trial(contract, clause, [kpi for kpi in contract.kpis if kpi.id in names])
    try:
        own = trial.by_kpis()
        return (own and trial.by_events(own)) or UNKNOWN
    except BpoError:
        return UNKNOWN


class _Trial:
    def __init__(self, contract: Contract, clause: Adjustment, kpis: Sequence[Kpi]) -> None:
        self.contract, self.clause, self.kpis = contract, clause, kpis
        self.absent = [kpi.id for kpi in kpis if kpi.if_not_measured == "left_out" or kpi.relief is not None]
        excusable = [kpi if kpi.relief is None else kpi.altered(if_not_measured="left_out") for kpi in contract.kpis]
        self.probe = Probe(alone(contract, clause).altered(kpis=excusable))
        self.ends = {kpi.id: span_of(contract, kpi) for kpi in contract.kpis}
        self.still: At = {name: high for name, (_, high) in self.ends.items()}

    def at(self, kpis: Mapping[str, Fraction | None], events: Mapping[str, Fraction] | None = None) -> Figures:
        tried = self.probe.tried({**self.still, **kpis}, events or {})[self.clause.id]
        return tried.fixed, tried.share / tried.lines if tried.lines else tried.share

    def along(self, kpi: Kpi, still: At) -> list[Figures]:
        """The clause along a KPI: at every place at which it turns, and at both ends."""
        ends, step = self.ends[kpi.id], step_of(kpi)
        drawn = refined(lambda place: self.at({**still, kpi.id: place}), *ends, step, breakpoints(self.contract, kpi))
        return [(fixed, share) for _, (fixed, share) in drawn]

    def by_kpis(self) -> Own | None:
        """Over all values of its KPIs; None if they work against each other, so that the extremes lie anywhere."""
        if len(self.kpis) == 1:
            found = self.along(self.kpis[0], {})
            spans = [Span.of(figures) for figures in zip(*found, strict=True)]
            corners: list[At] = [{}]
        else:
            told = self._corners()
            if told is None or len(self.absent) > MOST_ABSENT:
                return None
            corners = told
            spans = [Span.of(self.at(corner)[i] for corner in corners) for i in (0, 1)]
        spans = [self._grown(i, span) for i, span in enumerate(spans)]
        for missing in self._missing():
            for corner in corners:
                figures = self.at({**corner, **dict.fromkeys(missing)})
                spans = [span.hull(Span(figures[i], figures[i])) for i, span in enumerate(spans)]
        return Own(*spans)

    def _missing(self) -> Iterator[tuple[str, ...]]:
        """Which of the KPIs may be missing together: those that are left out, and those that a month is excused from."""
        for count in range(1, len(self.absent) + 1):
            yield from combinations(self.absent, count)

    def _corners(self) -> list[At] | None:
        """Where both figures are at their least and their most; None unless every KPI moves each in one direction only."""
        least: list[At] = [{}, {}]
        most: list[At] = [{}, {}]
        for kpi in self.kpis:
            lines = [self.along(kpi, {other.id: self.ends[other.id][end] for other in self.kpis}) for end in (0, 1)]
            low, high = self.ends[kpi.id]
            for i in (0, 1):
                figures = [[point[i] for point in line] for line in lines]
                if all(line == sorted(line) for line in figures):
                    least[i][kpi.id], most[i][kpi.id] = low, high
                elif all(line == sorted(line, reverse=True) for line in figures):
                    least[i][kpi.id], most[i][kpi.id] = high, low
                else:
                    return None
        return [*least, *most]

    def _grown(self, i: int, span: Span) -> Span:
        """Without a bound on the side to which it still grows far outside the usual range of a KPI."""
        for kpi in self.kpis:
            for near, far in self._beyond(kpi):
                span = _open(span, self.at({kpi.id: far})[i] - self.at({kpi.id: near})[i])
        return span

    def _beyond(self, kpi: Kpi) -> Iterator[tuple[Fraction, Fraction]]:
        low, high = self.ends[kpi.id]
        ratio = kpi.measured_in() == "ratio"  # more than 200% is refused when it is given
        yield high, kpi.highest or (max(high, Fraction(2)) if ratio else high * FAR)
        if kpi.may_be_negative:
            yield low, Fraction(-2) if ratio else -high * FAR

    def by_events(self, own: Own) -> Own:
        """With any number of the events that it counts."""
        spans = [own.fixed, own.share]
        for name in sorted({one.name for one in self.clause.references() if one.kind == "quantity"}):
            tried = [self.at({}, {name: events}) for events in EVENTS]
            for i in (0, 1):
                none, many, more = (figures[i] for figures in tried)
                spans[i] = _open(spans[i].plus(Span.of((Fraction(0), many - none))), more - many)
        return Own(*spans)


def _open(span: Span, growth: Fraction) -> Span:
    return Span(None if growth < 0 else span.low, None if growth > 0 else span.high)
