"""The comparison as a workbook: margins, their rates, changes and swings are formulas over revenue, cost and the margins at both ends."""

from __future__ import annotations

import io
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid import plan_headings as p
from bpo.bid.comparison import Compared, input_said, place
from bpo.bid.front import number_of, speech_of
from bpo.bid.months import ratio
from bpo.core.money import minor_unit_places, round_to
from bpo.economics.costs.driver_names import driver_name
from bpo.report.book import Book, Cell, Column, Formula, letter, written
from bpo.report.headings import FLOATS_NOTE


def comparison_workbook(compared: Compared) -> bytes:
    """The workbook's bytes; the sheets of sensitivity and of a clause are there where they were asked for."""
    contract, scenario = compared.case.contract, compared.bid.scenario
    speech, target = speech_of(scenario, contract), io.BytesIO()
    title = f"{speech.words(p.COMPARED['scenarios_compared'])} {number_of(scenario)}"
    day = scenario.quote.date if scenario.quote else contract.effective.start
    with written(target, title, str(speech.text(contract.supplier.name)), day) as file:
        footer = f"{speech.words(b.INTERNAL['internal_only'])} {number_of(scenario)}"
        book = _Sheets(file, speech, minor_unit_places(contract.currency), footer, p.COMPARED_BOOK)
        book.sides(compared)
        if compared.bars:
            book.bars(compared)
        if compared.worth is not None:
            book.clause(compared)
    return target.getvalue()


class _Sheets(Book):
    def sides(self, compared: Compared) -> None:
        """A figure a row, a side a column, and the change from the first of two to the second."""
        sides = compared.sides
        at = [letter(n) for n in range(1, len(sides) + 1)]
        rows: list[list[Cell]] = [
            [self._say("revenue"), *(one.revenue for one in sides)],
            [self._say("cost"), *(one.cost for one in sides)],
            [self._say("margin"), *(Formula(f"{c}2-{c}3", one.margin) for c, one in zip(at, sides, strict=True))],
        ]
        for name, row, whole in (("margin_rate", 2, "revenue"), ("markup_rate", 3, "cost")):
            shares = [ratio(one.margin, getattr(one, whole)) or 0 for one in sides]
            text = 'IF({0}{1}=0,"",{0}4/{0}{1})'
            rows.append(
                [self._say(name), *(Formula(text.format(c, row), one) for c, one in zip(at, shares, strict=True))]
            )
        for driver in dict.fromkeys(name for one in sides for name, _ in one.drivers):
            label = str(self.speech.text(driver_name(driver)))
            rows.append([label, *(dict(one.drivers).get(driver) for one in sides)])
        counted = len(rows)
        if any(one.limits for one in sides):
            prices = [place(one.limits.price) if one.limits else None for one in sides]
            factors = [place(one.limits.coefficient) if one.limits else None for one in sides]
            rows += [[self._say("break_even_price"), *map(_near, prices)], [self._say("k_star"), *map(_near, factors)]]
        if len(sides) == 2:
            for n, cells in enumerate(rows[:counted]):
                if n not in (3, 4) and cells[1] is not None and cells[2] is not None:
                    cells.append(Formula(f"C{n + 2}-B{n + 2}", _number(cells[2]) - _number(cells[1])))
        rows.append([self._said_note(), *([None] * len(sides))])
        columns = [
            Column("total_of", 34),
            *(Column("", 18, "number", one.name) for one in sides),
            *([Column("difference_of", 18, "number")] if len(sides) == 2 else []),
        ]
        percents = {(row, column) for row in (3, 4, counted) for column in range(1, len(sides) + 1)}
        self.table("sheet_side_by_side", columns, rows, percents=percents)

    def bars(self, compared: Compared) -> None:
        rows: list[list[Cell]] = []
        for bar in compared.bars:
            row = len(rows) + 2
            ends = [bar.planned if end is None else end for end in (bar.at_low, bar.at_high)]
            rows.append([
                str(input_said(bar.name, compared.case, self.speech)), bar.name, bar.low, bar.high, *ends,
                Formula(f"ABS(F{row}-E{row})", bar.swing),
            ])  # fmt: skip
        columns = [
            Column("input", 40), Column("value", 26), Column("low", 12, "number"), Column("high", 12, "number"),
            Column("at_low", 18, "money"), Column("at_high", 18, "money"), Column("swing", 18, "money"),
        ]  # fmt: skip
        shares = {(n, at) for n, bar in enumerate(compared.bars) if bar.unit == "ratio" for at in (2, 3)}
        self.table("sheet_tornado", columns, rows, percents=shares)

    def clause(self, compared: Compared) -> None:
        assert compared.worth is not None
        worth = compared.worth
        label = str(self.speech.text(compared.case.contract.labels()[worth.clause]))
        columns = [
            Column("clause", 34), Column("clause_id", 20), Column("with_clause", 20, "money"),
            Column("without_clause", 20, "money"), Column("worth", 18, "money"),
        ]  # fmt: skip
        row: list[Cell] = [label, worth.clause, worth.with_it, worth.without_it, Formula("C2-D2", worth.worth)]
        self.table("sheet_clause", columns, [row])

    def _said_note(self) -> str:
        return str(self.speech.words(FLOATS_NOTE))


def _number(cell: Cell) -> Fraction:
    value = cell.value if isinstance(cell, Formula) else cell
    assert isinstance(value, (int, Fraction))
    return Fraction(value)


def _near(figure: Fraction | None) -> Fraction | None:
    """To a millionth: an exact crossing has dozens of digits, which no cell can hold."""
    return None if figure is None else round_to(figure, Fraction(1, 10**6))
