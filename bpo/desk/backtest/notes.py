"""What whoever reads a backtest should know: where figures come from, what is lacking, and what is odd about the facts."""

from collections.abc import Iterator, Sequence

from bpo.contracts.month import QUANTITY_MISSING
from bpo.desk.backtest import headings as h
from bpo.desk.backtest.months import Backtest, Tested, TestedMonth
from bpo.desk.backtest.told import in_runs, problem_text
from bpo.pricing.passes.charged import KPI_NOT_MEASURED
from bpo.report import model as m


def notes_of(found: Backtest) -> Iterator[m.Label]:
    yield from (problem_text(one) for one in found.told)
    for tested in found.sides:
        yield from _sources(tested, is_base=tested is found.in_force)
        yield from _lacking(tested)
        yield from _assumed(tested)
        left_out = [month.period.name for month in tested.months if month.statement is None]
        if left_out and tested.statements:
            yield m.filled(h.PARTLY, name=tested.side.name, period=_listed(tested, left_out))
    every = [period.name for period in found.periods]
    for finding, months in found.findings:
        yield m.filled(h.FINDING_IN, period=in_runs(months, every), finding=problem_text(finding))


def _sources(tested: Tested, *, is_base: bool) -> Iterator[m.Label]:
    """Which months are as billed, and which figures of a draft were taken from a bill."""
    name, billed = tested.side.name, [month for month in tested.months if month.billed]
    if billed:
        yield m.filled(
            h.AS_BILLED, name=name, period=_listed(tested, _names(billed)), ids=[month.billed for month in billed]
        )
    computed = [month for month in tested.months if month.statement is not None and not month.billed]
    if is_base and computed:
        yield m.filled(h.NEVER_BILLED, name=name, period=_listed(tested, _names(computed)))
    for month in tested.months:
        if month.of and month.statement is not None:
            yield m.filled(h.TAKEN, name=name, period=month.period.name, figures=list(month.taken), id=month.of)


def _listed(tested: Tested, names: Sequence[str]) -> list[str]:
    return in_runs(names, _names(tested.months))


def _names(months: Sequence[TestedMonth]) -> list[str]:
    return [month.period.name for month in months]


def _lacking(tested: Tested) -> Iterator[m.Label]:
    """The figures that nobody gave, and how to give them."""
    figures: list[str] = []
    months: list[TestedMonth] = []
    for month in tested.months:
        missing = [one for one in month.problems if one.is_a(QUANTITY_MISSING, KPI_NOT_MEASURED)]
        figures += [str(one.values.get("kpi") or one.values.get("given")) for one in missing]
        months += [month] if missing else []
    if months:
        values = {
            "name": tested.side.name,
            "figures": list(dict.fromkeys(figures)),
            "period": _listed(tested, _names(months)),
        }
        yield m.filled(h.LACKING, **values, first=months[0].period.name)


def _assumed(tested: Tested) -> Iterator[m.Label]:
    """The KPIs that nobody measured, in whose place something else counts."""
    months: dict[str, list[str]] = {}
    for one in tested.statements:
        for name, verdict in one.verdicts.items():
            if verdict.result.value is None:
                months.setdefault(name, []).append(one.period.name)
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, periods in months.items():
        alike.setdefault(tuple(periods), []).append(name)
    for same, names in alike.items():
        yield m.filled(h.ASSUMED, name=tested.side.name, figures=names, period=_listed(tested, same))
