"""The break-even report as a workbook: targets, margins and contributions are live over the plan and the figures of the first sheet.

What is solved for (break-even points, curves, what a point of a KPI is worth) comes from pricing the contract again and is a number.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bpo.bid import headings as b
from bpo.bid import number_of_case, offer_of_case
from bpo.bid.break_even_report import (
    ALL,
    ALLOCATED,
    FIXED,
    HELD,
    NOBODY,
    NOT_FOLLOWED,
    PRICES,
    SHARED,
    input_name,
    speech_of_case,
    turning,
)
from bpo.bid.turns import turns_said
from bpo.core.money import minor_unit_places
from bpo.core.words import Text, Words
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.margin.breakeven import BreakEven
from bpo.economics.margin.targets import Target, Targets
from bpo.economics.margin.vary import Swept
from bpo.economics.scenario.case import Case
from bpo.report.book import Book, Cell, Column, Formula, written
from bpo.report.headings import FLOATS_NOTE

POINTS, TARGET = "sheet_points", "sheet_target"
REVENUE_CELL, COST_CELL = "$B$2", "$B$3"
"""Where the sheet of points has revenue and cost: the target of each cost is its plan times one over the other."""


def break_even_workbook(
    case: Case, found: BreakEven, targets: Targets, swept: Sequence[Swept]
) -> bytes:  # fmt: skip
    """The workbook's bytes: points, a curve for each input that was varied, targets, KPIs and contributions."""
    contract, target = case.contract, io.BytesIO()
    offer, speech, number = offer_of_case(case), speech_of_case(case), number_of_case(case)
    title = f"{speech.words(b.INTERNAL['break_even'])} {number}"
    footer = f"{speech.words(b.INTERNAL['internal_only'])} {number}"
    day = offer.date if offer else contract.effective.start
    with written(target, title, str(speech.text(contract.supplier.name)), day) as file:
        book = _Sheets(file, speech, minor_unit_places(contract.currency), footer, b.BOOK)
        book.points(case, found, swept)
        for place, one in enumerate(swept, start=1):
            book.curve(case, one, f"sheet_curve#{place}" if swept[1:] else "sheet_curve")
        book.targets(case, targets)
        book.kpis(case, targets)
        book.contribution(case, found)
    return target.getvalue()


