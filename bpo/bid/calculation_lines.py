"""The live sheets of a calculation: months, build-up, and the lines of cost, revenue and staffing that they are made of."""

from bpo.bid import headings as b
from bpo.bid.build_up import built_up
from bpo.bid.months import Months, Row
from bpo.contracts.statement import Charge
from bpo.core.vocabulary import YES
from bpo.economics.scenario.projection import Projection
from bpo.report import model as m
from bpo.report.relation import literal
from bpo.report.speech import Speech


def months_sheet(months: Months) -> m.Table:
    """Figures down, months across: what is earned and spent comes from the lines, the rest from the rows above."""
    columns = (
        m.Column("label", b.BOOK["month"], width=40),
        *(m.Column(name, name, m.MONEY, 14) for name in months.names),
        m.Column("sum", b.BOOK["sum"], m.MONEY, 16),
    )
    rows = tuple(_row(section, row, months) for section, part in months.sections() for row in part)
    return m.Table("months", columns, rows, sheet=b.BOOK["sheet_months"], media=m.BOOK)


def _row(section: str, row: Row, months: Months) -> m.Row:
    def added(of: str, rows: tuple[Row, ...]) -> str:
        return " + ".join(f"{{{of}.{one.name}}}" for one in rows) or "0"

    def relation(n: int, month: str) -> str:
        if section == "revenue":
            return f"SUMIFS({{revenue_lines.net}}, {{revenue_lines.month}}, {literal(month)}, {{revenue_lines.clause_id}}, {literal(row.name)})"
        if section == "cost":
            return f"SUMIFS({{cost_lines.amount}}, {{cost_lines.month}}, {literal(month)}, {{cost_lines.category}}, {literal(row.name)})"
        return {
            "revenue": added("revenue", months.revenue),
            "cost": added("cost", months.cost),
            "margin": "{revenue} - {cost}",
            "margin_rate": "{margin} / {revenue}",
            "cumulative": f"{{months.cumulative.{months.names[n - 1]}}} + {{margin}}" if n else "{margin}",
        }[row.name]

    live = section != "staffing"
    each = zip(months.names, row.values, strict=True)
    cells = {
        name: m.Cell(relation=relation(n, name)) if live else m.Cell(value) for n, (name, value) in enumerate(each)
    }
    summed = " + ".join(
        f"{{{name}}}" for name, value in zip(months.names, row.values, strict=True) if live or value is not None
    )
    if row.name == "margin_rate":
        summed = "{margin} / {revenue}"
    elif row.name == "cumulative":
        summed = f"{{{months.names[-1]}}}"
    cells["sum"] = m.BLANK if row.total is None and not live else m.Cell(relation=summed)
    key = {"staffing": "", "result": row.name}.get(section, f"{section}.{row.name}")
    form = m.PERCENT if row.kind == "percent" else m.MONEY
    return m.Row({"label": row.label, **cells}, key, format=form)


def book_tables(projection: Projection, months: Months, speech: Speech) -> tuple[m.Table, ...]:
    """The sheets behind the months, in their order."""
    return (_build_up(projection), _costs(projection, speech), _revenue(projection), _staffing(months))


def _column(key: str, width: int, form: m.Format = m.TEXT, relation: str = "", sums: bool = False) -> m.Column:
    return m.Column(key, b.BOOK[key], form, width, relation, sums)


