"""The staffing plan as a workbook: what is assumed, the months, and every half hour of one month; what follows by arithmetic is live.

Positions come from the queueing formulas, and heads on the ramp from month to month: these are numbers. Rostered heads, seats, heads
needed, leavers, paid hours and occupancy are formulas over them and over the assumptions.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

from bpo.bid import plan_headings as p
from bpo.bid.front import number_of, speech_of
from bpo.contracts.model import Contract
from bpo.core.words import Words
from bpo.economics.staffing.people import People
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.staffing import Interval, StaffedMonth, StreamMonth
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report.book import Book, Cell, Column, Formula, letter, written
from bpo.report.headings import FLOATS_NOTE

HALF_HOURS, ASSUMED = "sheet_half_hours", "sheet_assumed"
SHARES = ("service_level", "abandonment_rate", "occupancy")


def staffing_workbook(plan: StaffingPlan, contract: Contract, shown: StaffedMonth) -> bytes:
    """The workbook's bytes; ``shown`` is the month whose half hours stand in it."""
    speech, number = speech_of(plan.scenario, contract), number_of(plan.scenario)
    target = io.BytesIO()
    title = f"{speech.words(p.PLAN['staffing_plan'])} {number}"
    day = plan.scenario.quote.date if plan.scenario.quote else contract.effective.start
    with written(target, title, str(speech.text(contract.supplier.name)), day) as file:
        book = _Sheets(file, speech, 2, title, p.PLAN_BOOK)
        book.assumed(plan)
        book.months(plan)
        book.half_hours(plan, shown)
    return target.getvalue()


