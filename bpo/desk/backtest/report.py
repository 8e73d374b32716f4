"""The report of a backtest: what each contract came to by month, line and KPI, beside the contract in force."""

from collections.abc import Iterator
from fractions import Fraction

from bpo.core.words import Text
from bpo.desk.backtest import headings as h
from bpo.desk.backtest.details import details_of
from bpo.desk.backtest.effects import Sums, sums_of
from bpo.desk.backtest.headings import H
from bpo.desk.backtest.months import Backtest, Tested
from bpo.desk.backtest.notes import notes_of
from bpo.desk.backtest.told import problem_text
from bpo.invoice.face import party_of
from bpo.report import model as m
from bpo.report.headings import SUM

FIGURES = {
    "months": "months_priced", "fees": "fees", "credits": "credits", "bonuses": "bonuses", "other": "other_lines",
    "total": "whole_total", "payable": "whole_payable",
}  # fmt: skip


def backtest_report(found: Backtest) -> m.Report:
    """In the language and currency of the first draft; the contract in force is the first of the sides."""
    lead = found.drafts[0].side.contract
    span = " – ".join(dict.fromkeys((found.periods[0].name, found.periods[-1].name)))
    names = {"periods": span, "drafts": ", ".join(one.side.name for one in found.drafts)}
    if found.in_force is not None:
        names["in_force"] = found.in_force.side.name
    head = m.Masthead(
        document=H["document"],
        title=lead.title,
        contract=lead.contract,
        number=f"{lead.contract}-{found.periods[0].name}-{found.periods[-1].name}-backtest",
        number_name=H["number"],
        day=found.periods[-1].end,
        supplier=party_of(lead.supplier),
        meta=tuple((H[name], value) for name, value in names.items()),
    )
    sections = (
        m.Section("by_month", H["by_month"], (*_charts(found), _by_month(found))),
        m.Section(
            "by_contract", H["by_contract"], (_by_contract(found), m.Note((h.BEFORE_TAX,)), _worst(found)), kept=True
        ),
        *details_of(found),
        *_not_priced(found),
        m.Section("about_data", H["about_data"], (m.Note(tuple(notes_of(found)), "notes"),)),
    )
    return m.Report(head, tuple(one for one in sections if _says(one)), lead.language, lead.currency)


def _says(section: m.Section) -> bool:
    return any(not isinstance(part, m.Note) or part.lines for part in section.parts)


def _charts(found: Backtest) -> Iterator[m.Chart]:
    """A draft's totals as bars, those of the contract in force as a line."""
    if len(found.periods) < 2:
        return
    names = tuple(period.name for period in found.periods)
    line = () if found.in_force is None else tuple(_totals(found.in_force))
    for n, draft in enumerate(found.drafts, 1):
        caption: list[m.Label] = [m.filled(h.CHART_OF, name=draft.side.name)]
        if found.in_force is not None:
            caption += [_titled(found, found.in_force)]
        yield m.Chart(f"totals{n}", m.Bars(names, tuple(_totals(draft)), line), tuple(caption))


def _totals(tested: Tested) -> list[Fraction | None]:
    return [None if one.statement is None else Fraction(one.statement.total) for one in tested.months]


def _by_month(found: Backtest) -> m.Table:
    """A period a row: the total of each contract, and what each draft's differs from that of the contract in force."""
    columns = [m.Column("period", H["month"], width=14)]
    for key, tested in _keyed(found):
        columns.append(m.Column(key, _titled(found, tested), m.MONEY, sum=True))
        if found.in_force is not None and tested is not found.in_force:
            change = m.filled(h.CHANGE, name=tested.side.name)
            columns.append(m.Column(f"{key}_change", change, m.MONEY, relation=f"{{{key}}} - {{base}}", sum=True))
    rows = []
    for n, period in enumerate(found.periods):
        cells: dict[str, m.Value | m.Cell] = {"period": period.name}
        for key, tested in _keyed(found):
            total = _totals(tested)[n]
            cells[key] = m.Cell(None, said=h.NOT_PRICED) if total is None else total
            if total is None or (found.in_force is not None and _totals(found.in_force)[n] is None):
                cells |= {f"{key}_change": m.BLANK} if key != "base" and found.in_force is not None else {}
        rows.append(m.Row(cells, f"p{n + 1}"))
    return m.Table("months", tuple(columns), tuple(rows), total=SUM, sheet=H["by_month"], look="sides")


