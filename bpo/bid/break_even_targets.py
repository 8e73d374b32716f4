"""The cost-control target (成本临界点) as tables: by item, category, position, cost centre and site, and what KPIs are worth."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from bpo.bid import break_even_words as w
from bpo.bid import headings as b
from bpo.bid import plan_headings as p
from bpo.contracts.model import Contract
from bpo.core.money import Money
from bpo.core.words import Pct, Text, show
from bpo.economics.margin.goals import each_leaf, to_the_cent
from bpo.economics.margin.kpi_worth import KpiWorth
from bpo.economics.margin.targets import Target, Targets
from bpo.economics.scenario.case import Case
from bpo.report import model as m
from bpo.report.headings import SUM
from bpo.report.speech import Speech

Figures = Mapping[str, Fraction | Decimal]


def _columns(
    whole: Target, name: str, of: str = "", form: m.Format = m.WHOLE_MONEY, sums: bool = True
) -> tuple[m.Column, ...]:
    """A name, and what it is planned at, may come to and must save, or where the whole pays may still cost more.

    ``of`` is the column of leaves that it adds up by.
    """
    h, spare = b.INTERNAL, _pays(whole)
    left, said = (h["headroom"], w.HEADROOM) if spare else (h["to_save"], w.SAVING)

    def added(what: str) -> str:
        return f"SUMIFS({{leaves.{what}}}, {{leaves.{of}}}, {{name}})" if of else ""

    return (
        m.Column("name", h[name], width=36, screen=w.ITEM),
        m.Column("plan", h["planned"], form, 20, relation=added("plan"), sum=sums, screen=w.PLAN),
        m.Column("target", h["may_come_to"], form, 20, relation=added("target"), sum=sums, screen=w.TARGET),
        m.Column("saving", left, form, 20, relation=_left(whole), sum=sums, screen=said),
    )


def _pays(whole: Target) -> bool:
    """Whether costs may still rise: then what is left is headroom, and nothing to save."""
    return whole.target > whole.plan


def _left(whole: Target) -> str:
    return "{target} - {plan}" if _pays(whole) else "{plan} - {target}"


def targets_parts(case: Case, targets: Targets) -> tuple[m.Part, ...]:
    """By category and by position, both added up from every cost by category, item and position: target = plan × revenue / cost."""
    h, name_of, labels = b.INTERNAL, case.costs.name_of, _labels(case)
    of = (
        "{points.borne.amount}" if any(month.spent.income_tax for month in case.at().months) else "{points.cost.amount}"
    )
    share = f"{{plan}} * {{points.revenue.amount}} / {of}"
    leaves = [
        m.Row({
            "category": name_of(category), "cost_item": item, "line": labels.get(item, Text.of(item)), "position": _position(case, position),
            "plan": leaf.plan, "target": m.Cell(relation=share) if leaf.target else Fraction(0),
        })
        for category, item, position, leaf in _leaves(targets.whole)
    ]  # fmt: skip
    columns = (
        m.Column("category", h["category"], width=26),
        m.Column("cost_item", h["cost_item"], width=24),
        m.Column("line", b.BOOK["line"], width=36),
        m.Column("position", h["position"], width=24),
        *_columns(targets.whole, "cost_item")[1:],
    )
    categories = (m.Row({"name": name_of(one.name)}) for one in targets.whole.parts)
    positions = (m.Row({"name": _position(case, one.name)}) for one in targets.by.get("position", ()))
    return (
        m.Table("leaves", columns, tuple(leaves), sheet=h["sheet_target"], media=m.BOOK),
        _table("categories", _columns(targets.whole, "category", "category"), categories, "sheet_categories"),
        _table("positions", _columns(targets.whole, "position", "position"), positions, "sheet_positions"),
    )


def _table(
    key: str, columns: tuple[m.Column, ...], rows: Iterable[m.Row], sheet: str = "", media: m.Medium = m.PAPER | m.BOOK
) -> m.Table:
    name: m.Label = b.INTERNAL[sheet] if sheet else ""
    return m.Table(key, columns, tuple(rows), sheet=name, look="build-up targets", media=media)


def _position(case: Case, name: str) -> Text:
    return case.costs.name_of(name) if name else w.NOBODY


def _labels(case: Case) -> dict[str, Text]:
    return {line.item: line.label for month in case.at().months for line in month.costs}


def _leaves(whole: Target) -> Iterator[tuple[str, str, str, Target]]:
    """Every part that has no parts, with its category, item and position."""
    for category in whole.parts:
        for item in category.parts:
            for part in item.parts or (Target("", item.plan, item.target),):
                yield category.name, item.name, part.name, part


def items(case: Case, targets: Targets) -> Iterator[m.Section]:
    """Every item under its category; then by cost centre and by site, where costs have them."""
    name_of, labels, whole = case.costs.name_of, _labels(case), targets.whole
    rows, left = [], _left(whole)
    for category in whole.parts:
        rows.append(_row(name_of(category.name), category, left, "head"))
        rows += [_row(labels.get(item.name, Text.of(item.name)), item, left, "band") for item in category.parts]
    rows.append(_row(SUM, whole, left, "sum"))
    columns = tuple(_columns(whole, "cost_item", sums=False))
    yield m.Section("items", b.INTERNAL["target_by_item"], (_table("items", columns, rows, media=m.PAPER),))
    elsewhere = []
    for level in ("cost_centre", "site"):
        parts = targets.by.get(level, ())
        if any(part.name for part in parts):
            own = [_row(name_of(part.name) if part.name else w.UNASSIGNED, part, left) for part in parts]
            columns = (m.Column("name", b.BOOK[level]), *_columns(whole, "cost_item", sums=False)[1:])
            elsewhere.append(_table(level, columns, (*own, _row(SUM, whole, left, "sum")), media=m.PAPER))
    yield m.Section("elsewhere", "", tuple(elsewhere))


def _row(name: m.Label, target: Target, left: str, kind: str = "plain") -> m.Row:
    """A part of the target, as it was computed; ``left`` is what is left of it."""
    saving = {} if kind in ("plain", "band") else {"saving": m.Cell(relation=left)}
    return m.Row({"name": name, "plan": target.plan, "target": target.target, **saving}, kind=kind)  # type: ignore[arg-type]


def targets_on_screen(case: Case, targets: Targets) -> m.Table:
    """The target as the terminal shows it: items under their categories, positions under their items. It adds up to the cent."""
    minor, labels = Money(case.contract.currency), _labels(case)
    leaves = list(each_leaf(targets.whole))
    plans, may = (to_the_cent([getattr(leaf, name) for leaf in leaves], minor) for name in ("plan", "target"))
    cents = {id(leaf): both for leaf, *both in zip(leaves, plans, may, strict=True)}

    spare = _pays(targets.whole)

    def row(name: m.Label, target: Target, kind: str = "plain") -> m.Row:
        own = [cents[id(leaf)] for leaf in each_leaf(target)]
        plan, may = (sum((both[n] for both in own), Decimal(0)) for n in (0, 1))
        left = may - plan if spare else plan - may
        return m.Row({"name": name, "plan": plan, "target": may, "saving": left}, kind=kind)  # type: ignore[arg-type]

    def named(name: str, depth: int) -> Text:
        label = labels.get(name, Text.of(name)) if depth == 1 else case.costs.name_of(name)
        return Text(*("  " * depth + (label.say(lang) or "—") for lang in ("zh", "en")))

    rows = [row(named(part.name, depth), part) for part, depth in _each(targets.whole)]
    rows.append(row(w.TOTAL, targets.whole, "sum"))
    return m.Table(
        "on_screen",
        _columns(targets.whole, "cost_item", form=m.MONEY, sums=False),
        tuple(rows),
        title=w.TARGETS,
        media=m.SCREEN,
    )


def _each(target: Target, depth: int = 0) -> Iterator[tuple[Target, int]]:
    """Every part with its depth, each before its own parts."""
    for part in target.parts:
        yield part, depth
        if depth == 0 or len(part.parts) > 1:  # an item of one position needs no line for it
            yield from _each(part, depth + 1)


def kpis(contract: Contract, targets: Targets, speech: Speech) -> m.Table:
    """What a point of each KPI is worth, and where the margin turns."""
    h, labels, rows = b.INTERNAL, contract.labels(), []
    units = {kpi.id: kpi.measured_in() for kpi in contract.kpis}
    for one in targets.kpis:
        unit, turn = units[one.kpi], one.must_be
        must = None if turn is None else turn.end if turn.rising else turn.place
        end = kpi_value(must, unit, speech)
        cells = {"planned": _planned(one, unit, speech), "more": one.more, "less": one.less, "must_be": end}
        rows.append(m.Row({"kpi": labels[one.kpi], "vary": f"kpi.{one.kpi}", **cells}))
    columns = (
        m.Column("kpi", b.BOOK["kpi"], width=40, wraps=True, screen=w.KPI),
        m.Column("vary", p.VARY, media=m.SCREEN),
        m.Column("planned", h["planned"], m.NUMBER, 14, screen=w.PLANNED),
        m.Column("more", h["point_more"], m.WHOLE_MONEY, 20, screen=w.MORE),
        m.Column("less", h["point_less"], m.WHOLE_MONEY, 20, screen=w.LESS),
        m.Column("must_be", h["must_be"], m.NUMBER, 16, screen=w.MUST_BE),
    )
    media = m.EVERYWHERE if rows else m.PAPER | m.BOOK
    return m.Table(
        "kpis", columns, tuple(rows), sheet=b.BOOK["sheet_kpis"], look="build-up targets", empty=h["none"], media=media
    )


def kpi_bands(contract: Contract, targets: Targets, speech: Speech) -> Iterator[m.Section]:
    """Each band of the KPIs of which a point is worth nothing: from where to where, and what every month there is worth."""
    h, labels, rows = b.INTERNAL, contract.labels(), []
    units = {kpi.id: kpi.measured_in() for kpi in contract.kpis}
    for kpi, band in ((one.kpi, band) for one in targets.kpis for band in one.bands):
        first, last = (kpi_value(value, units[kpi], speech) for value in (band.first, band.last))
        ends = {"at_from": band.at_first, "at_to": band.at_last}
        rows.append(m.Row({"kpi": labels[kpi], "from": first, "to": last, **ends}))
    columns = (
        m.Column("kpi", b.BOOK["kpi"], width=40, wraps=True, screen=w.KPI),
        m.Column("from", h["band_from"], m.NUMBER, 14, screen=w.BAND_FROM),
        m.Column("to", h["band_to"], m.NUMBER, 14, screen=w.BAND_TO),
        m.Column("at_from", h["at_from"], m.WHOLE_MONEY, 22, screen=w.AT_FROM),
        m.Column("at_to", h["at_to"], m.WHOLE_MONEY, 22, screen=w.AT_TO),
    )
    if rows:
        sheet = h["sheet_kpi_bands"]
        table = m.Table("kpi_bands", columns, tuple(rows), sheet=sheet, look="build-up targets")
        yield m.Section("kpi_bands", h["kpi_bands"], (m.Note((w.BANDS,), media=m.SCREEN), table))


def _planned(one: KpiWorth, unit: str, speech: Speech) -> m.Cell:
    """What every month is planned at; from the lowest month to the highest where they differ."""
    ends = [kpi_value(value, unit, speech) for value in dict.fromkeys((one.lowest, one.highest))]
    if len(ends) == 1:
        return ends[0]
    return m.Cell(
        None,
        ends[0].format,
        said=" – ".join(str(end.said) for end in ends),
        screen=" – ".join(str(end.screen) for end in ends),
    )


def kpi_value(value: Fraction | None, unit: str, speech: Speech) -> m.Cell:
    """A value in the KPI's own unit, which paper names."""
    form = m.PERCENT if unit == "ratio" else m.NUMBER
    if value is None:
        return m.Cell(None, form)
    return m.Cell(
        value, form, said=speech.measured(value, unit), screen=show(Pct(value) if form is m.PERCENT else value, "en")
    )
