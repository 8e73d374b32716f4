"""The calculation sheet (测算表): result, prices of units, cost build-up, and each year month by month. Internal."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid.build_up import built_up
from bpo.bid.calculation_lines import book_tables, months_sheet
from bpo.bid.front import head_of
from bpo.bid.months import Months, Row, months_of, ratio
from bpo.bid.result import Result, result_of
from bpo.bid.unit_prices import UnitPrices
from bpo.bid.variants import variant_said
from bpo.bid.years import MONTHS_OF_A_YEAR
from bpo.core.money import to_places
from bpo.core.words import Pct, Text, show_number
from bpo.economics.scenario.bid_people import kept_instead
from bpo.economics.scenario.offer import Offer
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.quoted import PER
from bpo.report import model as m
from bpo.report.headings import FLOATS_NOTE, SUM
from bpo.report.speech import Speech

ONE_PLACE, SHARE = m.Format("number", 1), m.Format("percent", 1)
SMALL_RATE = m.Format("number", 6)
SMALL = 100
"""Numbers from here on are shown whole in the months."""


def calculation_report(projection: Projection, offer: Offer, variant: str, prices: UnitPrices) -> m.Report:
    """The report of a projection; ``variant`` is the name of the changes that it was made with, ``prices`` are those of its units."""
    contract, scenario, h = projection.contract, projection.bid.scenario, b.BOOK
    speech = Speech(offer.language or contract.language, contract.currency)
    months, result = months_of(projection), result_of(projection, offer)
    changed = variant_said(variant, projection.bid.variant(variant), contract, scenario, projection.bid.costs)
    first, last, currency = months.names[0], months.names[-1], contract.currency
    said = m.filled(
        b.CALCULATED,
        title=contract.title,
        number=offer.number,
        variant=changed,
        first=first,
        last=last,
        currency=currency,
    )
    told = (*_surplus(projection, variant), *_shifts(projection, variant))
    sections = (
        m.Section("summary", h["summary"], (
            m.Note((said,), media=m.SCREEN), _result(result), *(m.Note((one,), media=m.SCREEN) for one in told),
            _years(months), _units(prices),
            m.Note((m.filled(b.WHOLE_UNITS, currency=currency), *told), media=m.PAPER),
        )),
        m.Section("build_up", h["build_up"], (_built(projection),)),
        m.Section("by_month", h["by_month"], (*_by_year(months), months_sheet(months))),
        m.Section("lines", "", book_tables(projection, months, speech)),
    )  # fmt: skip
    costs = projection.bid.costs.changed(projection.bid.variant(variant))
    meta: list[tuple[m.Label, m.Label]] = [
        (h["quoted_on"], speech.day(offer.date)), (h["scenario"], scenario.label or scenario.scenario), (h["variant"], changed),
        (h["period"], f"{first} – {last}"),
        *((h["exchange"], f"1 {code} = {show_number(rate, 6)} {costs.price_currency}") for code, rate in costs.exchange.items()),
    ]  # fmt: skip
    head = head_of(contract, offer, h["calculation"], offer.number, h["quote_number"], meta)
    return m.Report(head, sections, speech.language, currency, h, MOVED)


def _shifts(projection: Projection, variant: str) -> Iterator[Text]:
    """What shifts cost that do not fit what is needed: the bid with them against the bid in which every needed hour has its own."""
    bid = projection.bid
    if bid.scenario.people.shifts is None:
        return
    scheduled = sum((month.staffed.scheduled_hours or Fraction(0) for month in projection.months), Fraction(0))
    needed = sum((month.staffed.productive_hours for month in projection.months), Fraction(0))
    fitting = project(bid, bid.variant(variant), shifts_fit=True)
    beyond = Fraction(round((scheduled / needed - 1) * 1000), 1000) if needed else Fraction(0)
    values = {"scheduled": scheduled, "needed": needed, "money": projection.cost - fitting.cost}
    shown = {name: f"{round(value):,}" for name, value in values.items()}
    yield m.filled(b.SHIFTS_COST, share=Pct(beyond), currency=projection.contract.currency, **shown)


def _result(result: Result) -> m.Table:
    """Price, cost and margin; the margin floor, and who must approve."""
    h = b.BOOK
    approval: m.Label = b.NO_FLOOR if result.floor is None else b.NO_APPROVAL
    if result.floor is not None and result.approval is not None:
        approval = m.filled(b.APPROVED_BY, who=result.approval.approved_by, below=Pct(result.approval.below))
    rows = [
        m.Row({"name": h["total_offered"], "amount": result.offered}),
        m.Row({"name": h["total_expected"]}, "price", relation="SUM({revenue_lines.total})"),
        *([m.Row({"name": h["above_ceiling"], "amount": result.over})] if result.over is not None else []),
        m.Row({"name": h["revenue"]}, "revenue", relation="{months.revenue.sum}"),
        m.Row({"name": h["cost"]}, "cost", relation="{months.cost.sum}"),
        m.Row({"name": h["margin"]}, "margin", "strong", "{revenue} - {cost}"),
        m.Row({"name": h["margin_rate"]}, "margin_rate", "strong", "{margin} / {revenue}", m.PERCENT),
        m.Row({"name": h["markup_rate"]}, "markup_rate", relation="{margin} / {cost}", format=m.PERCENT),
        m.Row({"name": h["floor"], "amount": result.floor}, format=m.PERCENT, media=m.BOOK if result.floor is None else m.EVERYWHERE),
        m.Row({"name": h["approval"], "amount": approval}, kind="note"),
        m.Row({"name": FLOATS_NOTE}, kind="note", media=m.BOOK),
    ]  # fmt: skip
    columns = (m.Column("name", h["summary"], width=44), m.Column("amount", h["amount"], m.WHOLE_MONEY, 34))
    return m.Table("result", columns, tuple(rows), sheet=h["sheet_summary"], look="figures")


def _surplus(projection: Projection, variant: str) -> Iterator[m.Label]:
    """The margin with those kept who are released in slack months."""
    bid = projection.bid
    kept = kept_instead(bid, projection, bid.variant(variant))
    if kept is not None and kept.revenue and projection.revenue:
        now, other = (Pct(to_places(one.margin / one.revenue, 4)) for one in (projection, kept))
        yield m.filled(b.SURPLUS, released=now, kept=other)


def _years(months: Months) -> m.Table:
    """Revenue, cost, margin and its rate of each year, then of the term."""
    revenue, cost = (next(row for row in months.result if row.name == name).values for name in ("revenue", "cost"))
    cuts = [slice(at, at + MONTHS_OF_A_YEAR) for at in range(0, len(months.names), MONTHS_OF_A_YEAR)]
    rows = []
    for number, cut in enumerate([*cuts, slice(None)], start=1):
        last = number > len(cuts)
        earned, spent = (sum((one or Fraction(0) for one in row[cut]), Fraction(0)) for row in (revenue, cost))
        cells: dict[str, m.Label | Fraction | m.Cell] = {
            "year": b.OFFER["whole"] if last else m.filled(b.YEAR_NUMBER, number=number), "revenue": earned, "cost": spent,
            "margin": m.Cell(relation="{revenue} - {cost}"), "margin_rate": m.Cell(relation="{margin} / {revenue}"),
        }  # fmt: skip
        rows.append(m.Row(cells, kind="sum" if last else "plain"))
    columns = [m.Column(one, b.BOOK[one], m.WHOLE_MONEY) for one in ("revenue", "cost", "margin")]
    rate = m.Column("margin_rate", b.BOOK["margin_rate"], m.PERCENT)
    return m.Table(
        "years", (m.Column("year", b.BOOK["year"]), *columns, rate), tuple(rows), look="by-year", media=m.PAPER
    )


def _units(prices: UnitPrices) -> m.Table:
    """One cost in each unit: the sums of the term in the workbook's first row, under them each sum over the quantity."""
    h, keys = b.BOOK, ("cost", "price", "with_tax", "floor", "floor_with_tax")
    month = prices.quoted[0]
    amounts = dict(zip(keys, prices.of(month), strict=True))
    sums = {name: None if amount is None else amount * month.quantity for name, amount in amounts.items()}
    live = {"cost": m.Cell(relation="{result.cost.amount}"), "price": m.Cell(relation="{result.revenue.amount}")}
    rows = [m.Row({"per_unit": h["whole"], "quantity": 1, **sums, **live}, "whole", media=m.BOOK)]
    for one in prices.quoted:
        blank = {name: m.BLANK for name, amount in zip(keys, prices.of(one), strict=True) if amount is None}
        rows.append(m.Row({"per_unit": PER[one.per], "quantity": one.quantity, **blank}))

    def price(key: str, heading: str, width: int = 18, of: str = "") -> m.Column:
        media = m.BOOK if amounts[key] is None else m.PAPER | m.BOOK
        book = m.filled(b.TWO_HEADINGS, first=h[of], second=h[heading]) if of else ""
        return m.Column(key, h[heading], m.MONEY, width, "{whole} / {quantity}", book=book, media=media)

    columns = (
        m.Column("per_unit", h["per_unit"], width=26), m.Column("quantity", h["quantity"], ONE_PLACE, 16), price("cost", "cost"),
        price("price", "as_quoted"), price("with_tax", "with_tax", 22, "as_quoted"), price("floor", "at_floor"),
        price("floor_with_tax", "with_tax", 26, "at_floor"),
    )  # fmt: skip
    return m.Table("units", columns, tuple(rows), sheet=h["sheet_quotes"], look="by-year units", media=m.PAPER | m.BOOK)


