"""What a statement is held against on the reviewer's copy, the month before and the revision that it replaces: lines, quantities, KPIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from bpo.contracts.statement import Charge, Statement
from bpo.contracts.statements_compared import FigurePair, KpiPair, kpi_pairs, quantity_pairs
from bpo.core import vocabulary as words
from bpo.core.figure_names import FigureName
from bpo.core.money import round_to
from bpo.core.words import Text
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.counted import label_of
from bpo.invoice.tables import column
from bpo.report import model as m
from bpo.report.page import fields_of
from bpo.report.shown import rounded
from bpo.report.speech import NOTHING, Said, Speech


@dataclass(frozen=True, slots=True)
class Against:
    """Both side by side: ``name`` is that of the other, ``now`` that of this one. The rows of the tables are called by their columns."""

    title: Said
    name: str
    now: str
    lines: tuple[SimpleNamespace, ...]
    quantities: tuple[SimpleNamespace, ...]
    kpis: tuple[SimpleNamespace, ...]


BESIDE = (
    column("label", name="line"),
    column("before", form=m.MONEY),
    column("now", form=m.MONEY),
    column("difference", form=m.MONEY),
)
COMPARED = (*BESIDE, column("change", form=m.PERCENT), m.Column("is_total", ""))
QUANTITIES = (*BESIDE, column("change", form=m.PERCENT), column("unit"))
KPIS = (*BESIDE, column("met"))


def against_of(bill: Bill, speech: Speech) -> tuple[Against, ...]:
    """The revision that it replaces and the month before, those that there are."""
    now, found = bill.statement, []
    if bill.replaced is not None:
        title = speech.words(h.REPLACES, {"id": bill.replaced.id})
        found.append(_beside(bill, bill.replaced.statement, title, (bill.replaced.id, bill.statement_id), speech))
    if bill.previous is not None:
        names = (bill.previous.period.name, now.period.name)
        found.append(_beside(bill, bill.previous, speech.words(h.HEADINGS["comparison"]), names, speech))
    return tuple(found)


def _beside(bill: Bill, other: Statement, title: Said, names: tuple[str, str], speech: Speech) -> Against:
    lines = fields_of(compared_of(bill.statement, other, speech), speech)
    quantities = fields_of(quantities_of(bill, other, speech), speech)
    return Against(title, *names, lines, quantities, fields_of(kpis_of(bill, other, speech), speech))


def by_clause(statement: Statement) -> Mapping[str, Charge]:
    """Its lines and deductions by the ids of their clauses."""
    return {line.clause: line for line in (*statement.charges, *statement.deductions)}


def compared_of(now: Statement, before: Statement, speech: Speech) -> m.Table:
    """Line by line by clause: those of this one in their order, then those that only the other had; then the totals."""
    old, new = by_clause(before), by_clause(now)
    rows = []
    for clause in dict.fromkeys([*new, *old]):
        amounts = [found[clause].amount if clause in found else None for found in (old, new)]
        rows.append(_row((new.get(clause) or old[clause]).label, amounts[0], amounts[1], speech))
    taxed = bool(now.taxes or before.taxes)
    totals = {"net": "net", "tax": "tax", "total": "total"} if taxed else {"total_untaxed": "total"}
    totals |= {"payable": "payable"} if now.deductions or before.deductions else {}
    for heading, name in totals.items():
        rows.append(_row(h.HEADINGS[heading], getattr(before, name), getattr(now, name), speech, is_total="yes"))
    return m.Table("compared", COMPARED, tuple(rows))


def _row(label: m.Label, old: Decimal | None, new: Decimal | None, speech: Speech, is_total: str = "") -> m.Row:
    difference = (new or Decimal(0)) - (old or Decimal(0))
    cells: dict[str, m.Value | m.Cell] = {"label": label, "before": old, "now": new, "is_total": is_total}
    said = _signed(difference, speech.money(difference))
    shares = [None if one is None else Fraction(one) for one in (old, new)]
    return m.Row(cells | {"difference": m.Cell(difference, said=said), "change": _change(*shares)})


def quantities_of(bill: Bill, other: Statement, speech: Speech) -> m.Table:
    """Every quantity of either as a whole; what its sites, teams or agents have of it stands in the workbook."""
    rows = (_quantity(pair, bill, speech) for pair in quantity_pairs(other, bill.statement) if _is_whole(pair))
    return m.Table("quantities", QUANTITIES, tuple(rows))


def _is_whole(pair: FigurePair) -> bool:
    return not FigureName.of(pair.quantity).parts


def _quantity(pair: FigurePair, bill: Bill, speech: Speech) -> m.Row:
    difference = (pair.after or Fraction(0)) - (pair.before or Fraction(0))
    told = [NOTHING if one is None else speech.brief(one, pair.unit) for one in (pair.before, pair.after)]
    cells: dict[str, m.Value | m.Cell] = {
        "label": label_of(pair.quantity, bill),
        "before": m.Cell(said=told[0]),
        "now": m.Cell(said=told[1]),
    }
    cells["difference"] = m.Cell(said=_signed(difference, speech.brief(difference, pair.unit)))
    unit = speech.unit_name(pair.unit) if pair.unit else m.UNSAID
    return m.Row(cells | {"change": _change(pair.before, pair.after), "unit": unit})


def kpis_of(bill: Bill, other: Statement, speech: Speech) -> m.Table:
    """Every KPI of either by the value that it was judged by, and whether that met its target."""
    rows = (_kpi(pair, bill, other, speech) for pair in kpi_pairs(other, bill.statement))
    return m.Table("kpis_compared", KPIS, tuple(rows))


def _kpi(pair: KpiPair, bill: Bill, other: Statement, speech: Speech) -> m.Row:
    old, new = other.verdicts.get(pair.kpi), bill.statement.verdicts.get(pair.kpi)
    told = [
        speech.measured(value, pair.unit, verdict.target if verdict is not None else None)
        for value, verdict in ((pair.before, old), (pair.after, new))
    ]
    known = new or old
    assert known is not None, "a pair is of a KPI that one of the two has"
    cells: dict[str, m.Value | m.Cell] = {
        "label": known.label,
        "before": m.Cell(said=told[0]),
        "now": m.Cell(said=told[1]),
    }
    return m.Row(cells | {"difference": m.Cell(said=_moved(pair)), "met": _met(pair)})


def _moved(pair: KpiPair) -> m.Label:
    """By how much a KPI moved: a share in percentage points, another in its own unit."""
    if pair.before is None or pair.after is None:
        return NOTHING
    of_share = pair.unit == "ratio"
    moved = (pair.after - pair.before) * (100 if of_share else 1)
    text = _signed(moved, rounded(moved, 2))
    return m.told((h.POINTS, {"number": text})) if of_share else text


def _met(pair: KpiPair) -> m.Label:
    """Whether it is met, with what it was where that changed."""
    before, now = (
        Text.of(NOTHING) if one is None else words.yes_or_no(one) for one in (pair.met_before, pair.met_after)
    )
    return now if now == before else m.told((h.BECAME, {"before": before, "now": now}))


def _change(old: Fraction | None, new: Fraction | None) -> m.Cell:
    """A percentage says nothing where a charge became a deduction, or where there was nothing before."""
    if not old or (new or 0) * old < 0:
        return m.Cell(None, said="")
    change = round_to(((new or Fraction(0)) - old) / abs(old), Fraction(1, 1000))
    return m.Cell(change, said=_signed(change, rounded(change * 100, 1, padded=True) + "%"))


def _signed(number: Decimal | Fraction, text: str) -> str:
    """A difference with its sign, which stands behind the ≈ of one that had to be rounded."""
    if number <= 0:
        return text
    return f"≈+{text[1:]}" if text.startswith("≈") else f"+{text}"