class _Sheets(Book):
    def said(self, words: Words, **values: object) -> str:
        return str(self.speech.words(words, values))

    def of(self, sheet: str) -> str:
        """A sheet's name as formulas write it."""
        return "'" + self._name(sheet).replace("'", "''") + "'!"

    def assumed(self, plan: StaffingPlan) -> None:
        """People first, whose cells the other sheets name (:func:`_places`); then streams. A column for each month in which something
        changes, if anything does."""
        people, months = plan.people, _changing(plan)
        reasons = list(people.shrinkage)
        last = 2 + len(reasons)
        names = [
            self.said(p.HOURS_A_MONTH), *(self.said(p.SHRINKAGE, reason=reason) for reason in reasons),
            *(self.said(words) for words in (p.PRESENCE, p.PRODUCTIVE, p.ATTRITION, p.SEATS)),
            *(self.said(p.RAMP, number=number) for number in range(1, len(people.ramp) + 1)),
        ]  # fmt: skip
        rows: list[list[Cell]] = [[name] for name in names]
        for n, month in enumerate(months, start=1):
            now, at = people.in_month(month), letter(n)
            product = "*".join(["1", *(f"(1-{at}{row})" for row in range(3, last + 1))])
            figures: list[Cell] = [
                now.hours_a_month, *(lost.always for lost in now.shrinkage.values()), Formula(product, now.presence),
                Formula(f"{at}2*{at}{last + 1}", now.productive_hours_a_month), now.attrition_a_month.always,
                now.seats_per_position, *now.ramp,
            ]  # fmt: skip
            for row, figure in zip(rows, figures, strict=True):
                row.append(figure)
        shares = [*range(1, last), last + 1, *range(last + 3, last + 3 + len(people.ramp))]
        for stream in plan.streams:
            name = str(self.speech.text(stream.name))
            rows.append(
                [f"{name}: {self._say('handle_seconds')}", *(stream.handle_seconds.of(month) for month in months)]
            )
            if stream.goal is not None:
                seconds = self.said(p.IN_TIME, seconds=stream.goal.within_seconds)
                rows.append([f"{name}: {seconds}", stream.goal.answered])
                shares.append(len(rows) - 1)
            if stream.patience_seconds is not None:
                rows.append([f"{name}: {self._say('patience')}", stream.patience_seconds])
            if stream.occupancy_at_most is not None:
                rows.append([f"{name}: {self._say('occupancy_limit')}", stream.occupancy_at_most])
                shares.append(len(rows) - 1)
        rows.append([self.said(FLOATS_NOTE)])
        for row in rows:
            row += [row[-1] if len(row) > 1 else None] * (1 + len(months) - len(row))
        values = (
            [Column("value", 18, "number")] if len(months) == 1 else [Column("", 12, "number", one) for one in months]
        )
        percents = {(row, column) for row in shares for column in range(1, 1 + len(months))}
        self.table(ASSUMED, [Column("input", 52), *values], rows, percents=percents)

    def cells_of(self, plan: StaffingPlan, month: StaffedMonth) -> dict[str, str]:
        """The cells of the assumptions of a month, by name."""
        column = sum(first <= month.period.name for first in _changing(plan))
        return {name: self.of(ASSUMED) + cell for name, cell in _places(plan.people, letter(column)).items()}

    def months(self, plan: StaffingPlan) -> None:
        """A month a row; of each stream its contacts, hours and what callers meet."""
        columns = [
            Column("month", 10), Column("contacts", 14, "number"), Column("positions", 11, "number"),
            Column("rostered", 11, "number"), Column("seats", 10, "number"), Column("productive_hours", 16, "number"),
            Column("needed", 14, "number"), Column("heads", 12, "number"), Column("hires", 12, "number"),
            Column("leavers", 12, "number"), Column("released", 12, "number"), Column("paid_hours", 16, "number"),
        ]  # fmt: skip
        for stream in plan.months[0].streams:
            name = str(self.speech.text(stream.name))
            for kind in _of_stream(stream):
                style = "percent" if kind in SHARES else "number"
                heading = self._say(p.HEADING_OF.get(kind, kind))
                columns.append(Column("", 14, style, f"{name}: {heading}"))  # type: ignore[arg-type]
        rows: list[list[Cell]] = []
        due: list[tuple[str, str]] = []
        for month in plan.months:
            row, team, at = len(rows) + 2, month.team, self.cells_of(plan, month)
            hours, people = month.productive_hours, plan.people.in_month(month.period.name)
            due.append((f"H{row - 1}", at["attrition"]))
            line: list[Cell] = [
                month.period.name, sum((one.offered for one in month.streams), Fraction(0)), month.positions,
                Formula(_up(f"C{row}/{at['presence']}"), people.rostered(month.positions)),
                Formula(_up(f"C{row}*{at['seats']}"), month.seats), hours,
                Formula(f"F{row}/{at['productive']}", hours / people.productive_hours_a_month), team.heads, team.hires,
                Formula(_leavers(people, row, due[1:]), team.leavers) if rows else team.leavers,
                Formula(f"H{row - 1}-J{row}+I{row}-H{row}", team.released) if rows else team.released,
                Formula(f"H{row}*{at['hours']}", month.paid_hours),
            ]  # fmt: skip
            for stream in month.streams:
                line += self._stream(stream, row, len(line))
            rows.append(line)
        sums = [(column, Fraction(sum(_value(row[column]) for row in rows))) for column in (1, 5, 8, 9, 10, 11)]
        self.table("sheet_months", columns, rows, sums)

    def _stream(self, stream: StreamMonth, row: int, first: int) -> list[Cell]:
        """``handled = offered × (1 − abandoned)``; occupancy is the hours of handling over those at the desk."""
        cells: list[Cell] = []
        places = {kind: f"{letter(first + n)}{row}" for n, kind in enumerate(_of_stream(stream))}
        for kind in _of_stream(stream):
            if kind == "handle_hours":
                cells.append(stream.handle_minutes / 60)
            elif kind == "handled" and stream.waits:
                cells.append(Formula(f"{places['offered']}*(1-{places['abandonment_rate']})", stream.handled))
            elif kind == "occupancy" and stream.occupancy is not None:
                text = f'IF({places["productive_hours"]}=0,"",{places["handle_hours"]}/{places["productive_hours"]})'
                cells.append(Formula(text, stream.occupancy))
            else:
                cells.append(getattr(stream, kind))
        return cells

    def half_hours(self, plan: StaffingPlan, shown: StaffedMonth) -> None:
        """Every half hour of the month's kinds of day; the hours of each are positions × ½ × its days."""
        presence, people = self.cells_of(plan, shown)["presence"], plan.people.in_month(shown.period.name)
        columns = [
            Column("stream", 18), Column("month", 10), Column("day_kind", 14), Column("half_hour", 10), Column("days_of_month", 10, "number"),
            Column("contacts", 12, "number"), Column("positions", 11, "number"), Column("rostered", 11, "number"),
            Column("productive_hours", 14, "number"), Column("service_level", 12, "percent"), Column("asa", 12, "number"),
            Column("abandoned", 12, "percent"), Column("occupancy", 12, "percent"),
        ]  # fmt: skip
        rows: list[list[Cell]] = []
        for stream in shown.streams:
            for one in stream.intervals:
                rows.append(self._half_hour(stream, one, shown, people, presence, len(rows) + 2))
        hours = sum((_value(row[8]) for row in rows), Fraction(0))
        self.table(HALF_HOURS, columns, rows, [(8, hours)])

    def _half_hour(
        self, stream: StreamMonth, one: Interval, shown: StaffedMonth, people: People, presence: str, row: int
    ) -> list[Cell]:  # fmt: skip
        calls = bool(one.contacts)
        return [
            str(self.speech.text(stream.name)), shown.period.name, str(self.speech.text(DAY_NAMES[one.weekday])), one.start,
            one.days, one.contacts, one.plan.positions, Formula(_up(f"G{row}/{presence}"), people.rostered(one.plan.positions)),
            Formula(f"G{row}*E{row}/2", Fraction(one.plan.positions * one.days, 2)), one.plan.service_level if calls else None,
            one.plan.asa_seconds if calls else None, one.plan.abandonment_rate if calls else None, one.plan.occupancy,
        ]  # fmt: skip