def _built(projection: Projection) -> m.Table:
    """Each item with all that it brings along, under its category."""
    every, costs, whole, h = built_up(projection, whole=True), projection.bid.costs, projection.cost, b.BOOK
    rows: list[m.Row] = []
    for category in dict.fromkeys(one.category for one in every):
        own = [one for one in every if one.category == category]
        amount = sum((one.amount for one in own), Fraction(0))
        rows.append(
            m.Row({"label": costs.name_of(category), "amount": amount, "share": ratio(amount, whole)}, kind="head")
        )
        for one in own:
            texts = [costs.called(name) for name in one.driver.split(", ")]
            small = one.rate is not None and abs(one.rate) < 1
            cells: dict[str, m.Value | m.Cell] = {
                "label": one.label, "quantity": one.quantity, "rate": m.Cell(one.rate, SMALL_RATE if small else m.NUMBER),
                "driver": Text(zh="、".join(text.zh for text in texts), en=", ".join(text.en for text in texts)),
                "fixed": "●" if one.fixed else "", "amount": one.amount, "share": ratio(one.amount, whole),
            }  # fmt: skip
            rows.append(m.Row(cells, kind="band"))
    rows.append(m.Row({"label": SUM, "amount": whole, "share": Fraction(1) if every else m.BLANK}, kind="sum"))
    columns = (
        m.Column("label", h["cost_item"]), m.Column("driver", h["driver"]), m.Column("quantity", h["quantity"], ONE_PLACE),
        m.Column("rate", h["rate_average"], m.NUMBER), m.Column("fixed", h["fixed"]),
        m.Column("amount", h["amount"], m.WHOLE_MONEY), m.Column("share", h["share"], SHARE),
    )  # fmt: skip
    return m.Table("built", columns, tuple(rows), look="build-up built", media=m.PAPER)


