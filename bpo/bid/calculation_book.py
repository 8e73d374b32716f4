"""The calculation sheet as a workbook whose sums, products and percentages are live: change a rate or a quantity and it follows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid.build_up import built_up
from bpo.bid.calculation import approval_said
from bpo.bid.months import Months, Row, months_of, net_of
from bpo.bid.result import result_of
from bpo.bid.unit_prices import UnitPrices
from bpo.core.money import minor_unit_places
from bpo.core.words import Words
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.quoted import PER
from bpo.invoice import headings as h
from bpo.report.book import Book, Cell, Column, Formula, letter, written
from bpo.report.headings import FLOATS_NOTE
from bpo.report.speech import Speech

COSTS, REVENUE, MONTHS = "sheet_costs", "sheet_revenue", "sheet_months"


def calculation_workbook(projection: Projection, offer: Offer, prices: UnitPrices) -> bytes:
    """The workbook's bytes: result, prices of units, months, build-up, and the lines of cost, revenue and staffing that they are made of."""
    contract = projection.contract
    speech = Speech(offer.language or contract.language, contract.currency)
    target = io.BytesIO()
    title = f"{speech.words(b.INTERNAL['calculation'])} {offer.number}"
    with written(target, title, str(speech.text(contract.supplier.name)), offer.date) as file:
        footer = f"{speech.words(b.INTERNAL['internal_only'])} {offer.number}"
        book = _Sheets(file, speech, minor_unit_places(contract.currency), footer, b.BOOK)
        book.result(projection, offer)
        book.quotes(prices)
        book.months(months_of(projection))
        book.build_up(projection)
        book.costs(projection)
        book.revenue(projection)
        book.staffing(months_of(projection))
    return target.getvalue()


