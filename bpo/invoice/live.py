"""The statement's figures as formulas of its workbook, so that finance can follow them cell by cell.

A formula stands only where it gives the statement's own figure exactly; where a contract rounds otherwise than a worksheet can, the
figure stays a number. Amounts before rounding are on the sheet of steps, rounding is on that of lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.clause import Clause
from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement, Step
from bpo.core.money import minor_unit_places, round_to
from bpo.core.units import MONEY_UNIT
from bpo.invoice.bill import Bill
from bpo.report import model as m

STEPS_ADDED_UP = 150
"""Of a line with more steps than these the sum is a number: no formula of a thousand letters is followed."""


class Live:
    """The relations of one statement's lines and steps; lines are numbered from 1 with the deductions last."""

    def __init__(self, bill: Bill) -> None:
        self.statement: Statement = bill.statement
        self.places = minor_unit_places(bill.statement.currency)
        self.numbered = list(enumerate((*bill.statement.charges, *bill.statement.deductions), start=1))
        self.lines = {charge.clause: (n, charge) for n, charge in enumerate(bill.statement.charges, start=1)}
        clauses: Iterable[Clause] = bill.header.clauses if isinstance(bill.header, Contract) else ()
        self.built_on = {one.id: [ref.name for ref in one.references() if ref.kind == "line"] for one in clauses}

    # -- steps -----------------------------------------------------------------------------------------------------

    def steps(self, table: m.Table) -> m.Table:
        """Each step as quantity × rate where that is its amount; a share of lines is of these lines. Rounding is left to the lines."""
        told = [(n, i, charge, step) for n, charge in self.numbered for i, step in enumerate(charge.steps)]
        plain, rest = table.rows[: len(told)], table.rows[len(told) :]
        rows = [
            replace(row, key=step_key(n, i), cells={**row.cells, **self._of_step(row, charge, step)})
            for row, (n, i, charge, step) in zip(plain, told, strict=True)
            if not step.is_rounding
        ]
        return replace(table, rows=(*rows, *rest))

    def _of_step(self, row: m.Row, charge: Charge, step: Step) -> dict[str, m.Cell]:
        found: dict[str, m.Cell] = {}
        if step.quantity is None or step.rate is None or step.quantity * step.rate != step.amount:
            return found
        found["amount"] = _live(row, "amount", "{quantity} * {rate}")
        below = self._below(charge)
        if step.unit == MONEY_UNIT and below:
            for what, total in (("exact", _exact(below)), ("amount", Fraction(_amount(below)))):
                if total == step.quantity:
                    found["quantity"] = _live(row, "quantity", _sum(f"lines.{line_key(n)}.{what}" for n, _ in below))
                    break
        return found

    def _below(self, charge: Charge) -> list[tuple[int, Charge]]:
        """The lines above it that a line is built on."""
        return [self.lines[name] for name in self.built_on.get(charge.clause, ()) if name in self.lines]

    # -- lines -----------------------------------------------------------------------------------------------------

    def table_of_lines(self, table: m.Table) -> m.Table:
        """Each line as the sum of its steps, rounded; its tax and its net amount."""
        charges, rates = self.statement.charges, self._rates()
        plain, rest = table.rows[: len(charges)], table.rows[len(charges) :]
        rows = [
            replace(row, key=line_key(n), cells={**row.cells, **self._of_line(row, n, charge, rates, tax)})
            for n, (row, charge, tax) in enumerate(zip(plain, charges, self.statement.line_taxes, strict=True), start=1)
        ]
        return replace(table, rows=(*rows, *rest))

    def _of_line(
        self, row: m.Row, number: int, charge: Charge, rates: Mapping[str, Fraction], tax: Decimal
    ) -> dict[str, m.Value | m.Cell]:
        share = rates.get(charge.tax_code)
        found: dict[str, m.Value | m.Cell] = {"exact": self._exact(number, charge), "tax_share": share}
        amount = self._rounded(charge)
        if amount:
            found["amount"] = _live(row, "amount", amount)
        rounded = self._is_rounded
        if not self.statement.prices_include_tax:
            found["net"] = _live(row, "net", "{amount}")
            if share is not None and rounded(Fraction(charge.amount) * share, tax):
                found["tax_amount"] = _live(row, "tax_amount", f"ROUND({{amount}} * {{tax_share}}, {self.places})")
        elif share is not None and rounded(Fraction(charge.amount) / (1 + share), charge.amount - tax):
            found["net"] = _live(row, "net", f"ROUND({{amount}} / (1 + {{tax_share}}), {self.places})")
            found["tax_amount"] = _live(row, "tax_amount", "{amount} - {net}")
        else:
            found["net"] = _live(row, "net", "{amount} - {tax_amount}")
        found["with_tax"] = _live(row, "with_tax", "{net} + {tax_amount}")
        return found

    def _rates(self) -> dict[str, Fraction]:
        """The tax of each code that is one share of the net amount."""
        found: dict[str, Fraction] = {}
        for tax in self.statement.taxes:
            found[tax.code] = found.get(tax.code, Fraction(0)) + tax.rate
        odd = {tax.code for tax in self.statement.taxes if tax.of != "net"}
        return {code: rate for code, rate in found.items() if code not in odd}

    def _exact(self, number: int, charge: Charge) -> m.Cell:
        steps = [step_key(number, i) for i, step in enumerate(charge.steps) if step.amount and not step.is_rounding]
        if not steps or len(steps) > STEPS_ADDED_UP:
            return m.Cell(charge.exact)
        return m.Cell(charge.exact, relation=_sum(f"steps.{key}.amount" for key in steps))

    def _rounded(self, charge: Charge) -> str:
        """A line's amount of what it comes to exactly; nothing where it is rounded otherwise."""
        if self._is_rounded(charge.exact, charge.amount):
            return f"ROUND({{exact}}, {self.places})"
        below, last = self._below(charge), charge.steps[-1]
        whole, shown = charge.exact + _exact(below), _amount(below)
        if last.values.get("whole") == whole and self._is_rounded(whole, charge.amount + shown):
            exact = _sum(["exact", *(f"lines.{line_key(n)}.exact" for n, _ in below)])
            amount = " - ".join(f"{{lines.{line_key(n)}.amount}}" for n, _ in below)
            return f"ROUND({exact}, {self.places}) - {amount}"
        return ""

    def deduction(self, number: int) -> m.Cell:
        """What is taken from the payment, of its steps; ``number`` counts the deductions from 0."""
        n = len(self.statement.charges) + number + 1
        charge = self.statement.deductions[number]
        exact = self._exact(n, charge)
        if not exact.relation or not self._is_rounded(charge.exact, charge.amount):
            return m.Cell(charge.amount)
        return m.Cell(charge.amount, relation=f"ROUND({exact.relation}, {self.places})")

    def _is_rounded(self, exact: Fraction, amount: Decimal) -> bool:
        return round_to(exact, Fraction(1, 10**self.places)) == Fraction(amount)