class _Sheets(Book):
    def of(self, sheet: str) -> str:
        """A sheet's name as formulas write it."""
        return "'" + self._name(sheet).replace("'", "''") + "'!"

    def _name(self, name: str) -> str:
        """A heading; what follows a ``#`` tells several sheets of one heading apart."""
        heading, _, number = name.partition("#")
        return f"{super()._name(heading)[:29]} {number}".rstrip()

    def said(self, words: Words, **values: object) -> str:
        return str(self.speech.words(words, values))

    def text(self, text: Text) -> str:
        return str(self.speech.text(text))

    def points(self, case: Case, found: BreakEven, swept: Sequence[Swept]) -> None:
        """Revenue, cost and margin; then every break-even point with what it is of the plan and the sentences about it."""
        contract = case.contract
        rows: list[list[Cell]] = [
            [self.said(b.INTERNAL["revenue"]), found.revenue, None, None],
            [self.said(b.INTERNAL["cost"]), found.cost, None, None],
            [self.said(b.INTERNAL["margin"]), Formula("B2-B3", found.margin), None, None],
            [self.said(b.INTERNAL["margin_rate"]), Formula('IF(B2=0,"",B4/B2)', found.margin / found.revenue if found.revenue else 0), None, None],
            [self.said(b.INTERNAL["payback"]), found.payback, None, None],
        ]  # fmt: skip
        percents = {(4 - 1, 1)}
        for name, held in found.coefficients.items():
            label = contract.labels()[name] if name else ALL
            factor = None if held is None else held.end if held.kind == "jump" else held.place
            rows.append([self.said(HELD, name=label), None, factor, None])
        price = found.price
        rows.append(
            [
                self.said(PRICES),
                None,
                None if price is None else price.end if price.kind == "jump" else price.place,
                None,
            ]
        )
        percents.add((len(rows) - 1, 2))
        for one in swept:
            place, turn = None, turning(one)
            if turn is not None:
                place = turn.end if turn.kind == "jump" and turn.rising else turn.place
            contacts = one.varied.contacts
            reached = place * contacts if place is not None and contacts is not None else None
            sentences = [sentence for lang in self.speech.langs for sentence in turns_said(one, contract, lang)]
            if not one.curve.complete:
                sentences.append(self.said(NOT_FOLLOWED, count=len(one.curve.spots)))
            said = "\n".join(sentences)
            rows.append([self.text(input_name(one.varied.name, contract)), reached, place, said])
            if one.varied.is_factor or _is_ratio(case, one):
                percents.add((len(rows) - 1, 2))
        rows.append([self.said(FLOATS_NOTE), None, None, None])
        columns = [Column("sheet_points", 44), Column("amount", 22, "money"), Column("of_plan", 14, "number"), Column("turning_points", 70)]  # fmt: skip
        self.table(POINTS, columns, rows, percents=percents)

    def curve(self, case: Case, one: Swept, sheet: str) -> None:
        """The places of a curve: the margin is revenue less cost; of a volume the contacts are live too."""
        contacts = one.varied.contacts
        rows: list[list[Cell]] = []
        for row, spot in enumerate(one.curve.spots, start=2):
            count: Cell = None if contacts is None else spot.place * contacts
            rows.append([spot.place, count, spot.revenue, spot.cost, Formula(f"C{row}-D{row}", spot.margin)])
        columns = [
            Column("", 16, "number", self.text(input_name(one.varied.name, case.contract))), Column("", 16, "number", self.text(driver_name("contacts"))),
            Column("revenue", 20, "money"), Column("cost", 20, "money"), Column("margin", 20, "money"),
        ]  # fmt: skip
        is_share = one.varied.is_factor or _is_ratio(case, one)
        percents = {(row, 0) for row in range(len(rows))} if is_share else set()
        self.table(sheet, columns, rows, percents=percents)

    def targets(self, case: Case, targets: Targets) -> None:
        """Every cost by category, item and position: target = plan × revenue / cost; then categories and positions added up from them."""
        share = f"{self.of(POINTS)}{REVENUE_CELL}/{self.of(POINTS)}{COST_CELL}"
        leaves = list(_leaves(targets.whole))
        labels = {line.item: line.label for month in case.at().months for line in month.costs}
        rows: list[list[Cell]] = []
        for row, (category, item, position, leaf) in enumerate(leaves, start=2):
            rows.append([
                self.text(case.costs.name_of(category)), item, self.text(labels.get(item, Text.of(item))), self._position(case, position),
                leaf.plan, Formula(f"E{row}*{share}", leaf.target), Formula(f"E{row}-F{row}", leaf.saving),
            ])  # fmt: skip
        columns = [
            Column("category", 26), Column("cost_item", 24), Column("line", 36), Column("position", 24),
            Column("planned", 20, "money"), Column("may_come_to", 20, "money"), Column("to_save", 20, "money"),
        ]  # fmt: skip
        whole = targets.whole
        self.table(TARGET, columns, rows, [(4, whole.plan), (5, whole.target), (6, whole.saving)])
        self._added(
            "sheet_categories",
            "category",
            "A",
            [(str(row[0]), leaf) for row, (*_, leaf) in zip(rows, leaves, strict=True)],
            whole,
        )
        self._added(
            "sheet_positions",
            "position",
            "D",
            [(str(row[3]), leaf) for row, (*_, leaf) in zip(rows, leaves, strict=True)],
            whole,
        )

    def _position(self, case: Case, name: str) -> str:
        return self.text(case.costs.name_of(name) if name else NOBODY)

    def _added(self, sheet: str, heading: str, key: str, leaves: Sequence[tuple[str, Target]], whole: Target) -> None:
        of, rows = self.of(TARGET), list[list[Cell]]()
        for name in dict.fromkeys(name for name, _ in leaves):
            row, own = len(rows) + 2, [leaf for other, leaf in leaves if other == name]
            sums = [
                Formula(f"SUMIFS({of}{column}:{column},{of}{key}:{key},A{row})", sum((getattr(one, what) for one in own), Fraction(0)))
                for column, what in (("E", "plan"), ("F", "target"))
            ]  # fmt: skip
            saving = sum((one.saving for one in own), Fraction(0))
            rows.append([name, *sums, Formula(f"B{row}-C{row}", saving)])
        columns = [Column(heading, 36), Column("planned", 20, "money"), Column("may_come_to", 20, "money"), Column("to_save", 20, "money")]  # fmt: skip
        self.table(sheet, columns, rows, [(1, whole.plan), (2, whole.target), (3, whole.saving)])

    def kpis(self, case: Case, targets: Targets) -> None:
        rows: list[list[Cell]] = []
        percents: set[tuple[int, int]] = set()
        for at, one in enumerate(targets.kpis):
            must = None if one.must_be is None else one.must_be.end if one.must_be.rising else one.must_be.place
            rows.append([self.text(case.contract.labels()[one.kpi]), one.planned, one.more, one.less, must])
            if _unit(case, one.kpi) == "ratio":
                percents |= {(at, 1), (at, 4)}
        columns = [
            Column("kpi", 40), Column("planned", 14, "number"), Column("point_more", 20, "money"), Column("point_less", 20, "money"),
            Column("must_be", 16, "number"),
        ]  # fmt: skip
        self.table("sheet_kpis", columns, rows, percents=percents)

    def contribution(self, case: Case, found: BreakEven) -> None:
        """A line a row: what it earns less what moves with it; all of them less fixed and allocated costs are the margin."""
        labels, rows = case.contract.labels(), list[list[Cell]]()
        for row, one in enumerate(found.contributions, start=2):
            label = labels.get(one.clause, Text.of(one.clause)) if one.clause else SHARED
            rows.append([self.text(label), one.revenue, one.variable, Formula(f"B{row}-C{row}", one.amount)])
        last = len(rows) + 2
        rows.append([self.text(FIXED), None, found.fixed, Formula(f"-C{last}", -found.fixed)])
        rows.append([self.text(ALLOCATED), None, found.allocated, Formula(f"-C{last + 1}", -found.allocated)])
        columns = [Column("line", 40), Column("revenue", 20, "money"), Column("cost", 20, "money"), Column("contribution", 20, "money")]  # fmt: skip
        variable = sum((one.variable for one in found.contributions), Fraction(0))
        self.table(
            "sheet_contribution",
            columns,
            rows,
            [(1, found.revenue), (2, variable + found.fixed + found.allocated), (3, found.margin)],
        )


def _leaves(whole: Target) -> Iterator[tuple[str, str, str, Target]]:
    """Every part that has no parts, with its category, item and position."""
    for category in whole.parts:
        for item in category.parts:
            for part in item.parts or (Target("", item.plan, item.target),):
                yield category.name, item.name, part.name, part


def _unit(case: Case, kpi: str) -> str:
    return next(one.measured_in() for one in case.contract.kpis if one.id == kpi)


def _is_ratio(case: Case, one: Swept) -> bool:
    return one.varied.name.startswith("kpi.") and _unit(case, one.varied.name[4:]) == "ratio"
