"""A grid of two inputs as tables: the margin of every pair shaded by its size, its share of the revenue, and the pairs one below the other."""

from collections.abc import Callable
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid import plan_headings as p
from bpo.bid.variants import input_called
from bpo.core.words import Pct, Text, show
from bpo.economics.margin.grid import Axis, Grid
from bpo.economics.scenario.case import Case
from bpo.report import model as m
from bpo.report.relation import literal


def grid_section(case: Case, grid: Grid) -> m.Section:
    """The first input down, the second across; in the workbook both tables are live over the pairs."""
    called = _names(case, grid)
    said = m.filled(p.GRID, first=called[0], second=called[1])
    tables = (
        _across(case, grid, "grid", p.COMPARED["sheet_grid"], m.WHOLE_MONEY, "{total}"),
        m.Note((said,)),
        _across(case, grid, "grid_rate", p.COMPARED["sheet_grid_rate"], m.TENTHS, "{total} / {revenue}"),
        _pairs(case, grid),
    )
    return m.Section("grid", p.COMPARED["grid"], tables)


def _names(case: Case, grid: Grid) -> tuple[Text, Text]:
    scenario = case.bid.scenario if case.bid is not None else None
    first, second = (input_called(one.name, case.contract, scenario, case.costs) for one in (grid.first, grid.second))
    return first, second


def _said(case: Case, axis: Axis) -> Callable[[Fraction], str]:
    """How a value of the input is written: a share with its percent sign, another KPI's value as a number."""
    kpi = next((one for one in case.contract.kpis if axis.name == f"kpi.{one.id}"), None)
    as_share = kpi is None or kpi.measured_in() == "ratio"
    return lambda value: show(Pct(value) if as_share else value, "en")


def _across(case: Case, grid: Grid, key: str, title: m.Label, form: m.Format, relation: str) -> m.Table:
    """A value of the first input a row, one of the second a column."""
    first, second = _said(case, grid.first), _said(case, grid.second)

    def cell(one: str, other: str) -> str:
        found = {
            name: f"SUMIFS({{grid_pairs.{of}}}, {{grid_pairs.first}}, {literal(one)}, {{grid_pairs.second}}, {literal(other)})"
            for name, of in (("total", "margin"), ("revenue", "revenue"))
        }
        return relation.format(**found)

    columns = tuple(
        m.Column(f"at{n}", second(value), form, 16, shaded=True) for n, value in enumerate(grid.second.values)
    )
    rows = tuple(
        m.Row(
            {
                "first": first(value),
                **{
                    f"at{n}": m.Cell(relation=cell(first(value), second(other)))
                    for n, other in enumerate(grid.second.values)
                },
            }
        )
        for value in grid.first.values
    )
    corner = m.Column(
        "first", m.filled(p.GRID_CORNER, first=_names(case, grid)[0], second=_names(case, grid)[1]), width=34
    )
    return m.Table(key, (corner, *columns), rows, title=title, sheet=title, look="sides heat")


def _pairs(case: Case, grid: Grid) -> m.Table:
    """Every pair with its revenue, cost and margin."""
    first, second = _said(case, grid.first), _said(case, grid.second)
    names, h = _names(case, grid), b.INTERNAL
    columns = (
        m.Column("first", names[0], width=24),
        m.Column("second", names[1], width=24),
        m.Column("revenue", h["revenue"], m.MONEY, 20),
        m.Column("cost", h["cost"], m.MONEY, 20),
        m.Column("margin", h["margin"], m.MONEY, 20, relation="{revenue} - {cost}"),
    )
    rows = tuple(
        m.Row({"first": first(one.first), "second": second(one.second), "revenue": one.revenue, "cost": one.cost})
        for one in grid.cells
    )
    return m.Table("grid_pairs", columns, rows, sheet=p.COMPARED["sheet_grid_pairs"], media=m.BOOK)