def _by_year(months: Months) -> Iterator[m.Table]:
    """Twelve months beside each other, or those that remain: the figures that have any, under the names of their parts."""
    names = ("staffing", "revenue_section", "cost_section", "result_section")
    for number, start in enumerate(range(0, len(months.names), MONTHS_OF_A_YEAR), start=1):
        cut, rows = slice(start, start + MONTHS_OF_A_YEAR), []
        for name, (_, part) in zip(names, months.sections(), strict=True):
            rows.append(m.Row({"label": b.INTERNAL[name]}, kind="head"))
            rows += [_month_row(row, cut, months) for row in part if any(row.values[cut])]
        shown = months.names[cut]
        heads = [*shown, *[""] * (MONTHS_OF_A_YEAR - len(shown))]
        columns = (
            m.Column("label", ""),
            *(m.Column(f"m{n}", head, ONE_PLACE) for n, head in enumerate(heads)),
            m.Column("sum", b.BOOK["sum"], ONE_PLACE),
        )
        title = m.filled(b.YEAR_NUMBER, number=number)
        yield m.Table(f"year{number}", columns, tuple(rows), title, look="by-month", media=m.PAPER)


def _month_row(row: Row, cut: slice, months: Months) -> m.Row:
    values, total = row.values[cut], Fraction(0)
    added = {
        one.name: sum((value or Fraction(0) for value in one.values[cut]), Fraction(0)) for one in (row, *months.result)
    }
    if row.name == "margin_rate":
        total = ratio(added["margin"], added["revenue"]) or Fraction(0)
    else:
        total = (values[-1] or Fraction(0)) if row.name == "cumulative" else added[row.name]
    forms = {"money": m.WHOLE_MONEY, "percent": SHARE}

    def cell(value: Fraction | None) -> m.Cell:
        large = value is not None and abs(value) >= SMALL
        return m.Cell(value, forms.get(row.kind, m.COUNT if large else ONE_PLACE))

    cells: Mapping[str, m.Cell] = {f"m{n}": cell(value) for n, value in enumerate(values)}
    of_year = m.BLANK if row.total is None else cell(total)
    return m.Row({"label": row.label, **cells, "sum": of_year}, kind="strong" if row.strong else "plain")


MOVED = {
    "result": "sheet.parts.result.rows",
    "years": "sheet.parts.years.rows",
    "per_unit": "sheet.parts.units.rows",
    "built": "sheet.parts.built.rows",
    "cost": "sheet.parts.built.rows",
    "blocks": "sheet.sections.by_month.rest",
    "note": "sheet.sections.summary.rest",
}
"""Where a template finds today what it had by these names before."""