class _Sheets(Book):
    """The sheets; those before name cells of those after, so every place is counted here."""

    def of(self, sheet: str) -> str:
        """A sheet's name as formulas write it."""
        return "'" + self._name(sheet).replace("'", "''") + "'!"

    def said(self, words: Words) -> str:
        return str(self.speech.words(words))

    def result(self, projection: Projection, offer: Offer) -> None:
        months, result = months_of(projection), result_of(projection, offer)
        total, rows = letter(len(months.names) + 1), _places(months)
        at = {name: f"{self.of(MONTHS)}{total}{row}" for name, row in rows.items()}
        price = Formula(f"SUM({self.of(REVENUE)}H2:H{_lines(projection) + 1})", result.price)
        listed: list[list[Cell]] = [
            [self.said(h.HEADINGS["total"]), price],
            [self.said(b.INTERNAL["revenue"]), Formula(at["result.revenue"], result.revenue)],
            [self.said(b.INTERNAL["cost"]), Formula(at["result.cost"], result.cost)],
            [self.said(b.INTERNAL["margin"]), Formula("B3-B4", result.margin)],
            [self.said(b.INTERNAL["margin_rate"]), Formula('IF(B3=0,"",B5/B3)', result.margin_rate or 0)],
            [self.said(b.INTERNAL["markup_rate"]), Formula('IF(B4=0,"",B5/B4)', result.markup_rate or 0)],
            [self.said(b.INTERNAL["floor"]), result.floor],
            [self.said(b.INTERNAL["approval"]), str(approval_said(result, self.speech))],
        ]
        if result.over is not None:
            listed.append([self.said(b.INTERNAL["above_ceiling"]), result.over])
        listed.append([self.said(FLOATS_NOTE), None])
        columns = [Column("summary", 44), Column("amount", 34, "money")]
        self.table("sheet_summary", columns, listed, percents={(row, 1) for row in (4, 5, 6)})

    def quotes(self, prices: UnitPrices) -> None:
        """One cost in each unit: the sums of the term in the first row, under them each sum over the quantity."""
        month, of = prices.quoted[0], self.of("sheet_summary")
        sums = [None if amount is None else amount * month.quantity for amount in prices.of(month)]
        live = [Formula(f"{of}B{row}", amount) for row, amount in ((4, prices.cost), (3, prices.revenue))]
        rows: list[list[Cell]] = [[self.said(b.OFFER["whole"]), 1, *live, *sums[2:]]]
        for row, one in enumerate(prices.quoted, start=3):
            cells = [
                None if amount is None else Formula(f"{column}$2/$B{row}", amount)
                for column, amount in zip("CDEFG", prices.of(one), strict=True)
            ]
            rows.append([str(self.speech.text(PER[one.per])), one.quantity, *cells])
        said = {name: self.said(b.INTERNAL[name]) for name in ("as_quoted", "at_floor", "with_tax")}
        columns = [
            Column("per_unit", 26), Column("quantity", 16, "number"), Column("cost", 18, "money"), Column("as_quoted", 18, "money"),
            Column("", 22, "money", f"{said['as_quoted']}, {said['with_tax']}"), Column("at_floor", 18, "money"),
            Column("", 26, "money", f"{said['at_floor']}, {said['with_tax']}"),
        ]  # fmt: skip
        self.table("sheet_quotes", columns, rows)

    def months(self, months: Months) -> None:
        """Lines down, months across: what is earned and spent comes from the sheets of lines, the rest from the rows above."""
        count, places = len(months.names), _places(months)
        columns = [
            Column("month", 40),
            *(Column("", 14, "money", name) for name in months.names),
            Column("sum", 16, "money"),
        ]
        rows: list[list[Cell]] = []
        percents: set[tuple[int, int]] = set()
        for section, row in _all_rows(months):
            here = len(rows)
            cells: list[Cell] = [str(self.speech.text(row.label))]
            for i, value in enumerate(row.values):
                cells.append(self._cell(section, row, letter(i + 1), i, value, places))
            cells.append(
                self._sum(row, here + 2, count, places) if section != "staffing" or row.total is not None else None
            )
            rows.append(cells)
            if row.kind == "percent":
                percents |= {(here, column) for column in range(1, count + 2)}
        self.table(MONTHS, columns, rows, percents=percents)

    def _cell(
        self, section: str, row: Row, column: str, i: int, value: Fraction | None, places: dict[str, int]
    ) -> Cell:  # fmt: skip
        def rows_of(name: str) -> str:
            inside = [place for key, place in places.items() if key.startswith(f"{name}.")]
            return f"SUM({column}{min(inside)}:{column}{max(inside)})" if inside else "0"

        if section == "staffing":
            return value
        exact = value if value is not None else Fraction(0)
        if section in ("revenue", "cost"):
            sheet, amount, key = (REVENUE, "G", "B") if section == "revenue" else (COSTS, "H", "D")
            of = self.of(sheet)
            text = f'SUMIFS({of}{amount}:{amount},{of}A:A,{column}$1,{of}{key}:{key},"{row.name}")'
            return Formula(text, exact)
        at = {name: f"{column}{places[f'result.{name}']}" for name in ("revenue", "cost", "margin", "cumulative")}
        before = f"{letter(i)}{places['result.cumulative']}"
        text = {
            "revenue": rows_of("revenue"), "cost": rows_of("cost"), "margin": f"{at['revenue']}-{at['cost']}",
            "margin_rate": f'IF({at["revenue"]}=0,"",{at["margin"]}/{at["revenue"]})',
            "cumulative": f"{before}+{at['margin']}" if i else at["margin"],
        }[row.name]  # fmt: skip
        return Formula(text, exact)

    def _sum(self, row: Row, here: int, count: int, places: dict[str, int]) -> Cell:
        total = row.total if row.total is not None else Fraction(0)
        last = letter(count)
        if row.name == "margin_rate":
            sums = {name: f"{letter(count + 1)}{places[f'result.{name}']}" for name in ("revenue", "margin")}
            return Formula(f'IF({sums["revenue"]}=0,"",{sums["margin"]}/{sums["revenue"]})', total)
        if row.name == "cumulative":
            return Formula(f"{last}{here}", total)
        return Formula(f"SUM(B{here}:{last}{here})", total)

    def build_up(self, projection: Projection) -> None:
        """An item a row: its quantity and amount added up from the lines, its average rate and share of all cost."""
        built, of = built_up(projection), self.of(COSTS)
        end, whole = len(built) + 1, projection.cost
        rows: list[list[Cell]] = []
        for row, one in enumerate(built, start=2):
            sums = [f"SUMIFS({of}{column}:{column},{of}B:B,A{row})" for column in ("F", "H")]
            rows.append([
                one.item, str(self.speech.text(one.label)), str(self.speech.text(projection.bid.costs.name_of(one.category))),
                one.driver, Formula(sums[0], one.quantity), Formula(f'IF(E{row}=0,"",G{row}/E{row})', one.rate or 0),
                Formula(sums[1], one.amount), Formula(f'IF(G${end + 1}=0,"",G{row}/G${end + 1})', one.amount / whole if whole else 0),
                self._yes(one.fixed), one.position,
            ])  # fmt: skip
        columns = [
            Column("cost_item", 20), Column("line", 34), Column("category", 22), Column("driver", 22),
            Column("quantity", 16, "number"), Column("rate_average", 14, "exact"), Column("amount", 18, "money"),
            Column("share", 10, "percent"), Column("fixed", 8), Column("position", 14),
        ]  # fmt: skip
        share = Formula(f"SUM(H2:H{end})", 1 if whole else 0)
        self.table("sheet_build_up", columns, rows, [(6, whole), (7, share)])

    def costs(self, projection: Projection) -> None:
        """Every line of cost of every month: amount = quantity × rate."""
        rows: list[list[Cell]] = []
        for month in projection.months:
            for line in month.costs:
                row = len(rows) + 2
                rows.append([
                    month.period.name, line.item, str(self.speech.text(line.label)), line.category, line.driver, line.quantity,
                    line.rate, Formula(f"F{row}*G{row}", line.amount), self._yes(line.fixed), line.position, line.site,
                    line.cost_centre, "; ".join(line.say(lang) for lang in self.speech.langs),
                ])  # fmt: skip
        columns = [
            Column("month", 10), Column("cost_item", 20), Column("line", 30), Column("category", 16), Column("driver", 20),
            Column("quantity", 16, "number"), Column("rate", 14, "exact"), Column("amount", 18, "money"), Column("fixed", 8),
            Column("position", 14), Column("site", 12), Column("cost_centre", 12), Column("why", 60),
        ]  # fmt: skip
        self.table(COSTS, columns, rows, [(7, projection.cost)])

    def revenue(self, projection: Projection) -> None:
        """Every line of every month's statement: without tax = amount − tax where prices include it, and damages with their sign."""
        rows: list[list[Cell]] = []
        for month in projection.months:
            statement = month.statement
            for charge, tax in zip(statement.charges, statement.line_taxes, strict=True):
                row, net = len(rows) + 2, net_of(charge, month)
                text = f"E{row}-F{row}" if statement.prices_include_tax else f"E{row}"
                rows.append([
                    month.period.name, charge.clause, str(self.speech.text(charge.label)), charge.kind, charge.amount, tax,
                    Formula(text, net), Formula(f"G{row}+F{row}", net + Fraction(tax)),
                ])  # fmt: skip
            rows += [
                [
                    month.period.name, one.clause, str(self.speech.text(one.label)), one.kind, one.amount, None,
                    Formula(f"E{len(rows) + n}", Fraction(one.amount)), None,
                ]
                for n, one in enumerate((one for one in statement.deductions if one.damages), start=2)
            ]  # fmt: skip
        columns = [
            Column("month", 10), Column("clause_id", 20), Column("line", 34), Column("kind", 14), Column("amount", 18, "money"),
            Column("tax", 16, "money"), Column("net", 18, "money"), Column("total", 18, "money"),
        ]  # fmt: skip
        total = sum((Fraction(month.statement.total) for month in projection.months), Fraction(0))
        self.table(REVENUE, columns, rows, [(6, projection.revenue), (7, total)])

    def staffing(self, months: Months) -> None:
        """A month a row, a driver a column."""
        columns = [
            Column("month", 10),
            *(Column("", 16, "number", str(self.speech.text(row.label))) for row in months.staffing),
        ]
        rows: list[list[Cell]] = [
            [name, *(row.values[i] for row in months.staffing)] for i, name in enumerate(months.names)
        ]
        ratios = [at for at, row in enumerate(months.staffing, start=1) if row.kind == "percent"]
        self.table("sheet_staffing", columns, rows, percents={(row, at) for row in range(len(rows)) for at in ratios})

    def _yes(self, holds: bool) -> str:
        return str(self.speech.words(YES)) if holds else ""


YES = Words("calculation-yes", en="yes", zh="是")


def _all_rows(months: Months) -> list[tuple[str, Row]]:
    sections = (
        ("staffing", months.staffing),
        ("revenue", months.revenue),
        ("cost", months.cost),
        ("result", months.result),
    )
    return [(name, row) for name, rows in sections for row in rows]


def _places(months: Months) -> dict[str, int]:
    """The row of each figure on the sheet of months, as spreadsheets count."""
    return {f"{section}.{row.name}": place for place, (section, row) in enumerate(_all_rows(months), start=2)}


def _lines(projection: Projection) -> int:
    """How many lines the sheet of revenue has."""
    found: Sequence[int] = [
        len(month.statement.charges) + sum(one.damages for one in month.statement.deductions)
        for month in projection.months
    ]
    return sum(found)