def _build_up(projection: Projection) -> m.Table:
    """An item a row: its quantity and amount added up from the lines, its average rate and share of all cost."""
    rows = tuple(
        m.Row({
            "cost_item": one.item, "line": one.label, "category": projection.bid.costs.name_of(one.category),
            "driver": one.driver, "fixed": YES if one.fixed else "", "position": one.position,
        })
        for one in built_up(projection)
    )  # fmt: skip
    of_item = "SUMIFS({{cost_lines.{}}}, {{cost_lines.cost_item}}, {{cost_item}})"
    columns = (
        _column("cost_item", 20), _column("line", 34), _column("category", 22), _column("driver", 22),
        _column("quantity", 16, m.NUMBER, of_item.format("quantity")), _column("rate_average", 14, m.RATE, "{amount} / {quantity}"),
        _column("amount", 18, m.MONEY, of_item.format("amount"), sums=True),
        _column("share", 10, m.PERCENT, "{amount} / {build_up.total.amount}", sums=True), _column("fixed", 8), _column("position", 14),
    )  # fmt: skip
    return m.Table("build_up", columns, rows, sheet=b.BOOK["sheet_build_up"], media=m.BOOK)


def _costs(projection: Projection, speech: Speech) -> m.Table:
    """Every line of cost of every month: amount = quantity × rate."""
    rows = tuple(
        m.Row({
            "month": month.period.name, "cost_item": line.item, "line": line.label, "category": line.category,
            "driver": line.driver, "quantity": line.quantity, "rate": line.rate, "fixed": YES if line.fixed else "",
            "position": line.position, "site": line.site, "cost_centre": line.cost_centre,
            "why": "; ".join(line.say(lang) for lang in speech.langs),
        })
        for month in projection.months for line in month.costs
    )  # fmt: skip
    columns = (
        _column("month", 10), _column("cost_item", 20), _column("line", 30), _column("category", 16), _column("driver", 20),
        _column("quantity", 16, m.NUMBER), _column("rate", 14, m.RATE), _column("amount", 18, m.MONEY, "{quantity} * {rate}", sums=True),
        _column("fixed", 8), _column("position", 14), _column("site", 12), _column("cost_centre", 12), _column("why", 60),
    )  # fmt: skip
    return m.Table("cost_lines", columns, rows, sheet=b.BOOK["sheet_costs"], media=m.BOOK)


def _revenue(projection: Projection) -> m.Table:
    """Every line of every month's statement: without tax = amount − tax where prices include it, and damages with their sign."""
    rows = []
    for month in projection.months:
        statement = month.statement
        net = m.Cell(relation="{amount} - {tax}" if statement.prices_include_tax else "{amount}")
        lines: list[tuple[Charge, dict[str, m.Value | m.Cell]]] = [
            (charge, {"tax": tax, "net": net})
            for charge, tax in zip(statement.charges, statement.line_taxes, strict=True)
        ]
        payable = projection.contract.money.round
        lines += [
            (one, {"amount": payable(one.lost), "total": m.BLANK})
            for one in statement.deductions
            if one.damages or one.lost
        ]
        for charge, cells in lines:
            rows.append(
                m.Row(
                    {
                        "month": month.period.name,
                        "clause_id": charge.clause,
                        "line": charge.label,
                        "kind": charge.kind,
                        "amount": charge.amount,
                        **cells,
                    }
                )
            )
    columns = (
        _column("month", 10), _column("clause_id", 20), _column("line", 34), _column("kind", 14), _column("amount", 18, m.MONEY),
        _column("tax", 16, m.MONEY), _column("net", 18, m.MONEY, "{amount}", sums=True),
        _column("total", 18, m.MONEY, "{net} + {tax}", sums=True),
    )  # fmt: skip
    return m.Table("revenue_lines", columns, tuple(rows), sheet=b.BOOK["sheet_revenue"], media=m.BOOK)


def _staffing(months: Months) -> m.Table:
    """A month a row, a driver a column."""
    columns = [
        m.Column(row.name, row.label, m.PERCENT if row.kind == "percent" else m.NUMBER, 16) for row in months.staffing
    ]
    rows = tuple(
        m.Row({"month": name, **{row.name: row.values[n] for row in months.staffing}})
        for n, name in enumerate(months.names)
    )
    return m.Table("staffing", (_column("month", 10), *columns), rows, sheet=b.BOOK["sheet_staffing"], media=m.BOOK)