def live_kpis(table: m.Table) -> m.Table:
    """Each KPI as its numerator over its denominator where that is its value."""
    return replace(table, rows=tuple(_live_kpi(row) for row in table.rows))


def _live_kpi(row: m.Row) -> m.Row:
    over, under, value = (_number(row, name) for name in ("numerator", "denominator", "actual"))
    if over is None or value is None or not under or over / under != value:
        return row
    return replace(row, cells={**row.cells, "actual": _live(row, "actual", "{numerator} / {denominator}")})


def _number(row: m.Row, name: str) -> Fraction | None:
    cell = row.cell(name)
    return cell.value if cell is not None and isinstance(cell.value, Fraction) else None


def line_key(number: int) -> str:
    """The key of a line's row."""
    return f"line{number}"


def step_key(number: int, at: int) -> str:
    """The key of a step's row."""
    return f"step{number}_{at}"


def _live(row: m.Row, column: str, relation: str) -> m.Cell:
    cell = row.cell(column) or m.BLANK
    return replace(cell, relation=relation)


def _sum(names: Iterable[str]) -> str:
    return " + ".join(f"{{{name}}}" for name in names)


def _exact(lines: Sequence[tuple[int, Charge]]) -> Fraction:
    return sum((charge.exact for _, charge in lines), Fraction(0))


def _amount(lines: Sequence[tuple[int, Charge]]) -> Decimal:
    return sum((charge.amount for _, charge in lines), Decimal(0))
