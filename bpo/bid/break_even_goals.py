"""The project's goals (目标分解) as tables: the cost-control target by owner, item and month, and the value each KPI must keep."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bpo.bid import break_even_words as w
from bpo.bid import headings as b
from bpo.bid.break_even_targets import kpi_value
from bpo.core.money import Money
from bpo.core.words import Pct, Text
from bpo.economics.margin.goals import CostGoal, Goals, KpiGoal
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.owners import owner_name
from bpo.report import model as m
from bpo.report.headings import SUM
from bpo.report.relation import literal
from bpo.report.speech import Speech

OWNERS_OF_A_TABLE = 5
"""So many owners stand beside each other on paper."""


def goals_sections(case: Case, goals: Goals, speech: Speech) -> Iterator[m.Section]:
    """Costs by owner and month, then KPIs."""
    owners = tuple(dict.fromkeys(one.owner for one in goals.costs))
    if owners:
        note = m.Note((w.GOALS,))
        costs: tuple[m.Part, ...] = (
            m.Note((b.INTERNAL["goals"],), media=m.SCREEN),
            _by_owner(case, goals, owners),
            note,
            *_by_month(case, goals, owners),
            _book(case, goals),
        )
        yield m.Section("goals", b.INTERNAL["goals"], costs)
    if goals.kpis:
        floor = m.Note((m.filled(w.KPI_GOALS, floor=Pct(goals.floor)),))
        yield m.Section(
            "kpi_goals",
            b.INTERNAL["kpi_goals"],
            (m.Note((b.INTERNAL["kpi_goals"],), media=m.SCREEN), _kpis(case, goals, speech), floor),
            kept=True,
        )


def _by_owner(case: Case, goals: Goals, owners: tuple[str, ...]) -> m.Table:
    """Each owner with the items that it answers for."""
    h, rows, every = b.INTERNAL, [], goals.costs
    for owner in owners:
        own = [one for one in every if one.owner == owner]
        rows.append(_sums(owner_name(owner, case.costs), own, "head"))
        for one in own:
            position = case.costs.name_of(one.position) if one.position else m.UNSAID
            cells: dict[str, m.Value | m.Cell] = {
                "name": one.label,
                "position": position,
                "plan": one.plan,
                "ceiling": one.ceiling,
                "a_month": one.a_month,
            }
            rows.append(m.Row(cells, kind="band"))
    rows.append(_sums(SUM, list(every), "sum"))
    columns = (
        m.Column("name", h["owner"], width=36),
        m.Column("position", h["position"], width=20),
        m.Column("plan", h["planned"], m.MONEY, 20),
        m.Column("ceiling", h["ceiling_term"], m.MONEY, 20),
        m.Column("a_month", h["ceiling_month"], m.MONEY, 20),
    )
    return m.Table("goals", columns, tuple(rows), look="build-up targets goals", media=m.SCREEN | m.PAPER)


def _sums(name: m.Label, own: list[CostGoal], kind: m.RowKind) -> m.Row:
    plan, ceiling = (sum((getattr(one, what) for one in own), Decimal(0)) for what in ("plan", "ceiling"))
    return m.Row({"name": name, "position": m.BLANK, "plan": plan, "ceiling": ceiling, "a_month": m.BLANK}, kind=kind)


def _by_month(case: Case, goals: Goals, owners: tuple[str, ...]) -> Iterator[m.Table]:
    """A month a row, the owners beside each other, so many in each table."""
    months = [month.period.name for month in case.at().months]
    for number, start in enumerate(range(0, len(owners), OWNERS_OF_A_TABLE)):
        shown = owners[start : start + OWNERS_OF_A_TABLE]
        last = start + OWNERS_OF_A_TABLE >= len(owners)
        named = {f"owner{start + n}": owner for n, owner in enumerate(shown)}
        columns = [
            m.Column(key, owner_name(owner, case.costs), m.MONEY, 20, _added(case, owner), sum=True)
            for key, owner in named.items()
        ]
        if last:
            columns.append(
                m.Column(
                    "sum",
                    b.BOOK["sum"],
                    m.MONEY,
                    20,
                    "SUMIFS({goal_leaves.ceiling}, {goal_leaves.month}, {month})",
                    sum=True,
                )
            )
        rows = tuple(m.Row({"month": month}) for month in months)
        title = b.INTERNAL["goals_by_month"]
        sheet: m.Label = m.filled(w.GOALS_SHEET, number=number + 1) if number else title
        yield m.Table(
            f"goal_months{number}",
            (m.Column("month", b.BOOK["month"], width=12), *columns),
            rows,
            title=title,
            sheet=sheet,
            total=SUM,
            look="by-year goal-months",
            media=m.PAPER | m.BOOK,
        )


def _added(case: Case, owner: str) -> str:
    return (
        f"SUMIFS({{goal_leaves.ceiling}}, {{goal_leaves.month}}, {{month}}, {{goal_leaves.owner_id}}, {literal(owner)})"
    )


def _book(case: Case, goals: Goals) -> m.Table:
    """Every item of every month, live: ``plan × revenue / cost``, to the cent, with the cents that make the sums agree."""
    h, places, name_of = b.INTERNAL, Money(case.contract.currency).places, case.costs.name_of
    taxed = any(month.spent.income_tax for month in case.at().months)
    of = "{points.borne.amount}" if taxed else "{points.cost.amount}"
    share = f"ROUND({{plan}} * {{points.revenue.amount}} / {of}, {places}) + {{odd}}"
    rows = []
    for one in goals.costs:
        same: dict[str, m.Value | m.Cell] = {
            "owner": owner_name(one.owner, case.costs),
            "owner_id": one.owner,
            "category": name_of(one.category),
            "line": one.label,
            "position": name_of(one.position) if one.position else w.NOBODY,
        }
        for part in one.by_month:
            rounded = Money(case.contract.currency).round(part.exact)
            ceiling = m.Cell(Fraction(0)) if one.of_profit else m.Cell(relation=share)
            rows.append(
                m.Row(
                    {**same, "month": part.month, "plan": part.plan, "odd": part.ceiling - rounded, "ceiling": ceiling}
                )
            )
    columns = (
        m.Column("owner", h["owner"], width=24),
        m.Column("owner_id", h["owner_id"], width=18),
        m.Column("category", h["category"], width=26),
        m.Column("line", b.BOOK["line"], width=36),
        m.Column("position", h["position"], width=24),
        m.Column("month", b.BOOK["month"], width=12),
        m.Column("plan", h["planned"], m.MONEY, 20, sum=True),
        m.Column("odd", h["odd_cent"], m.MONEY, 12, sum=True),
        m.Column("ceiling", h["may_come_to"], m.MONEY, 20, sum=True),
    )
    return m.Table("goal_leaves", columns, tuple(rows), sheet=h["goals"], total=SUM, media=m.BOOK)


def _kpis(case: Case, goals: Goals, speech: Speech) -> m.Table:
    """A KPI a row: who has it, what it is planned at, and the values within which the margin stays at the floor or above."""
    h, labels = b.INTERNAL, case.contract.labels()
    units = {kpi.id: kpi.measured_in() for kpi in case.contract.kpis}

    def row(one: KpiGoal) -> m.Row:
        def said(value: Fraction | None) -> m.Cell:
            found = kpi_value(value, units[one.kpi], speech)
            if value is not None and not one.proven:
                return m.Cell(value, found.format, said=found.said, screen=found.screen, detail=w.NOT_PROVEN)
            free: Text | str = w.NO_BOUND if one.reached else w.NOWHERE
            return found if value is not None else m.Cell(None, found.format, said=free)

        ends = dict.fromkeys((one.lowest, one.highest))
        planned = [kpi_value(value, units[one.kpi], speech) for value in ends]
        only = m.Cell(None, planned[0].format, said=" – ".join(str(end.said) for end in planned))
        return m.Row(
            {
                "kpi": labels[one.kpi],
                "owner": owner_name(one.owner, case.costs),
                "planned": planned[0] if len(planned) == 1 else only,
                "least": said(one.least),
                "most": said(one.most),
            }
        )

    columns = (
        m.Column("kpi", b.BOOK["kpi"], width=40, wraps=True),
        m.Column("owner", h["answers"], width=24),
        m.Column("planned", h["planned"], m.NUMBER, 14),
        m.Column("least", h["at_least"], m.NUMBER, 18),
        m.Column("most", h["at_most"], m.NUMBER, 18),
    )
    return m.Table("kpi_goals", columns, tuple(map(row, goals.kpis)), sheet=h["kpi_goals"], look="build-up targets")