def _titled(found: Backtest, tested: Tested) -> m.Label:
    name = tested.side.name
    return m.filled(h.IN_FORCE, name=name) if tested is found.in_force else name


def _keyed(found: Backtest) -> list[tuple[str, Tested]]:
    drafts = [(f"draft{n}", draft) for n, draft in enumerate(found.drafts, 1)]
    return [*([("base", found.in_force)] if found.in_force is not None else []), *drafts]


def _by_contract(found: Backtest) -> m.Table:
    """A figure a row, a contract a column; sums of all periods that were priced."""
    priced = [(key, tested) for key, tested in _keyed(found) if tested.statements]
    sums = {key: sums_of(tested) for key, tested in priced}
    columns = (
        m.Column("label", H["figure"], width=30),
        *(m.Column(key, _titled(found, tested), m.MONEY) for key, tested in priced),
    )
    rows = [_figure(name, heading, sums) for name, heading in FIGURES.items()]
    return m.Table("contracts", columns, tuple(rows), sheet=H["by_contract"], look="sides")


def _figure(name: str, heading: str, sums: dict[str, Sums]) -> m.Row:
    cells: dict[str, m.Value | m.Cell] = {"label": H[heading]}
    cells |= {key: getattr(one, name) for key, one in sums.items()}
    kind: m.RowKind = "strong" if name == "total" else "plain"
    return m.Row(cells, name, kind, format=m.COUNT if name == "months" else m.MONEY)


def _worst(found: Backtest) -> m.Table:
    """The period in which a contract lies furthest below the one in force; without one, that of the lowest total."""
    base = None if found.in_force is None else _totals(found.in_force)
    rows = []
    for _, tested in _keyed(found):
        totals = _totals(tested)
        compared = base is not None and tested is not found.in_force
        against = base if compared and base is not None else [Fraction(0)] * len(totals)
        known = [
            (total - other, n)
            for n, (total, other) in enumerate(zip(totals, against, strict=True))
            if total is not None and other is not None
        ]
        if known:
            least, n = min(known)
            change = least if compared else m.BLANK
            rows.append(
                m.Row(
                    {
                        "contract": tested.side.name,
                        "period": found.periods[n].name,
                        "total": totals[n],
                        "change": change,
                    }
                )
            )
    columns = [
        m.Column("contract", H["contract"], width=24),
        m.Column("period", H["month"], width=14),
        m.Column("total", H["whole_total"], m.MONEY),
    ]
    if base is not None:
        columns.append(m.Column("change", m.filled(h.CHANGE, name=Text(zh="差额：草案", en="draft")), m.MONEY))
    return m.Table("worst", tuple(columns), tuple(rows), title=H["worst_months"], sheet=H["worst_months"], look="sides")


def _not_priced(found: Backtest) -> Iterator[m.Section]:
    """Each period that has no price, and why."""
    rows: list[m.Row] = []
    for _, tested in _keyed(found):
        for month in tested.months:
            for problem in month.problems:
                cells: dict[str, m.Value | m.Cell] = {
                    "contract": tested.side.name,
                    "period": month.period.name,
                    "why": problem_text(problem),
                }
                rows.append(m.Row(cells))
    columns = (
        m.Column("contract", H["contract"], width=20),
        m.Column("period", H["month"], width=12),
        m.Column("why", H["why"], width=90, wraps=True),
    )
    if rows:
        table = m.Table("not_priced", columns, tuple(rows), sheet=H["not_priced"], look="sides reasons")
        title = m.Note((H["not_priced"],), media=m.SCREEN)
        yield m.Section("not_priced", H["not_priced"], (title, table))