def _changing(plan: StaffingPlan) -> list[str]:
    """The first month, and each in which an assumption changes."""
    names = [month.period.name for month in plan.months]
    figures = [*plan.people.by_month(), *(stream.handle_seconds for stream in plan.streams)]
    return sorted({month for figure in figures for month, _ in figure.steps(names)})


def _places(people: People, column: str) -> dict[str, str]:
    """The cells of the sheet of assumptions that formulas name."""
    after = 3 + len(people.shrinkage)
    names = ("presence", "productive", "attrition", "seats")
    return {"hours": f"${column}$2", **{name: f"${column}${after + n}" for n, name in enumerate(names)}}


def _leavers(people: People, row: int, due: Sequence[tuple[str, str]]) -> str:
    """Of the heads of the month before; whole ones as soon as half of one is due, counted from the first month on."""
    if people.heads == "fte":
        return "*".join(due[-1])
    return f"ROUND(ROUND({'+'.join(map('*'.join, due))},9),0)-SUM(J$2:J{row - 1})"


def _of_stream(stream: StreamMonth) -> Sequence[str]:
    work = ("offered", "handled", "handle_hours", "productive_hours", "positions")
    return (*work, "service_level", "asa_seconds", "abandonment_rate", "occupancy") if stream.waits else work


def _up(text: str) -> str:
    """Rounded up to a whole number; what the arithmetic of spreadsheets adds beyond nine decimals is not taken for one more."""
    return f"ROUNDUP(ROUND({text},9),0)"


def _value(cell: Cell) -> Fraction:
    value = cell.value if isinstance(cell, Formula) else cell
    assert isinstance(value, (int, Fraction))
    return Fraction(value)
